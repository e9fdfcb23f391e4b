using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Dashboard.Api.Http;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Http;

/// <summary>What spares a program transfer: compressed answers, and none where nothing has changed.</summary>
[Trait("Category", "Server")]
public sealed class TransferTests(TransferTests.Server server) : IClassFixture<TransferTests.Server>
{
    // Not the agents: their list says when each was last seen.
    public static TheoryData<string> Lists =>
    [
        "/flows", "/flows/1", "/cameras", "/cameras/1", "/api/cameras", "/api/alert-lists", "/api/v2/alert-lists", "/api/users",
        "/api/search/plate?start=2025-01-01", "/api/search/plate?start=2025-01-01&format=csv", "/api/search/plate?start=2025-01-01&plate=NONE",
        "/api/search/platecandidate?after=0", "/api/search/alert?start=2025-01-01", "/api/detail/platecandidate/1",
    ];

    [Theory]
    [InlineData("/flows", "br")]
    [InlineData("/flows", "gzip")]
    [InlineData("/cameras", "gzip")]
    [InlineData("/api/search/group/?start=2025-01-01&end=2026-01-01", "br")]
    [InlineData("/api/search/group/?start=2025-01-01&end=2026-01-01&format=csv", "gzip")]
    [InlineData("/docs/scout.json", "br")]
    [InlineData("/docs/seedata.json", "gzip")]
    [InlineData("/docs/swagger-ui-bundle.js", "gzip")]
    public async Task Answer_ForWhoTakesItCompressed_IsTheSameInFewerBytes(string path, string encoding)
    {
        using var plain = await server.AskAsync(path);
        using var packed = await server.AskAsync(path, request => request.Headers.AcceptEncoding.ParseAdd(encoding));
        var bytes = await packed.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal((HttpStatusCode.OK, encoding), (packed.StatusCode, packed.Content.Headers.ContentEncoding.Single()));
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        var whole = await plain.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal(whole, Unpack(bytes, encoding));
        Assert.True(bytes.Length < whole.Length || whole.Length < 200, $"{bytes.Length} of {whole.Length} bytes");
        Assert.Contains("Accept-Encoding", packed.Headers.Vary);
    }

    [Fact]
    public async Task Picture_AndStream_AreNeverCompressed()
    {
        using var picture = await server.AskAsync(server.Image, request => request.Headers.AcceptEncoding.ParseAdd("gzip, br"));
        Assert.Equal((HttpStatusCode.OK, 0), (picture.StatusCode, picture.Content.Headers.ContentEncoding.Count));
        using var stream = await server.AskAsync("/flows/stream", request => request.Headers.AcceptEncoding.ParseAdd("gzip, br"));
        Assert.Equal((HttpStatusCode.OK, 0), (stream.StatusCode, stream.Content.Headers.ContentEncoding.Count));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_AskedForAgain_Is304UntilItChanges(string path)
    {
        using var first = await server.AskAsync(path);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.True(first.Headers.ETag is { IsWeak: true });
        Assert.True(first.Headers.CacheControl is { Private: true, NoCache: true });
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var again = await server.AskAsync(path, request =>
            {
                request.Method = method;
                request.Headers.IfNoneMatch.Add(first.Headers.ETag);
            });
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(first.Headers.ETag, again.Headers.ETag);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancellation));
        }

        using var other = await server.AskAsync(path, request => request.Headers.IfNoneMatch.ParseAdd("W/\"other\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Tag_OfAListThatHasChanged_IsAnother()
    {
        using var first = await server.AskAsync("/api/alert-lists");
        await server.App.AddAlertListAsync("Guests", null, "XY1");
        using var then = await server.AskAsync("/api/alert-lists", request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        Assert.Equal(HttpStatusCode.OK, then.StatusCode);
        Assert.NotEqual(first.Headers.ETag, then.Headers.ETag);
    }

    [Fact]
    public async Task Search_WithMoreRowsThanAreKept_IsSentAsItComes()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("gate");
        await app.SeedFlowsAsync([.. Enumerable.Range(0, 300).Select(number => TestFlows.Make(camera, $"AB{number:000}"))]);
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Viewer));

        using var answer = await client.GetAsync("/api/search/plate?after=0&topn=10000", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var text = await answer.ReadAsync();
        Assert.True(text.Length > TaggedBody.MaxKept, $"{text.Length} bytes");
        Assert.Equal(300, JsonDocument.Parse(text).RootElement.GetArrayLength());
        Assert.Null(answer.Headers.ETag);

        using var few = await client.GetAsync("/api/search/plate?after=0&topn=100", Cancellation);
        Assert.NotNull(few.Headers.ETag);
        Assert.Equal(100, JsonDocument.Parse(await few.ReadAsync()).RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("scout")]
    [InlineData("seedata")]
    public async Task Document_NamesItsLicence(string name)
    {
        using var answer = await server.AskAsync($"/docs/{name}.json");
        using var document = JsonDocument.Parse(await answer.ReadAsync());
        Assert.Equal("MIT", document.RootElement.GetProperty("info").GetProperty("license").GetProperty("name").GetString());
    }

    private static byte[] Unpack(byte[] bytes, string encoding)
    {
        using var packed = new MemoryStream(bytes);
        using Stream unpacked = encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(
            packed, CompressionMode.Decompress);
        using var whole = new MemoryStream();
        unpacked.CopyTo(whole);
        return whole.ToArray();
    }

    /// <summary>A server with a camera, flows and a picture, for both dialects.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private HttpClient? _client;

        public DashboardApp App { get; } = new();

        /// <summary>Address of the picture.</summary>
        public string Image { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await App.InitializeAsync();
            var flow = TestFlows.Make(await App.AddCameraAsync("gate"), "AB12CD");
            await App.StorePictureAsync(flow);
            await App.SeedFlowsAsync(flow, TestFlows.Make(await App.AddCameraAsync("yard"), "CD34EF"));
            Image = $"/img/{App.AgentUid}/{App.AgentUid}-1-{flow.CapturedAt.ToUnixTimeMilliseconds()}";
            _client = await App.ApiClientAsync(Roles.Administrator);
            _client.DefaultRequestHeaders.Add("X-Api-Key", await App.ApiKeyAsync(Roles.Administrator));
        }

        public async ValueTask DisposeAsync()
        {
            _client?.Dispose();
            await App.DisposeAsync();
        }

        internal Task<HttpResponseMessage> AskAsync(string path, Action<HttpRequestMessage>? change = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            change?.Invoke(request);
            return _client!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        }
    }
}
