using System.Collections.Concurrent;
using Dashboard.Alerts;
using Dashboard.Capture;
using Dashboard.Capture.Sharing;
using Dashboard.Cluster;
using Dashboard.Flows.Manual;
using Dashboard.Imaging;
using Dashboard.Live;
using Dashboard.Pipeline;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Cluster;

/// <summary>Two machines in this process, over one PostgreSQL.</summary>
[Trait("Category", "Server")]
public sealed class TwoMachinesTests : IAsyncDisposable
{
    private const double Patience = 120; // Seconds.
    private string? _connection;

    [Fact]
    public async Task Cameras_AreWatchedByOneMachineEach_AndByTheOtherWhenThatOneEnds()
    {
        await using var stays = await DashboardApp.StartAsync(await SettingsAsync("stays"));
        await using var ends = await DashboardApp.StartAsync(await SettingsAsync("ends"));
        await AddCamerasAsync(stays);

        await ends.StopAsync();
        await Eventually.TrueAsync(
            async () => await WatchersAsync(stays) is ["stays", "stays", "stays"], "what the one gave up, the other watches", Patience);
        await using var db = await stays.OpenDatabaseAsync();
        Assert.All(await db.CameraTurns.Where(turn => turn.Node == "ends").ToListAsync(Cancellation), turn => Assert.NotNull(turn.EndedAt));
    }

    [Fact]
    public async Task MachineThatIsToGiveUpItsCameras_DoesSo_AndIsSeenByTheOther()
    {
        await using var stays = await DashboardApp.StartAsync(await SettingsAsync("stays"));
        await using var gives = await DashboardApp.StartAsync(await SettingsAsync("gives"));
        var cameras = await AddCamerasAsync(stays);
        var board = stays.Get<CameraStatusBoard>();
        await Eventually.TrueAsync(() => cameras.All(camera => board.Get(camera).State != CameraState.Stopped), "one shows the other's cameras");

        var cluster = stays.Get<ClusterDirectory>();
        Assert.False(await cluster.DrainAsync("nobody", isDraining: true));
        Assert.True(await cluster.DrainAsync("gives", isDraining: true));
        await Eventually.TrueAsync(
            async () => await WatchersAsync(stays) is ["stays", "stays", "stays"], "what the one gave up, the other watches", Patience);
        await Eventually.TrueAsync(
            async () => await cluster.ReadAsync(Cancellation) is
            { Unwatched.Count: 0, Nodes: [{ Name: "gives", IsDraining: true, Turns.Count: 0 }, _] },
            "the machines are told of");
    }

    /// <summary>Pages that are open at one machine hear of an alert that the other one made, and of what somebody does with it there.</summary>
    [Fact]
    public async Task Alerts_OfOneMachine_AreToldByTheOther()
    {
        await using var one = await DashboardApp.StartAsync(await SettingsAsync("one"));
        await using var other = await DashboardApp.StartAsync(await SettingsAsync("other"));
        var (flows, changes) = (new ConcurrentQueue<long>(), 0);
        using var subscription = other.Get<AlertFeed>().Subscribe(alerts =>
        {
            Interlocked.Increment(ref changes);
            foreach (var alert in alerts)
            {
                flows.Enqueue(alert.FlowId);
            }
        });
        await Eventually.TrueAsync(
            async () => await other.Get<ClusterDirectory>().ReadAsync(Cancellation) is { Nodes.Count: 2 }, "both know of each other", Patience);
        await one.AddAlertListAsync("Wanted", null, "AB123CD");
        var flow = await one.PassAsync(await one.AddCameraAsync("Gate"), "AB123CD");
        await Eventually.TrueAsync(() => flows.Contains(flow), "the alert is told at the other machine", Patience);

        var told = Volatile.Read(ref changes);
        one.Get<AlertFeed>().Publish([]);
        await Eventually.TrueAsync(() => Volatile.Read(ref changes) > told, "the change is told at the other machine", Patience);
    }

    /// <summary>Who works at one machine sees, and takes pictures of, the cameras of the other as well.</summary>
    [Fact]
    public async Task PicturesOfACamera_AreShownByTheMachineThatDoesNotWatchIt()
    {
        await using var one = await DashboardApp.StartAsync(await SettingsAsync("one"));
        await using var other = await DashboardApp.StartAsync(await SettingsAsync("other"));
        var pool = new FramePool();
        using var codec = new PictureCodec(pool);
        var jpeg = TestPictures.Jpeg(codec, pool);
        await using var source = await SnapshotCamera.StartAsync("Basic", (_, _) => Task.FromResult(jpeg));
        var id = await one.AddCameraAsync("Gate", source.Address, camera => camera with { IsEnabled = true });
        await Eventually.TrueAsync(() => Watches(one, id) != Watches(other, id), "one of them watches it", Patience);
        var (here, there) = Watches(one, id) ? (other, one) : (one, other);
        await Eventually.TrueAsync(() => there.Get<CameraStatusBoard>().Get(id).Captured > 0, "pictures come", Patience);
        await Eventually.TrueAsync(() => here.Get<IElsewherePictures>().Has(id), "the other one knows of it", Patience);
        Assert.False(there.Get<IElsewherePictures>().Has(id));

        var (pictures, last) = (here.Get<LivePictures>(), DateTimeOffset.MinValue);
        for (var seen = 0; seen < 3;)
        {
            if (await pictures.NextAsync(id, 320, last) is { } picture)
            {
                Assert.True(picture.CapturedAt > last);
                (last, seen) = (picture.CapturedAt, seen + 1);
                Assert.True(PictureCodec.IsKnown(picture.Jpeg));
            }
        }

        Assert.True(PictureCodec.IsKnown(await pictures.NewestAsync(id, 640)));
        var camera = (await one.CamerasAsync()).Single();
        var taken = await here.Get<ManualImages>().TakeAsync(camera, Cancellation);
        Assert.Equal(ImageSource.Stream, taken.Source);
        using var frame = (await here.Get<ManualImages>().OpenAsync(taken, Cancellation))!.Frame;
        using var own = codec.Decode(jpeg);
        Assert.Equal((own.Width, own.Height), (frame.Width, frame.Height));
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await TestServers.DropAsync(nameof(DatabaseProvider.PostgreSql), _connection);
        }
    }

    // Returns once both machines watch some of them.
    private static async Task<int[]> AddCamerasAsync(DashboardApp app)
    {
        var cameras = new List<int>();
        foreach (var name in new[] { "Gate", "Yard", "Road" })
        {
            cameras.Add(await app.AddCameraAsync(name, $"http://127.0.0.1:9/{name}", camera => camera with { IsEnabled = true }));
        }

        await Eventually.TrueAsync(
            async () => await WatchersAsync(app) is { Count: 3 } watchers && watchers.Distinct().Count() == 2,
            "both machines watch cameras, each its own",
            Patience);
        return [.. cameras];
    }

    private static bool Watches(DashboardApp app, int camera) => app.Get<CameraShare>().Find(camera) is not null;

    // By camera, the machines of the turns that have not ended.
    private static async Task<List<string>> WatchersAsync(DashboardApp app)
    {
        await using var db = await app.OpenDatabaseAsync();
        return await db.CameraTurns.Where(turn => turn.EndedAt == null).OrderBy(turn => turn.CameraId).Select(turn => turn.Node)
            .ToListAsync(Cancellation);
    }

    private async Task<string[]> SettingsAsync(string node)
    {
        _connection ??= await TestServers.CreateDatabaseAsync(nameof(DatabaseProvider.PostgreSql));
        return
        [
            "--Database:Provider=PostgreSql", $"--Database:ConnectionString={_connection}", "--Cluster:Enabled=true", "--Cluster:Address=127.0.0.1",
            $"--Cluster:Port={FreePort.Find()}", $"--Cluster:Node={node}",
        ];
    }
}
