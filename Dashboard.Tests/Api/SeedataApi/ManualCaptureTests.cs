using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Flows.Manual;
using Dashboard.Recognition;
using Dashboard.Tests.Bench.Accuracy;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Tests.Api.SeedataApi;

[Trait("Category", "Server")]
public sealed class ManualCaptureTests : IAsyncLifetime
{
    private const string NoImage =
        """{"name":"Unprocessable entity","message":"Could not get current image from the camera","code":0,"status":422}""";

    // How long a capture waits for the next frame.
    private const int NextFrameMs = 300;

    private readonly WaitedClock _time = new(NextFrameMs, 500, 700, 1001, 1500, 2999);
    private readonly ConcurrentQueue<Func<IReadOnlyList<PlateRead>>> _reads = new();
    private int? _watched;
    private DashboardApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        var recognizer = new ScriptedRecognizer(_ => [], _ => _reads.TryDequeue(out var next) ? next() : []);
        _app = await DashboardApp.StartAsync(
            _time, builder => builder.Services.Replace(ServiceDescriptor.Singleton<IPlateRecognizer>(recognizer)), "--TimeZone=America/Sao_Paulo");
        _client = await _app.ApiClientAsync(Roles.Operator);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Capture_OfTheNewestFrame_IsTheDocumentedText()
    {
        var camera = await CameraAsync();
        Watch(camera);
        Reads(("AAA1A11", 0.952351), ("AAA1AI1", 0.03));

        var text = await AskAsync($$"""{"camera_id":{{camera}}}""");

        using var json = JsonDocument.Parse(text);
        var (image, plate) = (json.RootElement.GetProperty("image").GetString()!, json.RootElement.GetProperty("plate_image").GetString()!);
        var (taken, asked) = (json.RootElement.GetProperty("timestamp")
            .GetString()!, json.RootElement.GetProperty("request_received_at").GetString()!);
        Assert.StartsWith("2026-03-01 09:0", taken); // Three hours behind UTC there.
        Assert.StartsWith("2026-03-01 09:0", asked);
        Assert.Equal(
            """{"id":1,"camera":"Gate","plate":"aaa1a11","score":0.952351,"timestamp":"WHEN","trigger_mode":"manual","lpr_version":"scripted","image":"IMAGE","plate_image":"PLATE","""
            + """ "image_source":"rtsp","request_received_at":"WHEN","retries":0,"capture_delay":0,"interval_between_retries":500}""".TrimStart(),
            text.Replace(taken, "WHEN").Replace(asked, "WHEN").Replace(image, "IMAGE").Replace(plate, "PLATE"));
        Assert.Equal([0xFF, 0xD8], Convert.FromBase64String(image)[..2]);
        Assert.Equal([0xFF, 0xD8], Convert.FromBase64String(plate)[..2]);
        Assert.Equal(
            "[" + text[..text.IndexOf(",\"image\"", StringComparison.Ordinal)] + "}]",
            await _client.GetAsync("/flows", Cancellation).ReadAsync());
    }

    [Fact]
    public async Task Capture_WithoutAPlate_TriesAgainAndStoresOneFlowNevertheless()
    {
        var camera = await CameraAsync();
        Watch(camera);

        using var json = JsonDocument.Parse(
            await AskAsync($$"""{"camera_id":{{camera}},"capture_delay":2999,"max_retries":2,"interval_between_retries":1500}"""));

        var flow = json.RootElement;
        Assert.Equal(("", 0), (flow.GetProperty("plate").GetString(), flow.GetProperty("score").GetInt32()));
        Assert.Equal(JsonValueKind.Null, flow.GetProperty("plate_image").ValueKind);
        Assert.Equal((2, 2999, 1500), (flow.GetProperty("retries")
            .GetInt32(), flow.GetProperty("capture_delay").GetInt32(), flow.GetProperty("interval_between_retries").GetInt32()));
        using var list = JsonDocument.Parse(await _client.GetAsync("/flows", Cancellation).ReadAsync());
        Assert.Equal(1, list.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Capture_TakesTheCamerasOwnDelay_AndStopsTryingOnceAPlateIsRead()
    {
        var camera = await CameraAsync(with => with with { ManualTriggerDelay = 700 });
        Watch(camera);
        _reads.Enqueue(() => []);
        Reads(("BBB2B22", 0.5));
        Reads(("NEVER", 0.99));

        using var json = JsonDocument.Parse(await AskAsync($$"""{"camera_id":{{camera}}}"""));

        Assert.Equal("bbb2b22", json.RootElement.GetProperty("plate").GetString());
        Assert.Equal((1, 700), (json.RootElement.GetProperty("retries").GetInt32(), json.RootElement.GetProperty("capture_delay").GetInt32()));
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Digest")]
    public async Task Capture_OfACameraWithSnapshots_SignsInAndTakesAFreshOne(string scheme)
    {
        var jpeg = _app.Jpeg(320, 240);
        await using var snapshots = await SnapshotCamera.StartAsync(scheme, (_, _) => Task.FromResult(jpeg));
        var camera = await CameraAsync(with => with with { SnapshotUrl = snapshots.Address });
        Reads(("CCC3C33", 0.9));

        // The clock stands: the snapshot has all the time that it needs.
        using var json = JsonDocument.Parse(
            await _client.PostAsync("/flows", HttpAssert.Json($$"""{"camera_id":{{camera}}}"""), Cancellation).ReadAsync());

        Assert.Equal(
            ("camera_snapshot", "ccc3c33"),
            (json.RootElement.GetProperty("image_source").GetString(), json.RootElement.GetProperty("plate").GetString()));
        Assert.Equal(1, snapshots.Asked);
        Assert.DoesNotContain("pass:w", _app.Log);
    }

    [Fact]
    public async Task Capture_WhereTheSnapshotHangs_TakesTheStreamsFrame()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var snapshots = await SnapshotCamera.StartAsync("Basic", async (_, cancellationToken) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        });
        var camera = await CameraAsync(with => with with { SnapshotUrl = snapshots.Address });
        Watch(camera);
        Reads(("DDD4D44", 0.9));

        var asking = _client.PostAsync("/flows", HttpAssert.Json($$"""{"camera_id":{{camera}}}"""), Cancellation).ReadAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        _time.Advance(TimeSpan.FromSeconds(3));
        await RunAsync(asking);
        using var json = JsonDocument.Parse(await asking);

        Assert.Equal("rtsp", json.RootElement.GetProperty("image_source").GetString());
    }

    /// <summary>Who gave the camera an address of single pictures is told that it gives none.</summary>
    [Fact]
    public async Task Capture_WhereTheSnapshotIsNoPicture_SaysThatTheStreamsWasTaken()
    {
        await using var snapshots = await SnapshotCamera.StartAsync("Basic", (_, _) => Task.FromResult("no picture"u8.ToArray()));
        var camera = await CameraAsync(with => with with { SnapshotUrl = snapshots.Address });
        Watch(camera);
        Reads(("DDD4D44", 0.9));

        var stored = (await _app.CamerasAsync()).Single(one => one.Id == camera);
        var making = _app.Get<ManualCapture>()
            .CaptureAsync(stored, new ManualTiming(TimeSpan.Zero, 0, TimeSpan.FromSeconds(1)), Cancellation);
        await RunAsync(making);
        var made = await making;

        Assert.Equal(ImageSource.Stream, made.Source);
        Assert.Contains("check the address", made.SnapshotError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_UnknownDisabledOrAutomatic_IsRefused()
    {
        var off = await CameraAsync();
        await _app.DisableCameraAsync(off);
        var auto = await CameraAsync(with => with with { Alias = "Ramp", CaptureMode = CaptureMode.Auto });

        foreach (var id in new[] { "77", "0", "-1", "99999999999" })
        {
            Assert.Equal(
                """{"name":"Not Found","message":"There is no camera with this id.","code":0,"status":404}""",
                await AskAsync($$"""{"camera_id":{{id}},"max_retries":99}""", HttpStatusCode.NotFound));
        }

        Assert.Equal(
            """{"name":"Method Not Allowed","message":"The camera is disabled.","code":0,"status":405}""",
            await AskAsync(
                $$"""{"camera_id":{{off}},"capture_delay":3000,"max_retries":5,"interval_between_retries":1500}""", HttpStatusCode.MethodNotAllowed));
        Assert.Contains("capture_mode is auto", await AskAsync($$"""{"camera_id":{{auto}}}""", HttpStatusCode.MethodNotAllowed));
    }

    [Fact]
    public async Task Viewer_MayNotCapture()
    {
        var camera = await CameraAsync();
        using var viewer = await _app.ApiClientAsync();
        Assert.Equal(
            """{"name":"Forbidden","message":"You are not allowed to do this.","code":0,"status":403}""",
            await viewer.PostAsync("/flows", HttpAssert.Json($$"""{"camera_id":{{camera}}}"""), Cancellation).ReadAsync(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Image_MissingOrTooOld_Is422AndStoresNothing()
    {
        var camera = await CameraAsync();
        Assert.Equal(NoImage, await AskAsync($$"""{"camera_id":{{camera}},"max_retries":1}""", HttpStatusCode.UnprocessableEntity));

        _app.ShowFrame(camera);
        _time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal(NoImage, await AskAsync($$"""{"camera_id":{{camera}},"max_retries":0}""", HttpStatusCode.UnprocessableEntity));
        Assert.Equal("[]", await _client.GetAsync("/flows", Cancellation).ReadAsync());
    }

    [Fact]
    public async Task Recognition_Failed_Is502WithTheImageAndStoresNothing()
    {
        var camera = await CameraAsync();
        Watch(camera);
        _reads.Enqueue(() => throw new InvalidOperationException("no model"));

        using var json = JsonDocument.Parse(await AskAsync($$"""{"camera_id":{{camera}}}""", HttpStatusCode.BadGateway));

        Assert.Equal(["name", "message", "code", "status", "image"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("Bad Gateway", json.RootElement.GetProperty("name").GetString());
        Assert.DoesNotContain("no model", json.RootElement.GetProperty("message").GetString());
        Assert.Equal([0xFF, 0xD8], json.RootElement.GetProperty("image").GetBytesFromBase64()[..2]);
        Assert.Equal("[]", await _client.GetAsync("/flows", Cancellation).ReadAsync());
    }

    [Fact]
    public async Task Caller_WhoHangsUp_StopsTheWork()
    {
        var camera = await CameraAsync();
        Watch(camera);
        using var hangUp = new CancellationTokenSource();
        using var reading = new ManualResetEventSlim();
        _reads.Enqueue(() =>
        {
            reading.Set();
            hangUp.Cancel();
            return [ScriptedRecognizer.At(10, 10, 40, 12, ("EEE5E55", 0.9))];
        });

        var asking = _client.PostAsync("/flows", HttpAssert.Json($$"""{"camera_id":{{camera}},"capture_delay":1001}"""), hangUp.Token);
        await RunAsync(asking.ContinueWith(_ => { }, TaskScheduler.Default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        // The next capture goes through, so the one before has let go of everything; whether its flow was in time is a matter of moments.
        Reads(("FFF6F66", 0.9));
        Watch(camera);
        Assert.Contains("fff6f66", await AskAsync($$"""{"camera_id":{{camera}}}"""));
    }

    [Fact]
    public async Task ManyCallers_AreServedOneAfterTheOther()
    {
        var camera = await CameraAsync();
        Watch(camera);
        var (inside, maxInside) = (0, 0);
        for (var i = 0; i < 30; i++)
        {
            _reads.Enqueue(() =>
            {
                maxInside = Math.Max(maxInside, Interlocked.Increment(ref inside));
                Thread.Yield();
                Interlocked.Decrement(ref inside);
                return [ScriptedRecognizer.At(10, 10, 40, 12, ("GGG7G77", 0.9))];
            });
        }

        var asking = Enumerable.Range(0, 30)
            .Select(_ => _client.PostAsync("/flows", HttpAssert.Json($$"""{"camera_id":{{camera}}}""")).ReadAsync())
            .ToList();
        await RunAsync(Task.WhenAll(asking));

        var ids = asking.Select(one => JsonDocument.Parse(one.Result).RootElement.GetProperty("id").GetInt64());
        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), ids.Order());
        Assert.Equal(1, maxInside);
    }

    private Task<int> CameraAsync(Func<Camera, Camera>? with = null) =>
        _app.AddCameraAsync(
            "Gate", "rtsp://127.0.0.1:1/nothing", camera => with?.Invoke(camera with { IsEnabled = true }) ?? camera with { IsEnabled = true });

    // Frames arrive from now on, whenever one is waited for or the clock moves.
    private void Watch(int camera)
    {
        _watched = camera;
        _app.ShowFrame(camera);
    }

    private void Reads(params (string Text, double Confidence)[] candidates) =>
        _reads.Enqueue(() => [ScriptedRecognizer.At(10, 10, 40, 12, candidates)]);

    private async Task<string> AskAsync(string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var asking = _client.PostAsync("/flows", HttpAssert.Json(body)).ReadAsync(expected);
        await RunAsync(asking);
        return await asking;
    }

    // Lets the time pass that captures wait for, or the frame come, until something has happened.
    private async Task RunAsync(Task happening)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var waits = _time.Waits.WaitToReadAsync(late.Token).AsTask();
            if (await Task.WhenAny(happening, waits) == happening)
            {
                await happening;
                return;
            }

            Assert.True(await waits);
            Assert.True(_time.Waits.TryRead(out var wait));
            if (_watched is null || wait.TotalMilliseconds != NextFrameMs)
            {
                _time.Advance(wait);
            }

            if (_watched is { } camera)
            {
                _app.ShowFrame(camera);
            }
        }
    }
}
