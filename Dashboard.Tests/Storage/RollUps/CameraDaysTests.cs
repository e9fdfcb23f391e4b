using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Statistics;
using Dashboard.Statistics.Stays;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Dashboard.Tests.Retention;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Storage.RollUps;

/// <summary>Days say what their hours say, whatever becomes of the hours.</summary>
public sealed class CameraDaysTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 10, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Noon);

    /// <summary>Over any span, cameras and zone, with late flows, clocks that go forward, and days that an older version left unpacked.</summary>
    [Theory, ProviderData]
    [Trait("Category", "Thorough")]
    public async Task Read_AnySpanAndCameras_SaysWhatCountingEveryFlowSays(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("North", "South", "East");
        var random = new Random(20260410);
        var flows = Enumerable.Range(0, 900)
            .Select(_ => NewFlow(cameras[random.Next(3)], Noon.AddSeconds(-random.Next(40 * SpanSeconds.Day)), random)).ToList();
        await database.AddManyFlowsAsync(flows.Take(500));
        await RollUpAsync(database);
        await AssertReadsAsync(database, cameras, flows[..500], random);
        await database.AddManyFlowsAsync(flows.Skip(500));
        await RollUpAsync(database);
        await AssertReadsAsync(database, cameras, flows, random);

        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.Set<CameraDay>().ExecuteDeleteAsync(Cancellation);
        await SetFirstAsync(db, long.MaxValue);
        var packed = 0;
        while (await CameraDays.PackNextAsync(db, Cancellation))
        {
            if (packed++ % 10 == 0)
            {
                await AssertReadsAsync(database, cameras, flows, random);
            }
        }

        Assert.Equal(flows.Select(flow => flow.CapturedAt.UtcDateTime.Date).Distinct().Count(), packed);
        Assert.Equal(long.MinValue, await CameraDays.FirstAsync(db, Cancellation));
        await AssertReadsAsync(database, cameras, flows, random);
        Assert.Equal(await HoursAsync(db), await PackedAsync(db));
    }

    /// <summary>A preview that becomes surer within its hour is told so by the day too.</summary>
    [Fact]
    public async Task RollUp_OfAChangedFlow_ChangesItsDay()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("North"))[0];
        await database.AddFlowsAsync(NewFlow(camera, Noon, new Random(1)), NewFlow(camera, Noon, new Random(2)));
        await RollUpAsync(database);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.Flows.ExecuteUpdateAsync(set => set.SetProperty(flow => flow.Plate, "NEW1").SetProperty(flow => flow.Confidence, .5), Cancellation);
        await RollUpAsync(database);

        Assert.Equal([(Noon.ToUnixTimeSeconds(), camera, 2, 2, 2, 1.0)], await PackedAsync(db));
    }

    /// <summary>What comes late may be of hundreds of hours: they are counted a few at a time, so that who stores flows never waits long.</summary>
    [Fact]
    public async Task Step_OfLateFlows_CountsAFewHours()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("North"))[0];
        var random = new Random(1);
        await database.AddManyFlowsAsync(Enumerable.Range(1, 100).Select(i => NewFlow(camera, Noon.AddHours(-3 * i), random)));
        var rollUp = new StatisticsRollUp(database.Factory, _time, NullLogger<StatisticsRollUp>.Instance);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);

        Assert.True(await rollUp.StepAsync(alsoRecent: false, Cancellation));
        Assert.Equal(StatisticsRollUp.MaxHours, await db.Set<CameraHour>().CountAsync(Cancellation));
        await rollUp.CatchUpAsync(Cancellation);
        Assert.Equal(100, await db.Set<CameraHour>().CountAsync(Cancellation));
        Assert.Equal(await HoursAsync(db), await PackedAsync(db));
    }

    [Theory, ProviderData]
    public async Task Retention_TakesRemovedHoursOutOfTheirDays(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var cameras = await database.AddCamerasAsync("Gate", "Yard");
        await bench.AddAsync([.. Enumerable.Range(0, 30).SelectMany(
            i => new[] { RetentionBench.At(cameras[0], 29 + (i / 5.0)), RetentionBench.At(cameras[1], 29 + (i / 10.0)) })]);
        await RollUpAsync(database);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var before = await HoursAsync(db);

        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);

        var after = await HoursAsync(db);
        Assert.InRange(after.Count, 1, before.Count - 1);
        Assert.Contains(after.GroupBy(hour => (CameraDays.DayOf(hour.Start), hour.Camera)), day =>
            before.Count(hour => (CameraDays.DayOf(hour.Start), hour.Camera) == day.Key) > day.Count()); // A day that went in part.
        Assert.Equal(after, await PackedAsync(db));
    }

    private static async Task AssertReadsAsync(TestDatabase database, int[] cameras, List<Flow> flows, Random random)
    {
        for (var i = 0; i < 12; i++)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(new[] { "UTC", "Europe/Vienna", "Asia/Kolkata", "America/New_York" }[i % 4]);
            var first = new DateTime(2026, 3, 1).AddDays(random.Next(40));
            var (from, to) = (Midnight(first, zone), Midnight(first.AddDays(1 + random.Next(i % 3 == 0 ? 3 : 40)), zone));
            long[] only = [.. cameras.Where(_ => i % 2 == 1 && random.Next(2) == 0).Select(camera => (long)camera)];
            await AssertReadAsync(database, new StatisticsQuery(from, to, only), zone, flows);
        }
    }

    private static async Task AssertReadAsync(TestDatabase database, StatisticsQuery query, TimeZoneInfo zone, List<Flow> flows)
    {
        var numbers = await new StatisticsReader(
            database.Factory, new TopPlates(), new StayReader(database.Factory), FixedOptions.From(new ServerOptions { TimeZone = zone.Id }))
            .ReadAsync(query, SiteScope.Unrestricted, Cancellation);
        var seen = flows.Where(flow => query.Cameras.Count == 0 || query.Cameras.Contains(flow.CameraId))
            .Select(flow => (Flow: flow, Hour: HourOf(flow))).Where(one => one.Hour >= query.From && one.Hour < query.To).ToList();

        AssertQuality(seen.Select(one => one.Flow), numbers.Total);
        Assert.Equal(
            seen.GroupBy(one => one.Flow.CameraId).Select(camera => (camera.Key, camera.LongCount())).OrderBy(camera => camera.Key),
            numbers.Cameras.Select(camera => (camera.CameraId, camera.Quality.Flows)).OrderBy(camera => camera.CameraId));
        foreach (var camera in numbers.Cameras)
        {
            AssertQuality(seen.Select(one => one.Flow).Where(flow => flow.CameraId == camera.CameraId), camera.Quality);
        }

        foreach (var period in numbers.Periods.Where(_ => zone.BaseUtcOffset.Minutes == 0 || query.Step != StatisticsStep.Hour))
        {
            AssertQuality(seen.Where(one => one.Hour >= period.From && one.Hour < period.To).Select(one => one.Flow), period.Quality);
        }

        for (var hour = 0; hour < 24; hour++)
        {
            AssertQuality(
                seen.Where(one => TimeZoneInfo.ConvertTime(one.Hour, zone).Hour == hour).Select(one => one.Flow), numbers.HoursOfDay[hour]);
        }
    }

    private static void AssertQuality(IEnumerable<Flow> flows, ReadQuality quality)
    {
        var (all, read) = (flows.ToList(), flows.Where(flow => flow.Plate.Length > 0).ToList());
        Assert.Equal((all.Count, read.Count, read.Count(flow => flow.Confidence < .8)), (quality.Flows, quality.Read, quality.Doubtful));
        Assert.Equal(read.Sum(flow => flow.Confidence), quality.ConfidenceSum, 6);
    }

    private static DateTimeOffset HourOf(Flow flow) => new(flow.CapturedAt.UtcTicks - (flow.CapturedAt.UtcTicks % TimeSpan.TicksPerHour), default);

    private static DateTimeOffset Midnight(DateTime day, TimeZoneInfo zone) => new(day, zone.GetUtcOffset(day));

    private static async Task<List<(long Start, int Camera, int Flows, int Read, int Doubtful, double Sum)>> HoursAsync(DashboardDbContext db) =>
        [.. (await db.Set<CameraHour>().AsNoTracking().ToListAsync(Cancellation)).Select(ToTuple).Order()];

    private static async Task<List<(long Start, int Camera, int Flows, int Read, int Doubtful, double Sum)>> PackedAsync(DashboardDbContext db)
    {
        var hours = new List<(long Start, int Camera, int Flows, int Read, int Doubtful, double Sum)>();
        foreach (var day in await db.Set<CameraDay>().AsNoTracking().ToListAsync(Cancellation))
        {
            PackedHours.Unpack(day, new CameraHour(), hour => hours.Add(ToTuple(hour)));
        }

        return [.. hours.Order()];
    }

    private static (long Start, int Camera, int Flows, int Read, int Doubtful, double Sum) ToTuple(CameraHour hour) =>
        (hour.Start, hour.CameraId, hour.Flows, hour.Read, hour.Doubtful, hour.ConfidenceSum);

    private static Task SetFirstAsync(DashboardDbContext db, long first) => db.Positions.Where(position => position.Name == Position.StatisticsDays)
        .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, first), Cancellation);

    private static Flow NewFlow(int camera, DateTimeOffset at, Random random)
    {
        var plate = random.Next(10) == 0 ? "" : $"AB{random.Next(30)}";
        return new()
        {
            CameraId = camera,
            CapturedAt = at,
            Plate = plate,
            Confidence = plate.Length > 0 ? .5 + (random.NextDouble() / 2) : 0,
            FirstSeenAt = at,
            LastSeenAt = at,
        };
    }

    private Task RollUpAsync(TestDatabase database) =>
        new StatisticsRollUp(database.Factory, _time, NullLogger<StatisticsRollUp>.Instance).CatchUpAsync(Cancellation);
}
