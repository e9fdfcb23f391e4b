using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Flows.Recording;
using Dashboard.Pipeline;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Flows.Recording;

/// <summary>Flows that are stored while their vehicle is still seen.</summary>
public sealed class PreviewRecorderTests
{
    private static readonly Guid Name = Guid.CreateVersion7(RecorderBench.Noon);

    [Theory, ProviderData]
    public async Task Preview_ThenItsEnd_IsOneRowWithTheEndsPictureAndText(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await using var bench = new RecorderBench(database);
        List<(long Id, string Plate, bool IsPreview)> announced = [];
        bench.Feed.Subscribe(rows => announced.AddRange(rows.Select(row => (row.Flow.Id, row.Flow.Plate, row.Flow.IsPreview))));
        await bench.StartAsync();
        await bench.Queues.FlowDrafts.Writer.WriteAsync(Early(camera, RecorderBench.Noon, "AB12CD"), Cancellation);
        await Eventually.TrueAsync(() => announced.Count == 1, "the preview is stored");
        var search = new FlowSearch(database.Factory);
        var preview = (await search.FindAsync(announced[0].Id, SiteScope.Unrestricted, Cancellation))!.Flow;
        Assert.Equal(("AB12CD", true), (preview.Plate, preview.IsPreview));

        // The best view is of the day after by now, whose pictures lie in another folder.
        await bench.Queues.FlowDrafts.Writer.WriteAsync(
            RecorderBench.Vehicle(camera, RecorderBench.Noon.AddHours(12), jpeg: [9, 9]) with { Uuid = Name }, Cancellation);
        await bench.Queues.FlowDrafts.Writer.WriteAsync(Early(camera, RecorderBench.Noon, "LATE"), Cancellation);
        await bench.FinishAsync();

        var flow = (await search.FindAsync(preview.Id, SiteScope.Unrestricted, Cancellation))!.Flow;
        Assert.Equal(("AB12CDE", false, preview.FirstSeenAt), (flow.Plate, flow.IsPreview, flow.FirstSeenAt));
        Assert.Equal(["AB12CDE", "AB12CDE1", "X"], flow.Candidates.Select(candidate => candidate.Text));
        Assert.Equal([9, 9], await bench.Images.ReadAsync(flow, Cancellation));
        Assert.Single(Directory.GetFiles(bench.Images.Root, "*.jpg", SearchOption.AllDirectories));
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal(1, await db.Flows.CountAsync(Cancellation));
        Assert.Equal(flow.Id, (await db.FlowOutbox.SingleAsync(Cancellation)).FlowId);
    }

    [Fact]
    public async Task Preview_AndItsEndInOneBatch_AreOneRow()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await using var bench = new RecorderBench(database);
        await bench.Queues.FlowDrafts.Writer.WriteAsync(Early(camera, RecorderBench.Noon, "AB12CD"), Cancellation);
        await bench.Queues.FlowDrafts.Writer.WriteAsync(
            RecorderBench.Vehicle(camera, RecorderBench.Noon, jpeg: [9, 9]) with { Uuid = Name }, Cancellation);
        await bench.StartAsync();
        await bench.FinishAsync();

        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var flow = await db.Flows.SingleAsync(Cancellation);
        Assert.Equal(("AB12CDE", false), (flow.Plate, flow.IsPreview));
        Assert.Equal([9, 9], await bench.Images.ReadAsync(flow, Cancellation));
    }

    /// <summary>The last frame of a vehicle could not be encoded; what was seen of it before is all that there is.</summary>
    [Theory, ProviderData]
    public async Task Preview_WhoseEndComesAfterMidnightWithoutAPicture_KeepsItsOwn(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await using var bench = new RecorderBench(database);
        var preview = (await bench.Writer.StoreAsync([Early(camera, RecorderBench.Noon, "AB12CD")], Cancellation))[0].Flow;
        var end = RecorderBench.Vehicle(camera, RecorderBench.Noon.AddHours(12), jpeg: []) with { Uuid = Name };
        var flow = (await bench.Writer.StoreAsync([end], Cancellation))[0].Flow;

        Assert.Equal((preview.Id, "AB12CDE", preview.Corners), (flow.Id, flow.Plate, flow.Corners));
        Assert.Equal([1, 2, 3], await bench.Images.ReadAsync(flow, Cancellation));
        Assert.Equal(0, await bench.Cleanup.CleanUpAsync(Cancellation));
        bench.Images.Delete(flow);
        Assert.Empty(Directory.GetFiles(bench.Images.Root, "*", SearchOption.AllDirectories));
    }

    /// <summary>Files are written before rows: a server that is killed between the two leaves a file of no row, never a row without file.</summary>
    [Fact]
    public async Task Kill_BetweenFileAndRow_LeavesAFileThatTheNextAttemptTakesOrTheCleanupRemoves()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var draft = RecorderBench.Vehicle(camera, RecorderBench.Noon, jpeg: [7, 7]);
        await using var broken = new RecorderBench(database, new FailingFactory(database.Factory, 1, () => new TimeoutException()));
        await Assert.ThrowsAsync<TimeoutException>(() => broken.Writer.StoreAsync([draft], Cancellation));
        var file = Assert.Single(Directory.GetFiles(broken.Images.Root, "*", SearchOption.AllDirectories));
        Assert.Equal(0, await broken.Cleanup.CleanUpAsync(Cancellation)); // It is still to be stored here.

        await using var next = new RecorderBench(database);
        var flow = (await next.Writer.StoreAsync([draft with { Written = null }], Cancellation))[0].Flow;
        Assert.Equal([7, 7], await next.Images.ReadAsync(flow, Cancellation));
        Assert.Equal(file, Assert.Single(Directory.GetFiles(next.Images.Root, "*", SearchOption.AllDirectories)));

        var lost = RecorderBench.Vehicle(camera, RecorderBench.Noon, jpeg: [8, 8]);
        await using var killed = new RecorderBench(database, new FailingFactory(database.Factory, 1, () => new TimeoutException()));
        await Assert.ThrowsAsync<TimeoutException>(() => killed.Writer.StoreAsync([lost], Cancellation));
        Assert.Equal(1, await next.Cleanup.CleanUpAsync(Cancellation));
        Assert.Equal([7, 7], await next.Images.ReadAsync(flow, Cancellation));
    }

    [Theory, ProviderData]
    public async Task Preview_LeftByAKilledServer_IsEnded_AndAYoungOneIsNot(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await using var bench = new RecorderBench(database);
        await bench.StartAsync();
        await bench.Queues.FlowDrafts.Writer.WriteAsync(Early(camera, RecorderBench.Noon, "OLD"), Cancellation);
        await bench.Queues.FlowDrafts.Writer.WriteAsync(
            Early(camera, RecorderBench.Noon.AddMinutes(5), "YOUNG") with { Uuid = Guid.CreateVersion7() }, Cancellation);
        await bench.FinishAsync();

        Assert.Equal(1, await bench.Writer.EndPreviewsAsync(RecorderBench.Noon.AddMinutes(1), Cancellation));
        Assert.Equal(0, await bench.Writer.EndPreviewsAsync(RecorderBench.Noon.AddMinutes(1), Cancellation));
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal(["YOUNG"], await db.Flows.Where(flow => flow.IsPreview).Select(flow => flow.Plate).ToListAsync(Cancellation));
        Assert.Equal(1, await db.FlowOutbox.CountAsync(Cancellation));
    }

    [Theory, ProviderData]
    public async Task Preview_OfAnAgentThatNeverSendsTheEnd_IsEndedAfterADay(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await using var bench = new RecorderBench(database);
        await bench.StartAsync();
        await bench.Queues.FlowDrafts.Writer.WriteAsync(Early(camera, RecorderBench.Noon, "OLD"), Cancellation);
        await bench.FinishAsync();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var agent = new AgentRow { Uid = "A", Name = "North" };
        db.Agents.Add(agent);
        await db.SaveChangesAsync(Cancellation);
        await db.Cameras.ExecuteUpdateAsync(set => set.SetProperty(row => row.AgentId, agent.Id), Cancellation);

        Assert.Equal(0, await bench.Writer.EndPreviewsAsync(RecorderBench.Noon.AddMinutes(1), Cancellation));
        var time = new FakeTimeProvider(RecorderBench.Noon.AddHours(23));
        var cleanup = new PreviewCleanup(bench.Writer, new TrackingOptions(), time, NullLogger<PreviewCleanup>.Instance);
        await cleanup.CleanUpAsync(Cancellation);
        Assert.True(await db.Flows.AsNoTracking().Select(flow => flow.IsPreview).SingleAsync(Cancellation));
        time.Advance(TimeSpan.FromHours(2));
        await cleanup.CleanUpAsync(Cancellation);
        Assert.False(await db.Flows.AsNoTracking().Select(flow => flow.IsPreview).SingleAsync(Cancellation));
        Assert.Equal(1, await db.FlowOutbox.CountAsync(Cancellation));
        Assert.Equal(0, await bench.Writer.EndAgentsPreviewsAsync(RecorderBench.Noon.AddHours(2), Cancellation));
    }

    private static FlowDraft Early(int camera, DateTimeOffset at, string plate) =>
        RecorderBench.Vehicle(camera, at, plate) with { Uuid = Name, IsPreview = true };
}
