using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Flows.Recording;

public sealed class FlowRecorderTests
{
    [Theory, ProviderData]
    public async Task Vehicle_IsStoredWholeBeforeItIsAnnounced(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate");
        await using var bench = new RecorderBench(database);
        var search = new FlowSearch(database.Factory);
        FlowWithCamera? announced = null;
        var storedWhenAnnounced = 0L;
        bench.Feed.Subscribe(rows =>
        {
            announced = rows.Single();
            using var db = database.Factory.CreateDbContext();
            storedWhenAnnounced = db.Flows.LongCount();
        });

        await bench.StartAsync();
        await bench.Queues.FlowDrafts.Writer.WriteAsync(
            RecorderBench.Vehicle(cameras[0], RecorderBench.Noon.AddMilliseconds(250), "ab-12 cde"), Cancellation);
        await bench.FinishAsync();

        Assert.Equal(1, storedWhenAnnounced);
        Assert.Equal("Gate", announced!.Camera);
        var flow = (await search.FindAsync(announced.Flow.Id, SiteScope.Unrestricted, Cancellation))!.Flow;
        Assert.Equal(("AB12CDE", 0.91, cameras[0]), (flow.Plate, flow.Confidence, flow.CameraId));
        Assert.Equal(RecorderBench.Noon.AddMilliseconds(250), flow.CapturedAt);
        Assert.Equal(RecorderBench.Noon.AddMilliseconds(250 - 700), flow.FirstSeenAt);
        Assert.Equal(RecorderBench.Noon.AddMilliseconds(250 + 900), flow.LastSeenAt);
        Assert.Equal(
            (17, true, "v1", "eu-at", 640, 360),
            (flow.ReadCount, flow.IsParked, flow.LprVersion, flow.Region, flow.PictureWidth, flow.PictureHeight));
        Assert.Equal((TriggerMode.Auto, "10,20,110,20,110,45,10,45"), (flow.TriggerMode, flow.Corners));
        Assert.Equal(["AB12CDE", "AB12CDE1", "X"], flow.Candidates.Select(candidate => candidate.Text));
        Assert.Equal([1, 2, 3], await bench.Images.ReadAsync(flow, Cancellation));
        Assert.Equal((1, 0, 0), (bench.Status.Current.Stored, bench.Status.Current.Rejected, bench.Status.Current.Pending));
    }

    [Theory, ProviderData]
    public async Task Direction_IsCalledWhatTheCameraCallsIt_AndKeepsThatName(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate", "Street");
        await NameAsync(new CameraDirection(180, "in", "out"));
        await using (var bench = new RecorderBench(database))
        {
            await bench.StartAsync();
            await WriteAsync(cameras[0], "IN1", new Travel(170, Approach.Towards));
            await WriteAsync(cameras[0], "OUT1", new Travel(10, Approach.Away));
            await WriteAsync(cameras[0], "ACROSS1", new Travel(90, Approach.None));
            await WriteAsync(cameras[0], "STOOD1", null);
            await WriteAsync(cameras[1], "OTHER1", new Travel(170, Approach.Towards));
            await bench.FinishAsync();
            await NameAsync(new CameraDirection(180, "entrance", "exit"));

            async Task WriteAsync(int camera, string plate, Travel? travel)
            {
                var draft = RecorderBench.Vehicle(camera, RecorderBench.Noon, plate);
                await bench.Queues.FlowDrafts.Writer.WriteAsync(draft with { Group = draft.Group with { Travel = travel } }, Cancellation);
            }
        }

        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var flows = await db.Flows.OrderBy(flow => flow.Id).ToListAsync(Cancellation);
        Assert.Equal(
            [
                (170, "in", Approach.Towards), (10, "out", Approach.Away), (90, null, Approach.None), (null, null, Approach.None),
                (170, null, Approach.Towards),
            ],
            flows.Select(flow => (flow.Direction, flow.DirectionName, flow.Approach)));

        async Task NameAsync(CameraDirection direction)
        {
            await using var changing = await database.Factory.CreateDbContextAsync(Cancellation);
            (await changing.Cameras.SingleAsync(camera => camera.Id == cameras[0], Cancellation)).Direction = direction;
            await changing.SaveChangesAsync(Cancellation);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(13)]
    public async Task BusyOrFullDatabase_IsShownAndNothingIsLost(int sqliteError)
    {
        await using var database = await TestDatabase.CreateAsync();
        var cameras = await database.AddCamerasAsync("Gate");
        var broken = true;
        var factory = new FailingFactory(database.Factory, int.MaxValue, () => new SqliteException("x", sqliteError));
        await using var bench = new RecorderBench(database, new SwitchedFactory(() => broken ? factory : database.Factory));

        await bench.StartAsync();
        for (var i = 0; i < 250; i++)
        {
            await bench.Queues.FlowDrafts.Writer.WriteAsync(RecorderBench.Vehicle(cameras[0], RecorderBench.Noon.AddSeconds(i)), Cancellation);
        }

        await Eventually.TrueAsync(() => bench.Status.Current is { Fault: not null, Pending: 250, FailingSince: not null }, "the failure is shown");
        Assert.Equal(0, bench.Status.Current.Stored);
        broken = false;
        await bench.FinishAsync();

        Assert.Equal(250, await new FlowSearch(database.Factory).CountAsync(null, SiteScope.Unrestricted, Cancellation));
        Assert.Equal(
            (250, 0, 0, null),
            (bench.Status.Current.Stored, bench.Status.Current.Rejected, bench.Status.Current.Pending, bench.Status.Current.Fault));
    }

    /// <summary>When the host waits no longer, the services that store are disposed: that is no flow that the database refuses.</summary>
    [Fact]
    public async Task Recorder_ThatIsWaitedForNoLonger_RejectsNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cameras = await database.AddCamerasAsync("Gate");
        Exception failure = new SqliteException("x", 5);
        var factory = new FailingFactory(database.Factory, int.MaxValue, () => failure);
        await using var bench = new RecorderBench(database, factory);
        await bench.StartAsync();
        await bench.Queues.FlowDrafts.Writer.WriteAsync(RecorderBench.Vehicle(cameras[0], RecorderBench.Noon), Cancellation);
        await Eventually.TrueAsync(() => bench.Status.Current.Fault is not null, "the failure is shown");

        await bench.StopAsync(new CancellationToken(canceled: true));
        failure = new ObjectDisposedException("services");
        await bench.FinishAsync();

        Assert.Equal(0, bench.Status.Current.Rejected);
    }

    [Fact]
    public async Task FolderThatCannotBeWritten_HoldsFlowsUntilItCan()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cameras = await database.AddCamerasAsync("Gate");
        var inTheWay = database.Server.DataPath("pictures");
        await File.WriteAllTextAsync(inTheWay, "a file where the folder should be", Cancellation);
        await using var bench = new RecorderBench(database);

        await bench.StartAsync();
        await bench.Queues.FlowDrafts.Writer.WriteAsync(RecorderBench.Vehicle(cameras[0], RecorderBench.Noon), Cancellation);
        await Eventually.TrueAsync(() => bench.Status.Current.Fault is not null, "the failure is shown");
        Assert.Equal(0, await new FlowSearch(database.Factory).CountAsync(null, SiteScope.Unrestricted, Cancellation));
        File.Delete(inTheWay);
        await bench.FinishAsync();

        Assert.Equal(1, await new FlowSearch(database.Factory).CountAsync(null, SiteScope.Unrestricted, Cancellation));
    }

    [Theory, ProviderData]
    public async Task RefusedFlow_TakesNoOtherWithIt(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate");
        await using var bench = new RecorderBench(database);
        const int NoCamera = 4711;
        foreach (var camera in new[] { cameras[0], NoCamera, cameras[0] })
        {
            await bench.Queues.FlowDrafts.Writer.WriteAsync(RecorderBench.Vehicle(camera, RecorderBench.Noon), Cancellation);
        }

        await bench.StartAsync();
        await bench.FinishAsync();

        Assert.Equal(2, await new FlowSearch(database.Factory).CountAsync(null, SiteScope.Unrestricted, Cancellation));
        Assert.Equal((2, 1, 0), (bench.Status.Current.Stored, bench.Status.Current.Rejected, bench.Status.Current.Pending));
        Assert.Equal(2, Directory.GetFiles(bench.Images.Root, "*", SearchOption.AllDirectories).Length);
    }

    [Theory, ProviderData]
    public async Task StoringAgain_StoresOnce(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate");
        await using var bench = new RecorderBench(database);
        List<FlowDraft> batch = [.. Enumerable.Range(0, 3).Select(i => RecorderBench.Vehicle(cameras[0], RecorderBench.Noon.AddSeconds(i)))];

        var first = await bench.Writer.StoreAsync(batch[..2], Cancellation);
        var again = await bench.Writer.StoreAsync(batch, Cancellation);

        Assert.Equal(first.Select(row => row.Flow.Id), again.Take(2).Select(row => row.Flow.Id));
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal((3, 9), (await db.Flows.CountAsync(Cancellation), await db.FlowCandidates.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task FailingListener_StopsNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cameras = await database.AddCamerasAsync("Gate");
        await using var bench = new RecorderBench(database);
        bench.Feed.Subscribe(_ => throw new InvalidOperationException());
        await bench.StartAsync();
        for (var i = 1; i <= 2; i++)
        {
            await bench.Queues.FlowDrafts.Writer.WriteAsync(RecorderBench.Vehicle(cameras[0], RecorderBench.Noon), Cancellation);
            await Eventually.TrueAsync(() => bench.Status.Current.Stored == i, "stored");
        }

        await bench.FinishAsync();
    }

    private sealed class SwitchedFactory(
        Func<IDbContextFactory<Dashboard.Storage.DashboardDbContext>> now) : IDbContextFactory<Dashboard.Storage.DashboardDbContext>
    {
        public Dashboard.Storage.DashboardDbContext CreateDbContext() => now().CreateDbContext();
    }
}
