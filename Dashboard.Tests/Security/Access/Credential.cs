using System.Net.Http.Headers;
using Dashboard.Domain.Users;
using Dashboard.Security;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Tests.Security.Access;

/// <summary>What a request comes with.</summary>
/// <param name="Name">For people.</param>
/// <param name="Role">What it should be good for; null: nothing.</param>
/// <param name="Scheme">Where it counts at all.</param>
/// <param name="Sign">Puts it into a request.</param>
internal sealed record Credential(string Name, string? Role, string Scheme, Action<HttpRequestMessage> Sign)
{
    public static Credential None { get; } = new("nobody", null, "", _ => { });

    /// <summary>All kinds of one server: of each role, and those that have ended in some way.</summary>
    /// <param name="foreign">Another installation, whose credentials count for nothing here.</param>
    public static async Task<IReadOnlyList<Credential>> AllAsync(DashboardApp app, DashboardApp foreign)
    {
        List<Credential> all = [None];
        foreach (var role in Roles.All)
        {
            var user = await app.CreateUserAsync($"{role}@access.example", role);
            all.AddRange(await OfAsync(app, user, role, role));
        }

        var gone = await app.CreateUserAsync("disabled@access.example", Roles.Administrator);
        all.AddRange(await OfAsync(app, gone, "disabled administrator", null));
        await app.DisableUserAsync(gone);

        var fallen = await app.CreateUserAsync("fallen@access.example", Roles.Administrator);
        all.AddRange((await OfAsync(app, fallen, "former administrator", null))
            .Where(one => !one.Name.Contains("key", StringComparison.Ordinal))); // Keys have the role of the moment.
        await app.ChangeRoleAsync(fallen, Roles.Viewer);

        var tired = await app.CreateUserAsync("tired@access.example", Roles.Administrator);
        all.Add(Token("expired token", null, await app.TokenAsync(tired, TimeSpan.FromDays(3))));
        var (key, number) = await app.ApiKeyAsync(tired);
        all.Add(Header("revoked key", null, key));
        all.Add(Token("revoked key as a token", null, key));
        await app.RevokeKeyAsync(tired, number);
        all.Add(Session("ended session", null, await app.SessionCookieAsync(tired)));
        await app.EndSessionsAsync(tired);

        var stranger = await foreign.CreateUserAsync("stranger@access.example", Roles.Administrator);
        all.AddRange(await OfAsync(foreign, stranger, "foreign", null));
        return all;
    }

    /// <summary>A user's own, of each kind.</summary>
    public static async Task<IReadOnlyList<Credential>> OfAsync(DashboardApp app, int user, string name, string? role)
    {
        var key = (await app.ApiKeyAsync(user)).Text;
        return
        [
            Session($"{name}, session", role, await app.SessionCookieAsync(user)),
            Token($"{name}, token", role, await app.TokenAsync(user, TimeSpan.Zero)),
            Token($"{name}, key as a bearer", role, key),
            Header($"{name}, key in a header", role, key),
        ];
    }

    private static Credential Session(string name, string? role, (string Name, string Value) cookie) => new(
        name, role, IdentityConstants.ApplicationScheme, request => request.Headers.Add("Cookie", $"{cookie.Name}={cookie.Value}"));

    private static Credential Token(string name, string? role, string token) => new(
        name, role, Policies.TokenScheme, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token));

    private static Credential Header(string name, string? role, string key) =>
        new(name, role, Policies.KeyScheme, request => request.Headers.Add("X-Api-Key", key));
}
