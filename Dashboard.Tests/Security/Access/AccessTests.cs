using System.Net;
using System.Reflection;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.JSInterop;

namespace Dashboard.Tests.Security.Access;

/// <summary>
/// Every route that the server has, asked with every kind of credential. Routes come from the server itself: a new one is asked too, and one that
/// says nothing of who may call it fails.
/// </summary>
[Trait("Category", "Server")]
public sealed class AccessTests : IAsyncLifetime
{
    // Open to everybody, and why.
    private static readonly string[] Open =
    [
        "/healthz/live", "/healthz/ready", // Watchdogs.
        "/metrics", // To programs on this machine; it asks others for a key itself.
        "/authenticate", // Gives the token.
        Urls.SignIn, Urls.TwoFactor, Urls.Invitation, Urls.Setup, Urls.PasskeyRequest, // How people come in.
        Urls.SignOut, // For those too whose session has ended; it asks for a token of the page.
        Urls.Language, // Also of the sign-in page.
        Urls.Error, Urls.NotFound,
    ];

    private readonly DashboardApp _app = new();
    private readonly DashboardApp _foreign = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await _foreign.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _foreign.DisposeAsync();
    }

    [Fact]
    public void EveryRoute_SaysWhoMayCallIt()
    {
        var routes = RouteAccess.ReadAll(_app.Endpoints).ToList();
        Assert.True(routes.Count > 100, $"{routes.Count} routes");
        Assert.Empty(routes.Where(route => route.IsSilent).Select(route => route.ToString()));

        // What answers to wrong methods and unknown addresses of an API is open, and its answer holds nothing; so are the APIs' documents.
        var open = routes.Where(route => route.IsOpen && !route.Pattern.Contains("{**", StringComparison.Ordinal)
                && !route.Pattern.StartsWith("/docs", StringComparison.Ordinal))
            .Select(route => route.Pattern).Distinct().Except(Guarded(routes)).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', Open.Order(StringComparer.Ordinal)), string.Join('\n', open));
    }

    [Fact]
    public async Task EveryRoute_LetsInWhomItSays_AndNobodyElse()
    {
        var credentials = await Credential.AllAsync(_app, _foreign);
        var routes = RouteAccess.ReadAll(_app.Endpoints).ToList();
        var wrong = new List<string>();
        var asked = 0;
        using var client = _app.AnonymousClient();
        foreach (var route in routes.Where(route => !route.IsOpen))
        {
            foreach (var credential in credentials)
            {
                using var answer = await AskAsync(client, route, credential);
                var isIn = !IsRefused(answer);
                asked++;
                if (isIn != route.LetsIn(credential))
                {
                    wrong.Add($"{route}: {credential.Name} {(isIn ? "gets in" : "is refused")}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 1000, $"{asked} requests");
    }

    /// <summary>Whatever is asked for by its number, who is limited to another site gets nothing of it; who is not does.</summary>
    [Fact]
    public async Task EveryRoute_ForAPersonOfAnotherSite_ShowsNothingOfThisOne()
    {
        var (there, here) = (await _app.AddSiteAsync("There"), await _app.AddSiteAsync("Here"));
        var camera = await _app.AddCameraAsync("veiled-camera", with: made => made with { SiteId = there });
        var flow = TestFlows.Make(camera, "VEILED1", second: 3);
        await _app.StorePictureAsync(flow);
        Assert.Equal(1, (await _app.SeedFlowsAsync(flow))[0]);
        await _app.AddAlertListAsync("veiled-list", list => list.Sites = [new() { SiteId = there }], "VEILED1");

        var limited = await _app.CreateUserAsync("limited@access.example", Roles.Operator);
        await _app.LimitAsync(limited, here);
        var free = await _app.CreateUserAsync("free@access.example", Roles.Operator);
        var both = (await Credential.OfAsync(_app, limited, "limited", Roles.Operator))
            .Zip(await Credential.OfAsync(_app, free, "free", Roles.Operator)).ToList();
        var (shown, leaks) = (0, new List<string>());
        using var client = _app.AnonymousClient();
        foreach (var route in RouteAccess.ReadAll(_app.Endpoints).Where(route => route is { IsOpen: false, Method: "GET" }))
        {
            foreach (var (mine, theirs) in both.Where(one => route.LetsIn(one.First)))
            {
                shown += ShowsVeiled(await ReadAsync(client, route, theirs)) ? 1 : 0;
                if (ShowsVeiled(await ReadAsync(client, route, mine)))
                {
                    leaks.Add($"{route}: {mine.Name}");
                }
            }
        }

        Assert.True(leaks.Count == 0, string.Join('\n', leaks));
        Assert.True(shown > 15, $"only {shown} answers show it to whoever may see it");
    }

    /// <summary>What a browser can call on the server without a page that it was given: nothing.</summary>
    [Fact]
    public void MethodsForScripts_BelongToAComponentThatIsShown()
    {
        var open = typeof(DashboardServer).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.GetCustomAttribute<JSInvokableAttribute>() is not null)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");
        Assert.Empty(open);
    }

    // A route that is open for wrong methods only.
    private static IEnumerable<string> Guarded(IReadOnlyList<RouteAccess> routes) =>
        routes.Where(route => !route.IsOpen).Select(route => route.Pattern);

    private static bool IsRefused(HttpResponseMessage? answer) => answer?.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || (answer?.Headers.Location?.ToString() is { } to
            && (to.Contains("/account/sign-in", StringComparison.Ordinal) || to.Contains("/account/denied", StringComparison.Ordinal)));

    private static bool ShowsVeiled(string body) => body.Contains("veiled-", StringComparison.OrdinalIgnoreCase)
        || body.Contains("VEILED1", StringComparison.Ordinal) || body.Contains("JFIF\0", StringComparison.Ordinal);

    private static async Task<string> ReadAsync(HttpClient client, RouteAccess route, Credential credential)
    {
        using var answer = await AskAsync(client, route, credential);
        if (answer?.StatusCode != HttpStatusCode.OK)
        {
            return "";
        }

        // As much as comes at once: some of them never end.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        using var read = new MemoryStream();
        try
        {
            await answer.Content.CopyToAsync(read, patience.Token);
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            // It streams.
        }

        return System.Text.Encoding.Latin1.GetString(read.ToArray());
    }

    // Null: it lets in and does not answer yet, as streams do.
    private static async Task<HttpResponseMessage?> AskAsync(HttpClient client, RouteAccess route, Credential credential)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Address);
        credential.Sign(request);
        if (request.Method != HttpMethod.Get)
        {
            request.Content = HttpAssert.Json("{}");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
