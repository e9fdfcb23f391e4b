using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Capture.Sharing;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Cameras;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture;

public sealed class CameraSupervisorTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "dashboard-cameras-" + Guid.NewGuid().ToString("N"));
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly FramePool _pool = new();
    private readonly PipelineQueues _queues = new();
    private readonly CameraStatusBoard _board = new();
    private CameraDatabase _database = null!;
    private CameraStore _store = null!;
    private PictureCodec _codec = null!;
    private ScriptedSource _source = null!;
    private CameraSupervisor _supervisor = null!;

    public async ValueTask InitializeAsync()
    {
        _database = new CameraDatabase(_folder);
        _store = _database.Store(_time);
        _codec = new PictureCodec(_pool);
        _source = new ScriptedSource(_pool, _time);
        _supervisor = Supervisor(ServerRole.All);
    }

    public async ValueTask DisposeAsync()
    {
        await _supervisor.StopAsync(CancellationToken.None);
        _supervisor.Dispose();
        _codec.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task Cameras_ThatAreEnabled_AreWatchedAndFollowTheirChanges()
    {
        var gate = await AddAsync("Gate", "rtsp://gate/1");
        await AddAsync("Exit", "rtsp://exit/1");
        await AddAsync("Off", "rtsp://off/1", enabled: false);
        await _supervisor.StartAsync(CancellationToken.None);
        var first = await _source.NextAsync("rtsp://gate/1");
        var other = await _source.NextAsync("rtsp://exit/1");
        Assert.False(_source.IsOpened("rtsp://off/1"));

        (await _store.UpdateAsync(gate with { Source = "rtsp://gate/2" }, Cancellation)).EnsureDone();
        await first.Closed;
        var second = await _source.NextAsync("rtsp://gate/2");
        (await _store.SetEnabledAsync(gate.Id, false, Cancellation)).EnsureDone();
        await second.Closed;
        await Eventually.TrueAsync(() => _board.Get(gate.Id).State == CameraState.Stopped, "stopped");

        var late = await AddAsync("Late", "rtsp://late/1");
        var third = await _source.NextAsync("rtsp://late/1");
        (await _store.DeleteAsync(late.Id, Cancellation)).EnsureDone();
        await third.Closed;
        Assert.False(other.Closed.IsCompleted);
        Assert.False(_source.IsOpened("rtsp://exit/1"));
    }

    [Fact]
    public async Task Region_Changed_HoldsForTheNextFrameWithoutARestart()
    {
        var gate = await AddAsync("Gate", "rtsp://gate/1");
        await _supervisor.StartAsync(CancellationToken.None);
        var camera = await _source.NextAsync("rtsp://gate/1");
        (await _store.UpdateAsync(gate with { RegionOfInterest = RegionOfInterest.FromText("0,0 1,0 1,1") }, Cancellation)).EnsureDone();
        await Eventually.TrueAsync(
            () =>
            {
                camera.Frame();
                using var frame = _queues.Frames.TakeAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30)).Result;
                return frame!.RegionOfInterest is not null;
            },
            "region");
        Assert.False(camera.Closed.IsCompleted);
    }

    [Fact]
    public async Task Stop_OfTheServer_EndsAllCamerasSavesWhenTheyWereSeenAndCompletesTheQueue()
    {
        var gate = await AddAsync("Gate", "rtsp://gate/1");
        var all = new List<ScriptedSource.Connection>();
        for (var n = 0; n < 20; n++)
        {
            await AddAsync($"C{n}", $"rtsp://c{n}/1");
        }

        await _supervisor.StartAsync(CancellationToken.None);
        var camera = await _source.NextAsync("rtsp://gate/1");
        for (var n = 0; n < 20; n++)
        {
            all.Add(await _source.NextAsync($"rtsp://c{n}/1"));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        camera.Frame();
        using (await _queues.Frames.TakeAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation))
        {
            await Eventually.TrueAsync(() => _board.Get(gate.Id).LastFrameAt is not null, "frame");
        }

        await _supervisor.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        Assert.All(all, connection => Assert.True(connection.Closed.IsCompletedSuccessfully));
        Assert.Null(await _queues.Frames.TakeAsync(CancellationToken.None));
        Assert.Equal(_time.GetUtcNow(), (await _store.FindAsync(gate.Id, SiteScope.Unrestricted, Cancellation))!.KeepAlive);
    }

    [Fact]
    public async Task Server_ThatOnlyStores_WatchesNoCameras()
    {
        _supervisor.Dispose();
        _supervisor = Supervisor(ServerRole.Server);
        await AddAsync("Gate", "rtsp://gate/1");
        await _supervisor.StartAsync(CancellationToken.None);
        Assert.Null(await _queues.Frames.TakeAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.False(_source.IsOpened("rtsp://gate/1"));
    }

    [Fact]
    public async Task SharedCamera_IsWatchedForAsLongAsItsTurnLasts_AndItsFramesCarryIt()
    {
        var share = new CameraShare(isShared: true);
        _supervisor.Dispose();
        _supervisor = Supervisor(ServerRole.All, share);
        var gate = await AddAsync("Gate", "rtsp://gate/1");
        await AddAsync("Other", "rtsp://other/1");
        share.Give(gate.Id, 7);
        await _supervisor.StartAsync(CancellationToken.None);

        var first = await _source.NextAsync("rtsp://gate/1");
        first.Frame();
        using (var frame = await _queues.Frames.TakeAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation))
        {
            Assert.Equal(7, frame!.Turn);
        }

        Assert.False(_source.IsOpened("rtsp://other/1"));
        share.Take(gate.Id, 6);
        Assert.False(first.Closed.IsCompleted);
        share.Take(gate.Id, 7);
        await first.Closed;

        share.Give(gate.Id, 9);
        var second = await _source.NextAsync("rtsp://gate/1");
        Assert.Equal(1, share.TakeAll());
        await second.Closed;
    }

    private CameraSupervisor Supervisor(ServerRole role, CameraShare? share = null) => new(
        _store, _source, _queues, _board, new NewestPictures(_pool, _codec), new ServerOptions { Role = role }, _time,
        NullLogger<CameraSupervisor>.Instance, share: share);

    private async Task<Camera> AddAsync(string alias, string source, bool enabled = true) =>
        (await _store.AddAsync(new Camera { Alias = alias, Source = source, IsEnabled = enabled })).Value;
}
