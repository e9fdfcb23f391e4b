using Dashboard.Domain.Users;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Sessions;
using Dashboard.Security.Tokens;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Support;

/// <content>Routes, and credentials of people of one's own.</content>
public sealed partial class DashboardApp
{
    /// <summary>All routes, with what they say of themselves.</summary>
    internal IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>The cookie of a session of somebody with this role, for a browser.</summary>
    public async Task<(string Name, string Value)> SessionCookieAsync(string role = Roles.Administrator) =>
        await SessionCookieAsync((await AccountAsync(role)).Id);

    /// <summary>A bearer token of a user, made some time ago.</summary>
    public async Task<string> TokenAsync(int user, TimeSpan age) => new TokenIssuer(
            Get<SigningKey>(), Get<IOptionsMonitor<SecurityOptions>>(), new FakeTimeProvider(Get<TimeProvider>().GetUtcNow() - age))
        .Issue((await Get<AccountCache>().FindAsync(user))!);

    /// <summary>An API key of a user, and its number.</summary>
    public async Task<(string Text, int Id)> ApiKeyAsync(int user)
    {
        var text = (await Get<ApiKeyStore>().CreateAsync(user, "test")).Value;
        return (text, (await Get<ApiKeyStore>().ListAsync(user))[0].Id);
    }

    /// <summary>Ends a key, as its owner does.</summary>
    public async Task RevokeKeyAsync(int user, int key) => (await Get<ApiKeyStore>().RevokeAsync(user, key)).EnsureDone();

    /// <summary>Ends all sessions of a user, as they do on the page of their account.</summary>
    public async Task EndSessionsAsync(int user) => (await Get<SessionStore>().EndOthersAsync(user, null)).EnsureDone();
}
