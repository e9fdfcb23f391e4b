using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

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

    private static FlowDraft Early(int camera, DateTimeOffset at, string plate) =>
        RecorderBench.Vehicle(camera, at, plate) with { Uuid = Name, IsPreview = true };
}
