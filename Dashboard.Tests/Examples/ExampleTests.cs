using System.Globalization;
using System.Net;
using System.Text;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Scout;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Plates;

namespace Dashboard.Tests.Examples;

/// <summary>
/// The examples of the documentation, run against the server: they sign in with a key, search, get a picture and take signed web hooks.
/// </summary>
[Trait("Category", "System")]
public sealed class ExampleTests : IAsyncLifetime
{
    private const string Secret = "the web hook's secret";
    private readonly DashboardApp _app = new();
    private string _key = "";
    private int _camera;
    private long _flow;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _camera = await _app.AddCameraAsync("gate");
        await _app.AddAlertListAsync("Wanted", null, "KD472MX");
        await _app.AlertsReadyAsync();
        _key = await _app.ApiKeyAsync();
        _flow = await _app.PassAsync(_camera, "AB123CD");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("plates.sh")]
    [InlineData("plates.py")]
    [InlineData("plates.mjs")]
    public async Task Program_FindsFlowsAndGetsAPicture(string example)
    {
        var found = await ExampleProgram.RunAsync(example, Settings(), null, 0, "flows", "b12");
        Assert.Contains("AB123CD", found, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(_flow.ToString(CultureInfo.InvariantCulture), found);
        Assert.DoesNotContain(
            "AB123CD", await ExampleProgram.RunAsync(example, Settings(), null, 0, "flows", "zz9"), StringComparison.OrdinalIgnoreCase);

        using var folder = new TemporaryFolder();
        var file = folder.PathOf("car.jpg");
        await ExampleProgram.RunAsync(example, Settings(), null, 0, "picture", $"{_flow}", file);
        Assert.Equal([0xFF, 0xD8, 0xFF], (await File.ReadAllBytesAsync(file, Cancellation))[..3]);
    }

    [Theory]
    [InlineData("plates.py")]
    [InlineData("plates.mjs")]
    public async Task Program_ThatListens_TakesSignedHooksOnce_AndNothingElse(string example)
    {
        using var program = ExampleProgram.Start(example, Settings(), "listen", "0");
        await program.SaysAsync("listening on ");
        var address = $"http://127.0.0.1:{program.Output.Split("listening on ")[1].Trim()}/";
        var hook = await AddHookAsync(address);
        Assert.Equal(204, (await _app.Get<WebHookSender>().PingAsync(hook, Cancellation)).Status);
        await program.SaysAsync("test");

        var seen = await _app.PassAsync(_camera, "KD472MX");
        await program.SaysAsync("flow KD472MX at gate " + _app.Address + "/img/");
        await program.SaysAsync("alert Wanted KD472MX About KD472MX");
        Assert.True(seen > _flow);

        await AddHookAsync(address + "vendor", HookFormat.Vendor);
        await _app.PassAsync(_camera, "RS905TA");
        await program.SaysAsync("a body in the vendor's format: give this web hook the plain one");

        // Another secret, an old one, an altered one, and one that says nothing.
        var body = """{"event": "flow"}"""u8.ToArray();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        foreach (var (moment, signature) in new[]
        {
            (now, WebHookSignature.Compute("another", now, body)),
            (now - 600, WebHookSignature.Compute(Secret, now - 600, body)),
            (now, WebHookSignature.Compute(Secret, now, "{}"u8)),
            (now, ""),
        })
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Headers.Add("X-Timestamp", $"{moment}");
            request.Headers.TryAddWithoutValidation("X-Signature", signature);
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Shell_TellsAGenuineRequestFromAForgedOne()
    {
        await using var listener = await HookListener.StartAsync();
        await _app.Get<WebHookSender>().PingAsync(await AddHookAsync(listener.Url), Cancellation);
        var heard = listener.Heard[0];
        var (moment, signature) = (heard.Headers["X-Timestamp"], heard.Headers["X-Signature"]);

        Assert.Equal("genuine", await ExampleProgram.RunAsync("plates.sh", Settings(), heard.Body, 0, "verify", moment, signature));
        Assert.Equal("forged", await ExampleProgram.RunAsync("plates.sh", Settings(), [.. heard.Body, 32], 1, "verify", moment, signature));
        var old = WebHookSignature.Compute(Secret, 1_700_000_000, heard.Body);
        Assert.Equal("forged", await ExampleProgram.RunAsync("plates.sh", Settings(), heard.Body, 1, "verify", "1700000000", old));
    }

    [Fact]
    public async Task CSharp_FindsFlows_GetsAPicture_AndReadsEachEvent()
    {
        using var plates = new PlatesClient(new Uri(_app.Address), _key);
        var flow = Assert.Single(await plates.FindAsync("ab123", cancellationToken: Cancellation));
        Assert.Equal((_flow, "gate", "ab123cd", .95m, "auto"), (flow.Id, flow.Camera, flow.Plate, flow.Score, flow.TriggerMode));
        Assert.Equal([0xFF, 0xD8, 0xFF], (await plates.PictureAsync(_flow, Cancellation))![..3]);
        Assert.NotNull((await plates.GetAsync(_flow, Cancellation)).PlateImage);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => plates.GetAsync(99_999, Cancellation));
        Assert.Contains("There is no flow with this id.", refused.Message);

        await using var listener = await HookListener.StartAsync();
        var hook = await AddHookAsync(listener.Url);
        await _app.Get<WebHookSender>().PingAsync(hook, Cancellation);
        await _app.PassAsync(_camera, "KD472MX");
        await Eventually.TrueAsync(
            () => Events(listener) is var told && told.OfType<PlatesAlertEvent>().Any() && told.OfType<PlatesFlowEvent>().Any(IsWanted),
            "flow and alert");
        Assert.All(listener.Heard, heard =>
        {
            Assert.True(PlatesHook.IsGenuine(Secret, heard.Headers["X-Timestamp"], heard.Headers["X-Signature"], heard.Body, TimeProvider.System));
            Assert.False(PlatesHook.IsGenuine("x", heard.Headers["X-Timestamp"], heard.Headers["X-Signature"], heard.Body, TimeProvider.System));
            Assert.False(PlatesHook.IsGenuine(Secret, "1", heard.Headers["X-Signature"], heard.Body, TimeProvider.System));
            Assert.False(PlatesHook.IsGenuine(Secret, null, null, heard.Body, TimeProvider.System));
        });
        var events = Events(listener);
        Assert.Single(events.OfType<PlatesTestEvent>());
        Assert.Equal("KD472MX", Assert.Single(events.OfType<PlatesAlertEvent>()).Entry.Plate, ignoreCase: true);
        var told = Assert.Single(events.OfType<PlatesFlowEvent>(), IsWanted);
        using var client = _app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", _key);
        foreach (var link in new[] { told.Links.Image, told.Links.PlateImage })
        {
            using var picture = await client.GetAsync(new Uri(link), Cancellation);
            Assert.Equal("image/jpeg", picture.Content.Headers.ContentType?.MediaType);
        }

        var heartbeat = _app.Get<HookBodies>().WriteHeartbeat(hook, await _app.Get<ServerHeartbeat>().TakeAsync(Cancellation));
        Assert.True(Assert.IsType<PlatesHeartbeatEvent>(PlatesHook.Read(heartbeat)).DiskTotalBytes > 0);
        Assert.IsType<PlatesEvent>(PlatesHook.Read(Encoding.UTF8.GetBytes("""{"event": "news", "x": 1}""")));
    }

    private static List<PlatesEvent> Events(HookListener listener) => [.. listener.Heard.Select(heard => PlatesHook.Read(heard.Body))];

    private static bool IsWanted(PlatesFlowEvent told) => told.Flow.Plate == "kd472mx";

    private async Task<WebHook> AddHookAsync(string url, HookFormat format = HookFormat.Plain) => (await _app.Get<WebHookStore>().AddAsync(
        new WebHook { Name = $"Example {format}", Url = url, Secret = Secret, AllowsPrivate = true, SendsFlows = true, Format = format },
        Cancellation)).Value;

    private Dictionary<string, string> Settings() => new() { ["PLATES_URL"] = _app.Address, ["PLATES_KEY"] = _key, ["PLATES_SECRET"] = Secret };
}
