using System.Collections.Concurrent;
using Dashboard.Capture;
using Dashboard.Capture.Drops;
using Dashboard.Capture.Files;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Drops;

public sealed class DropWatchTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly TemporaryFolder _files = new();
    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;
    private readonly CameraStatusBoard _board = new();
    private readonly Vehicles _vehicles = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public DropWatchTests() => _codec = new PictureCodec(_pool);

    private CameraStatus Status => _board.Get(1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _codec.Dispose();
        _stop.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Picture_IsReadOnce_AndMoved_OnceItsVehiclesAreStored()
    {
        var (first, second) = (Drop("a.jpg", secondsAgo: 60), Drop("b.jpg", secondsAgo: 50));
        _vehicles.OpenSince = second;
        Start();

        await UntilAsync(() => File.Exists(_files.PathOf("read/a.jpg")) && _vehicles.Times.Count == 2, "the first is done with");
        Assert.Equal([first, second], _vehicles.Times);
        Assert.True(File.Exists(_files.PathOf("b.jpg")));
        _vehicles.OpenSince = null;
        await UntilAsync(() => File.Exists(_files.PathOf("read/b.jpg")), "the second too");

        Assert.Equal(2, _vehicles.Times.Count);
        Assert.Equal((CameraState.Running, 2L, 160), (Status.State, Status.Captured, Status.Width));
    }

    [Fact]
    public async Task DamagedPicture_IsWaitedFor_AndThenMovedAside()
    {
        var whole = TestPictures.Jpeg(_codec, _pool);
        Drop("sent.jpg", secondsAgo: 6, whole[..^300]);
        Drop("broken.jpg", secondsAgo: 6, whole[..^300]);
        Start();
        await UntilAsync(() => Status.State == CameraState.Running, "it is watched");
        Assert.Empty(_vehicles.Times);

        Drop("sent.jpg", secondsAgo: 6, whole);
        await UntilAsync(() => File.Exists(_files.PathOf("read/sent.jpg")), "what came is read");
        await UntilAsync(() => File.Exists(_files.PathOf("unreadable/broken.jpg")), "what did not is moved aside");

        Assert.Single(_vehicles.Times);
        Assert.Equal(1, Status.Faults);
        Assert.Contains("broken.jpg", Status.LastFault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ThatIsMissing_IsToldOf_AndWatchedOnceItIsThere()
    {
        Start(_files.PathOf("ftp"));
        await UntilAsync(() => Status.State == CameraState.Waiting, "it is missed");
        Assert.Contains("There is no folder", Status.LastError, StringComparison.Ordinal);

        Directory.CreateDirectory(_files.PathOf("ftp"));
        await UntilAsync(() => Status is { State: CameraState.Running, LastError: null, IsFedByOthers: true }, "it is watched");
    }

    private void Start(string? folder = null)
    {
        var services = new CameraServices(
            null!, new PipelineQueues(), _board, new NewestPictures(_pool, _codec), _time, new Random(1), NullLogger.Instance);
        var camera = new Camera { Id = 1, Alias = "Gate", Source = CameraSource.OfDrop(folder ?? _files.Root) };
        var watch = new DropWatch(camera, services, new PictureFile(_pool, _codec), _vehicles);
        _running = Task.Run(() => watch.RunAsync(_stop.Token));
    }

    private Task UntilAsync(Func<bool> isSo, string what) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return isSo();
        },
        what);

    private DateTimeOffset Drop(string name, double secondsAgo, byte[]? bytes = null)
    {
        var at = _time.GetUtcNow() - TimeSpan.FromSeconds(secondsAgo);
        File.WriteAllBytes(_files.PathOf(name), bytes ?? TestPictures.Jpeg(_codec, _pool));
        File.SetLastWriteTimeUtc(_files.PathOf(name), at.UtcDateTime);
        return at;
    }

    private sealed class Vehicles : IDropReader, IDroppedVehicles
    {
        public ConcurrentQueue<DateTimeOffset> Times { get; } = [];

        public DateTimeOffset? OpenSince { get; set; }

        public IDroppedVehicles Open() => this;

        public Task ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            Times.Enqueue(frame.CapturedAt);
            return Task.CompletedTask;
        }

        public Task<DateTimeOffset?> SettleAsync(CancellationToken cancellationToken) => Task.FromResult(OpenSince);
    }
}
