using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows.Plates;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Flows.Plates;

public sealed class PlateHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory, ProviderData]
    public async Task Plate_WithPassagesAtTwoSites_TellsThoseThatAreSeen(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (history, gate, _) = await CreateAsync(database);

        var all = await history.SummarizeAsync("AB12", TimeZoneInfo.Utc, SiteScope.Unrestricted, cancellationToken: Cancellation);
        Assert.Equal((4, Noon, Noon.AddHours(3)), (all.Total, all.First, all.Last));
        Assert.Equal([("Gate", 3), ("Yard", 1)], all.ByCamera.Select(one => (one.Camera.Alias, one.Passages)));
        Assert.Equal([(12, 1), (13, 1), (14, 1), (15, 1)], all.ByHour.Index().Where(one => one.Item > 0).Select(one => (one.Index, one.Item)));
        Assert.Equal([60.0, 60, 60], all.Pairs.Select(pair => pair.Duration.TotalMinutes));

        var limited = SiteScope.ForSites([SiteRow.DefaultId]);
        var some = await history.SummarizeAsync("AB12", TimeZoneInfo.Utc, limited, cancellationToken: Cancellation);
        Assert.Equal((3, Noon.AddHours(2)), (some.Total, some.Last));
        Assert.All(
            (await history.PageAsync("AB12", 1, 10, limited, cancellationToken: Cancellation)).Rows, row => Assert.Equal(gate, row.Flow.CameraId));
        Assert.Equal(0, (await history.SummarizeAsync("AB12", TimeZoneInfo.Utc, SiteScope.ForSites([]), cancellationToken: Cancellation)).Total);
        Assert.Equal(0, (await history.SummarizeAsync("NONE", TimeZoneInfo.Utc, SiteScope.Unrestricted, cancellationToken: Cancellation)).Total);
    }

    [Theory, ProviderData]
    public async Task Pages_AreTheNewestFirstAndClamped(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (history, _, _) = await CreateAsync(database);
        var first = await history.PageAsync("AB12", 0, 3, SiteScope.Unrestricted, cancellationToken: Cancellation);
        var last = await history.PageAsync("AB12", 99, 3, SiteScope.Unrestricted, cancellationToken: Cancellation);
        Assert.Equal((1, 2, 3), (first.Page, first.PageCount, first.Rows.Count));
        Assert.Equal((2, 2), (last.Page, last.PageCount));
        Assert.Equal(Noon, Assert.Single(last.Rows).Flow.CapturedAt);

        var before = await history.BeforeAsync(first.Rows[1].Flow, 1, SiteScope.Unrestricted, cancellationToken: Cancellation);
        Assert.Equal(first.Rows[2].Flow.Id, Assert.Single(before).Flow.Id);
        Assert.NotNull(await history.FindAsync("AB12", first.Rows[0].Flow.Id, SiteScope.Unrestricted, cancellationToken: Cancellation));
        Assert.Null(await history.FindAsync("A812", first.Rows[0].Flow.Id, SiteScope.Unrestricted, cancellationToken: Cancellation));
        Assert.Null(await history.FindAsync("AB12", first.Rows[0].Flow.Id, SiteScope.ForSites([SiteRow.DefaultId]), cancellationToken: Cancellation));
    }

    [Theory, ProviderData]
    public async Task Similar_PlatesThatLookAlike_AreThoseWithPassagesThatAreSeen(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (history, _, yard) = await CreateAsync(database);
        await database.AddFlowsAsync(new Flow { CameraId = yard, Plate = "A8I2", CapturedAt = Noon.AddDays(1) });

        Assert.Equal(
            [("A812", 2L, Noon.AddHours(6)), ("A8I2", 1L, Noon.AddDays(1))],
            (await history.ListSimilarAsync("AB12", SiteScope.Unrestricted, cancellationToken: Cancellation)).Select(
                one => (one.Plate, one.Passages, one.Last)));
        var seen = await history.ListSimilarAsync("AB12", SiteScope.ForSites([SiteRow.DefaultId]), cancellationToken: Cancellation);
        Assert.Equal(["A812"], seen.Select(one => one.Plate));
        Assert.Empty(await history.ListSimilarAsync("XY3", SiteScope.Unrestricted, cancellationToken: Cancellation));
    }

    [Theory, ProviderData]
    public async Task Pairs_WhereDirectionsAreKnown_AreInAndOut(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (history, _, _) = await CreateAsync(database);
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var flows = await db.Flows.Where(flow => flow.Plate == "AB12").OrderBy(flow => flow.CapturedSecond).ToListAsync(Cancellation);
            db.FlowDetails.AddRange(flows.Select((flow, i) => new FlowDetail { FlowId = flow.Id, Direction = i % 2 == 0 ? 90 : 270 }));
            await db.SaveChangesAsync(Cancellation);
        }

        var pairs = (await history.SummarizeAsync("AB12", TimeZoneInfo.Utc, SiteScope.Unrestricted, cancellationToken: Cancellation)).Pairs;
        Assert.Equal(
            [(Noon.AddHours(2), Noon.AddHours(3), true), (Noon, Noon.AddHours(1), true)],
            pairs.Select(pair => (pair.First.At, pair.Second.At, pair.IsThereAndBack)));
    }

    [Theory, ProviderData]
    public async Task Sent_IsTold_WhereTheFlowIsSeen(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (history, _, yard) = await CreateAsync(database);
        long id;
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            id = await db.Flows.Where(flow => flow.CameraId == yard).Select(flow => flow.Id).SingleAsync(Cancellation);
            db.FlowDetails.Add(new FlowDetail { FlowId = id, WrittenPlate = "AB-12", ToldAt = Noon.AddYears(-50) });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(new FlowAsSent("AB-12", Noon.AddYears(-50)), await history.SentAsync(id, SiteScope.Unrestricted, Cancellation));
        Assert.Same(FlowAsSent.Nothing, await history.SentAsync(id, SiteScope.ForSites([SiteRow.DefaultId]), Cancellation));
        Assert.Same(FlowAsSent.Nothing, await history.SentAsync(id + 1000, SiteScope.Unrestricted, Cancellation));
    }

    private static async Task<(PlateHistory History, int Gate, int Yard)> CreateAsync(TestDatabase database)
    {
        var cameras = await database.AddCamerasAsync("Gate", "Yard");
        await using (var db = await database.Factory.CreateDbContextAsync())
        {
            var elsewhere = db.Sites.Add(new SiteRow { Name = "Elsewhere" }).Entity;
            await db.SaveChangesAsync();
            await db.Cameras.Where(camera => camera.Id == cameras[1])
                .ExecuteUpdateAsync(set => set.SetProperty(camera => camera.SiteId, elsewhere.Id));
        }

        await database.AddFlowsAsync(
            Enumerable.Range(0, 6).Select(i => new Flow
            {
                CameraId = cameras[i == 3 ? 1 : 0],
                Plate = i < 4 ? "AB12" : "A812",
                CapturedAt = Noon.AddHours(i < 4 ? i : i + 1),
            }));
        return (new PlateHistory(database.Factory, new CameraDirectory(TimeProvider.System)), cameras[0], cameras[1]);
    }
}
