using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Statistics;
using Dashboard.Statistics.Stays;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Statistics.Stays;

public sealed class StayTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly StatisticsQuery Week = new(Noon.AddDays(-6).AddHours(-12), Noon.AddHours(12), []);
    private readonly FakeTimeProvider _time = new(Noon);

    /// <summary>The roll-ups tell what pairing all passages one after the other tells, whatever order they arrive in.</summary>
    [Theory, ProviderData]
    [Trait("Category", "Thorough")]
    public async Task Read_OfFlowsInAnyOrder_SaysWhatPairingOneByOneSays(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Entry", "Exit");
        var random = new Random(20260328);
        string?[] ways = ["in", "OUT", "in", "out", "wrong way", null];
        var flows = Enumerable.Range(0, 500).Select(i => NewFlow(
            cameras[random.Next(2)], Noon.AddSeconds(-(random.Next(8 * 24) * 3600) - (i * 7)), random.Next(12) == 0 ? "" : $"AB{random.Next(25)}",
            ways[random.Next(ways.Length)])).ToList();
        await database.AddFlowsAsync(flows.Take(300));
        await RollUpAsync(database);
        await database.AddFlowsAsync(flows.Skip(300));
        await RollUpAsync(database);

        var (stays, inside) = Pair(flows);
        var seen = stays.Where(stay => stay.Out.CapturedAt >= Week.From && stay.Out.CapturedAt < Week.To).ToList();
        var numbers = await Reader(database).ReadAsync(Week, SiteScope.Unrestricted, Cancellation);

        Assert.True(seen.Count > 30);
        Assert.Equal(seen.Count, numbers.Count);
        Assert.Equal(
            Enumerable.Range(0, StayLengths.Bars.Count).Select(bar => seen.LongCount(stay => StayLengths.BarOf(Length(stay)) == bar)), numbers.Bars);
        Assert.Equal(inside.Count(flow => flow.CapturedAt >= Week.From && flow.CapturedAt < Week.To), numbers.Inside);

        // Half a day's query is told from hours alone, by the camera they left by.
        var afternoon = new StatisticsQuery(Noon.AddHours(-9), Noon.AddHours(5), [cameras[1]]);
        var some = seen.Count(stay =>
            stay.Out.CapturedAt >= afternoon.From && stay.Out.CapturedAt < afternoon.To && stay.Out.CameraId == cameras[1]);
        Assert.Equal(some, (await Reader(database).ReadAsync(afternoon, SiteScope.Unrestricted, Cancellation)).Count);

        // Each bar's list is the stays behind it, the last to leave first.
        var bar = numbers.Bars.Index().MaxBy(one => one.Item).Index;
        var listed = await Reader(database).ListAsync(Week, bar, SiteScope.Unrestricted, Cancellation);
        Assert.Equal(
            seen.Where(stay => StayLengths.BarOf(Length(stay)) == bar).OrderByDescending(stay => stay.Out.CapturedSecond)
                .Select(stay => (stay.In.Id, stay.Out.Id)).Take(StayReader.MaxRows),
            listed.Select(row => (row.InFlow, row.OutFlow!.Value)));
        Assert.Equal(
            inside.Where(flow => flow.CapturedAt >= Week.From).Select(flow => flow.Plate).Order(),
            (await Reader(database).ListInsideAsync(Week, SiteScope.Unrestricted, Cancellation)).Select(row => row.Plate).Order());
    }

    [Theory, ProviderData]
    public async Task Correction_OfAPlateThatWasMisreadAtTheExit_ClosesTheStay(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var gate = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await database.AddFlowsAsync(
            NewFlow(gate, Noon.AddDays(-3), "AB1", "in"), NewFlow(gate, Noon.AddDays(-3).AddHours(1), "A81", "out"));
        await RollUpAsync(database);
        Assert.Equal((0, 1), await CountAsync(database));

        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Flows.Where(flow => flow.Id == flows[1].Id)
                .ExecuteUpdateAsync(set => set.SetProperty(flow => flow.Plate, "AB1").SetProperty(flow => flow.RawPlate, "A81"), Cancellation);
            db.FlowCorrections.Add(new FlowCorrection
            {
                FlowId = flows[1].Id,
                Raw = "A81",
                Before = "A81",
                After = "AB1",
                By = "ada@example.org",
                At = Noon,
            });
            await db.SaveChangesAsync(Cancellation);
        }

        await RollUpAsync(database);
        Assert.Equal((1, 0), await CountAsync(database));
    }

    [Fact]
    public async Task RollUp_OfPreviewsAndByTwoServers_CountsEachVehicleOnceItHasLeft()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gate = (await database.AddCamerasAsync("Gate"))[0];
        var preview = NewFlow(gate, Noon.AddMinutes(-1), "AB1", "out");
        preview.IsPreview = true;
        await database.AddFlowsAsync(NewFlow(gate, Noon.AddMinutes(-30), "AB1", "in"), preview);
        await RollUpAsync(database);
        Assert.Equal((0, 1), await CountAsync(database));

        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Flows.ExecuteUpdateAsync(set => set.SetProperty(flow => flow.IsPreview, false), Cancellation);
        }

        await Task.WhenAll(RollUpAsync(database), RollUpAsync(database));
        Assert.Equal((1, 0), await CountAsync(database));
    }

    [Fact]
    public async Task Read_BySites_PairsNobodyAcrossSitesAndTellsOnlyTheirs()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cameras = await database.AddCamerasAsync("Here", "There");
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var site = new SiteRow { Name = "Elsewhere" };
            db.Sites.Add(site);
            await db.SaveChangesAsync(Cancellation);
            await db.Cameras.Where(camera => camera.Id == cameras[1])
                .ExecuteUpdateAsync(set => set.SetProperty(camera => camera.SiteId, site.Id), Cancellation);
        }

        await database.AddFlowsAsync(
            NewFlow(cameras[0], Noon.AddHours(-3), "AB1", "in"), NewFlow(cameras[1], Noon.AddHours(-2), "AB1", "in"),
            NewFlow(cameras[1], Noon.AddHours(-1), "AB1", "out"), NewFlow(cameras[1], Noon.AddHours(-1), "CD2", "in"));
        await RollUpAsync(database);

        Assert.Equal((1, 2), await CountAsync(database));
        Assert.Equal((0, 1), await CountAsync(database, SiteScope.ForSites([SiteRow.DefaultId])));
        Assert.Equal("AB1", Assert.Single(
            await Reader(database).ListInsideAsync(Week, SiteScope.ForSites([SiteRow.DefaultId]), Cancellation)).Plate);
    }

    [Fact]
    public async Task Read_WhereNoCameraNamesItsWays_SaysSo()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gate = (await database.AddCamerasAsync("Gate"))[0];
        Assert.False((await Reader(database).ReadAsync(Week, SiteScope.Unrestricted, Cancellation)).CanCount);
        await NameAsync(database, gate, new CameraDirection(0, "north", "south"));
        Assert.False((await Reader(database).ReadAsync(Week, SiteScope.Unrestricted, Cancellation)).CanCount);
        await NameAsync(database, gate, new CameraDirection(0, "north", "Ausfahrt"));
        Assert.True((await Reader(database).ReadAsync(Week, SiteScope.Unrestricted, Cancellation)).CanCount);
    }

    [Fact]
    public async Task Inside_AfterAMonth_IsOverWithoutHavingBeenSeen()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gate = (await database.AddCamerasAsync("Gate"))[0];
        await database.AddFlowsAsync(NewFlow(gate, Noon.AddHours(-1), "AB1", "in"));
        await RollUpAsync(database);
        Assert.Equal((0, 1), await CountAsync(database));
        _time.Advance(StayLengths.Max);
        await RollUpAsync(database);
        Assert.Equal((0, 0), await CountAsync(database));
    }

    private static (List<(Flow In, Flow Out)> Stays, List<Flow> Inside) Pair(List<Flow> flows)
    {
        var (stays, inside) = (new List<(Flow, Flow)>(), new List<Flow>());
        foreach (var plate in flows.Where(flow => flow.Plate.Length > 0).GroupBy(flow => flow.Plate))
        {
            Flow? open = null;
            foreach (var flow in plate.Where(flow => DirectionNames.IsIn(flow.DirectionName) || DirectionNames.IsOut(flow.DirectionName))
                .OrderBy(flow => flow.CapturedAt))
            {
                if (open is not null && DirectionNames.IsOut(flow.DirectionName))
                {
                    stays.Add((open, flow));
                }

                open = DirectionNames.IsIn(flow.DirectionName) ? flow : null;
            }

            inside.AddRange(open is null ? [] : [open]);
        }

        return (stays, inside);
    }

    private static TimeSpan Length((Flow In, Flow Out) stay) => stay.Out.CapturedAt - stay.In.CapturedAt;

    private static async Task NameAsync(TestDatabase database, int camera, CameraDirection direction)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        (await db.Cameras.SingleAsync(row => row.Id == camera, Cancellation)).Direction = direction;
        await db.SaveChangesAsync(Cancellation);
    }

    private static async Task<(long Stays, long Inside)> CountAsync(TestDatabase database, SiteScope? scope = null)
    {
        var numbers = await Reader(database).ReadAsync(Week, scope ?? SiteScope.Unrestricted, Cancellation);
        return (numbers.Count, numbers.Inside);
    }

    private static Flow NewFlow(int camera, DateTimeOffset at, string plate, string? way) => new()
    {
        CameraId = camera,
        CapturedAt = at,
        Plate = plate,
        Confidence = .9,
        DirectionName = way,
        FirstSeenAt = at,
        LastSeenAt = at,
    };

    private static StayReader Reader(TestDatabase database) => new(database.Factory);

    /// <summary>
    /// Flows of before are taken in a few hours at a time: the hours in which their vehicles passed again are counted when those passages are
    /// taken in, or who stores flows meanwhile would wait for half a year of hours.
    /// </summary>
    [Fact]
    [Trait("Category", "Thorough")]
    public async Task Step_OfFlowsOfBefore_CountsOnlyTheirOwnHours()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var first = Noon.AddDays(-5);
        await database.AddManyFlowsAsync(
            Enumerable.Range(0, StayRollUp.BatchSize).Select(i => NewFlow(camera, first.AddSeconds(i / 2), $"AB{i}", "in")));
        await database.AddManyFlowsAsync(Enumerable.Range(0, 60).Select(i => NewFlow(camera, first.AddHours(i + 1), $"AB{i}", "out")));
        var rollUp = new StayRollUp(database.Factory, _time, NullLogger<StayRollUp>.Instance);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var hours = db.Set<StayCount>().Where(row => row.Span == 3600).Select(row => row.Start).Distinct();

        Assert.True(await rollUp.StepAsync(alsoRecent: false, Cancellation));
        Assert.Equal(0, await hours.CountAsync(Cancellation));
        Assert.True(await rollUp.StepAsync(alsoRecent: false, Cancellation));
        Assert.Equal(StayRollUp.MaxHours, await hours.CountAsync(Cancellation));
        await rollUp.CatchUpAsync(Cancellation);
        Assert.Equal(60, await hours.CountAsync(Cancellation));
        Assert.Equal(60, (await Reader(database).ReadAsync(Week, SiteScope.Unrestricted, Cancellation)).Count);
    }

    private Task RollUpAsync(TestDatabase database) =>
        new StayRollUp(database.Factory, _time, NullLogger<StayRollUp>.Instance).CatchUpAsync(Cancellation);
}
