using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Dashboard.Domain.Users;
using Dashboard.Security.Tokens;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>Keys: how they are sent, how often they may ask, and that nothing but their owner gets to see them.</summary>
[Trait("Category", "Server")]
public sealed class KeyLimitTests
{
    private const string Path = "/api/cameras/";

    [Fact]
    public async Task Limit_OneAfterTheOther_EachWaitsItsTurnAndIsAnswered()
    {
        await using var app = await DashboardApp.StartAsync("--Scout:RequestsPerSecond=20");
        using var client = app.AnonymousClient();
        var key = await app.ApiKeyAsync();
        for (var i = 0; i < 60; i++)
        {
            using var answer = await AskAsync(client, query: key);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Limit_AGalleryOverFourConnections_IsWhole()
    {
        await using var app = await DashboardApp.StartAsync();
        using var client = app.AnonymousClient();
        var key = await app.ApiKeyAsync();
        var statuses = new ConcurrentBag<HttpStatusCode>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, stop) =>
        {
            using var answer = await AskAsync(client, query: key, stop: stop);
            statuses.Add(answer.StatusCode);
        });
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task Limit_MoreThanFiveSecondsOfWork_IsRefused_OfOneKeyHoweverItIsSent()
    {
        await using var app = await DashboardApp.StartAsync("--Scout:RequestsPerSecond=1");
        using var client = app.AnonymousClient();
        var (busy, other) = (await app.ApiKeyAsync(), await app.ApiKeyAsync());

        // Spaces around a key do not make it another one.
        using (var refused = await BusyKey.FirstRefusedAsync((i, stop) => i % 2 == 0
            ? AskAsync(client, header: busy, stop: stop)
            : AskAsync(client, query: busy + new string(' ', i), stop: stop)))
        {
            Assert.Equal(
                """{"error":"Too many requests with this key; wait a second (Retry-After)."}""",
                await refused.ReadAsync(HttpStatusCode.TooManyRequests));
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        }

        using var elsewhere = await AskAsync(client, query: other);
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        await Eventually.TrueAsync(async () => (await AskAsync(client, query: busy)).StatusCode == HttpStatusCode.OK, "the key may ask again");
    }

    [Fact]
    public async Task Limit_OfASession_IsNotEscapedByKeysThatDoNotWork()
    {
        await using var app = await DashboardApp.StartAsync("--Scout:RequestsPerSecond=1");
        using var browser = await app.SignInClientAsync(Roles.Viewer);
        using var refused = await BusyKey.FirstRefusedAsync((i, stop) => AskAsync(browser, query: $"lpr_{i}", stop: stop));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task Key_InQueryHeaderOrSession_WorksUntilItIsRevoked()
    {
        await using var app = await DashboardApp.StartAsync();
        using var client = app.AnonymousClient();
        using var browser = await app.SignInClientAsync(Roles.Viewer);
        var key = await app.ApiKeyAsync();
        await AskAsync(client, query: key).ReadAsync();
        await AskAsync(client, header: key).ReadAsync();
        await AskAsync(client, query: key, header: "").ReadAsync();
        await AskAsync(browser).ReadAsync();
        await AskAsync(client).ReadAsync(HttpStatusCode.Unauthorized);
        await AskAsync(client, query: key[..^1]).ReadAsync(HttpStatusCode.Unauthorized);
        await AskAsync(client, query: key.ToUpperInvariant()).ReadAsync(HttpStatusCode.Unauthorized);
        var user = await app.UserAsync(Roles.Viewer);
        Assert.NotNull((await app.ApiKeys.ListAsync(user, Cancellation)).Single().LastUsed);

        await app.RevokeKeysAsync(Roles.Viewer);
        Assert.StartsWith("{\"error\":\"A valid API key", await AskAsync(client, query: key).ReadAsync(HttpStatusCode.Unauthorized));
        await AskAsync(client, header: key).ReadAsync(HttpStatusCode.Unauthorized);
        await AskAsync(browser).ReadAsync();

        var last = await app.ApiKeyAsync();
        await AskAsync(client, query: last).ReadAsync();
        await app.DisableUserAsync(user);
        await Eventually.TrueAsync(
            async () => (await AskAsync(client, query: last)).StatusCode == HttpStatusCode.Unauthorized, "the owner's account is closed");
    }

    [Fact]
    public async Task Key_IsInNoLogLine_HoweverMuchIsLogged_AndInNoLink()
    {
        var log = new ConcurrentQueue<string>();
        await using var app = await DashboardApp.StartAsync(
            null,
            builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new EveryLine(log)),
            "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace");
        await app.AddCameraAsync("one");
        await app.AddCameraAsync("two");
        await app.AddCameraAsync("three");
        var key = await app.ApiKeyAsync(Roles.Operator);
        using var client = app.AnonymousClient();
        var first = await client.GetFromJsonAsync<Page<CameraItem<double?>>>(
            $"{Path}?page_size=1&API_KEY={key}&page=2&site=a%26b", StrictRows.Strict, Cancellation);
        Assert.Equal($"{app.Address}{Path}?page_size=1&site=a%26b&page=3", first!.Next!.OriginalString);
        Assert.Equal($"{app.Address}{Path}?page_size=1&site=a%26b&page=1", first.Previous!.OriginalString);

        string[] paths =
        [
            "/api/search/plate?start=x",
            "/api/nothing",
            "/api/users/?x=1",
            "/img/a/b?x=1",
            "/push/?x=1",
            "/api/search/plate?start=2020-01-01",
            "/api/alert-group-export-csv/?pk=9",
        ];
        foreach (var path in paths)
        {
            foreach (var secret in new[] { key, "lpr_wrong-but-secret", $"{key}&api_key={key}" })
            {
                using var asked = await client.GetAsync($"{path}&api_key={secret}".Replace("nothing&", "nothing?"), Cancellation);
                using var pushed = await client.PostAsync(
                    $"{path}&api_key={secret}".Replace("nothing&", "nothing?"), HttpAssert.Json("{}"), Cancellation);
                Assert.DoesNotContain(
                    key, await asked.Content.ReadAsStringAsync(Cancellation) + await pushed.Content.ReadAsStringAsync(Cancellation));
            }

            await AskAsync(client, header: key);
        }

        foreach (var broken in new[] { "HTTP/9.9", "FTP/1.1", "x y", "" })
        {
            await SendRawAsync(app, $"GET /api/cameras/?api_key={key} {broken}\r\nHost: x\r\n\r\n");
        }

        await SendRawAsync(app, $"GET /api/cameras/?api_key={key}\x01 HTTP/1.1\r\nHost: x\r\n\r\n");
        await SendRawAsync(app, $"GET /api/cameras/ HTTP/1.1\r\nHost: x\r\nX-Api-Key {key}\r\n\r\n");
        Assert.NotEmpty(log);
        Assert.DoesNotContain(log, line => line.Contains(key[(ApiKeyStore.Start.Length + 8)..^8], StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(log, line => line.Contains("wrong-but-secret", StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> AskAsync(
        HttpClient client, string? query = null, string? header = null, CancellationToken? stop = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, Path + (query is null ? "" : $"?{QueryApiKey.Parameter}={Uri.EscapeDataString(query)}"));
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(QueryApiKey.Header, header);
        }

        return await client.SendAsync(request, stop ?? Cancellation);
    }

    // What no client library would send.
    private static async Task SendRawAsync(DashboardApp app, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, new Uri(app.Address).Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        connection.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        Assert.DoesNotContain(" 200 ", await reader.ReadToEndAsync());
    }

    private sealed class EveryLine(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
