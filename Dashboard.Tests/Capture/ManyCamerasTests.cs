using System.Diagnostics;
using System.Globalization;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Tests.Capture;

/// <summary>
/// Far more cameras than one recogniser keeps up with, half of them four times as fast as the others: each is looked at as often, and the overview
/// says so. <c>MANY_CAMERAS=1000</c> with <c>-showLiveOutput</c> tells what that many cost, for <c>MANY_CAMERAS_SECONDS</c>.
/// </summary>
[Trait("Category", "Server")]
public sealed class ManyCamerasTests : IAsyncDisposable
{
    private static readonly int Count = Number("MANY_CAMERAS", 30);
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"dashboard-many-{Guid.NewGuid():N}");
    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;
    private readonly FaultCamera _camera;
    private readonly BusyRecognizer _recognizer = new(TimeSpan.FromMilliseconds(60));

    public ManyCamerasTests()
    {
        _codec = new PictureCodec(_pool);
        // Several: a camera that shows one for minutes hangs, and is counted otherwise.
        var pictures = Enumerable.Range(0, 7).Select(i => TestPictures.Jpeg(_codec, _pool, seed: i)).ToArray();
        _camera = new FaultCamera(answer => answer.SendAsync(pictures[answer.Number % pictures.Length]));
    }

    public async ValueTask DisposeAsync()
    {
        await _camera.DisposeAsync();
        _codec.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task MoreCamerasThanRecognitionKeepsUpWith_AreLookedAtAsOften_AndTheOverviewSaysSo()
    {
        var watch = Stopwatch.StartNew();
        await AddCamerasAsync();
        Tell($"added in {watch.Elapsed.TotalSeconds:0.0} s, {Megabytes()} MB");

        watch.Restart();
        await using var app = await StartAsync();
        Tell($"started in {watch.Elapsed.TotalSeconds:0.0} s");
        var board = app.Get<CameraStatusBoard>();
        var ids = (await app.CamerasAsync()).Select(camera => camera.Id).ToList();
        await Eventually.TrueAsync(() => ids.All(id => Processed(board.Get(id)) > 1), "each is looked at", 60 + (Count / 2));
        Tell($"each looked at after {watch.Elapsed.TotalSeconds:0.0} s, {Megabytes()} MB");

        var before = ids.ToDictionary(id => id, id => Processed(board.Get(id)));
        var (wanted, seconds) = (_recognizer.Processed + (6 * Count), Number("MANY_CAMERAS_SECONDS", 0));
        watch.Restart();
        await Eventually.TrueAsync(
            () => _recognizer.Processed >= wanted || (seconds > 0 && watch.Elapsed.TotalSeconds > seconds), "they go on", 120 + Count);
        var processed = ids.Select(id => Processed(board.Get(id)) - before[id]).Order().ToList();
        Tell($"frames processed in {watch.Elapsed.TotalSeconds:0.0} s: {processed[0]} / {processed[Count / 2]} / {processed[^1]}, {Megabytes()} MB");
        Tell($"frames: {ids.Sum(id => board.Get(id).Captured)}, dropped {ids.Sum(id => board.Get(id).Dropped)}");
        Tell($"lines: {string.Join(", ", app.Log.Split('\n').CountBy(line => line.Split(':')[0]).Select(pair => $"{pair.Key} {pair.Value}"))}");

        // One may be waiting at either end.
        Assert.InRange(processed[^1] - processed[0], 0, 3);
        Assert.All(ids, id => Assert.Equal(CameraState.Running, board.Get(id).State));
        using var client = await app.SignInClientAsync(Roles.Administrator);
        Assert.Contains("Recognition does not keep up", await PageAsync(client, "/"), StringComparison.Ordinal);
        Assert.Contains("Many 7", await PageAsync(client, "/app/cameras"), StringComparison.Ordinal);

        watch.Restart();
        await app.StopAsync();
        Tell($"stopped in {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static long Processed(CameraStatus status) => status.Captured - status.Dropped;

    private static long Megabytes()
    {
        using var own = Process.GetCurrentProcess();
        return own.WorkingSet64 >> 20;
    }

    private static void Tell(string text) => TestContext.Current.TestOutputHelper?.WriteLine($"{Count} cameras: {text}");

    private static async Task<string> PageAsync(HttpClient client, string path)
    {
        var watch = Stopwatch.StartNew();
        var page = await client.GetStringAsync(path, Cancellation);
        Tell($"{path}: {page.Length >> 10} KB in {watch.Elapsed.TotalSeconds:0.00} s");
        return page;
    }

    private Task<DashboardApp> StartAsync() => DashboardApp.StartAsync(
        null,
        builder => builder.Services.Replace(ServiceDescriptor.Singleton<IPlateRecognizer>(_recognizer)),
        $"--DataDirectory={_data}", "--FrameSelection:SkipStillFrames=false", "--Recognition:Threads=1");

    private async Task AddCamerasAsync()
    {
        await using var app = await DashboardApp.StartAsync($"--DataDirectory={_data}");
        Tell($"none yet: {Megabytes()} MB");
        for (var i = 0; i < Count; i++)
        {
            var camera = new Camera { Alias = $"Many {i}", Source = $"{_camera.Address}/{i}", AnalysisRate = i % 2 == 0 ? 1 : 4 };
            Assert.True((await app.Get<CameraStore>().AddAsync(camera)).IsDone);
        }
    }

    /// <summary>Finds nothing, and takes its time for it.</summary>
    private sealed class BusyRecognizer(TimeSpan takes) : IPlateRecognizer
    {
        private int _looks;

        public int Processed => Volatile.Read(ref _looks);

        public string Version => "test";

        public IReadOnlyList<DetectedPlate> Detect(LumaImage luma, RegionOfInterest? regionOfInterest = null)
        {
            // As the real one: the processor is busy meanwhile.
            var watch = Stopwatch.StartNew();
            SpinWait.SpinUntil(() => watch.Elapsed > takes);
            Interlocked.Increment(ref _looks);
            return [];
        }

        public IReadOnlyList<PlateRead> Read(
            LumaImage luma, IReadOnlyList<DetectedPlate> plates, int candidates = 10, ExpectedCountries? countries = null) => [];

        public IReadOnlyList<PlateRead> Recognize(
            LumaImage luma, RegionOfInterest? regionOfInterest = null, int candidates = 10, ExpectedCountries? countries = null) => [];
    }
}
