using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Statistics;
using Dashboard.Statistics.Stays;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.RollUps;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Statistics;

public sealed class StatisticsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 27, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Noon);

    /// <summary>The roll-ups tell what counting the flows one by one tells.</summary>
    [Theory, ProviderData]
    [Trait("Category", "Thorough")]
    public async Task Read_AfterRollUps_SaysWhatCountingEveryFlowSays(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("North", "South");
        var random = new Random(20260327);
        var flows = Enumerable.Range(0, 400).Select(i => NewFlow(
            cameras[random.Next(2)],
            Noon.AddMinutes(-random.Next(9 * 24 * 60)),
            random.Next(10) == 0 ? "" : $"AB{random.Next(30)}",
            .5 + (random.NextDouble() / 2))).ToList();
        await database.AddFlowsAsync(flows.Take(250));
        await RollUpAsync(database);
        await database.AddFlowsAsync(flows.Skip(250)); // Late ones among them: their hours are counted anew.
        await RollUpAsync(database);

        var query = new StatisticsQuery(Noon.AddDays(-7).AddHours(-12), Noon.AddHours(12), []);
        var seen = flows.Where(flow => flow.CapturedAt >= query.From && flow.CapturedAt < query.To).ToList();
        var numbers = await ReadAsync(database, query);

        Assert.Equal(seen.Count, numbers.Total.Flows);
        Assert.Equal(seen.Count(flow => flow.Plate.Length > 0), numbers.Total.Read);
        Assert.Equal(seen.Count(flow => flow.Plate.Length > 0 && flow.Confidence < .8), numbers.Total.Doubtful);
        Assert.Equal(seen.Where(flow => flow.Plate.Length > 0).Average(flow => flow.Confidence), numbers.Total.MeanConfidence, 9);
        Assert.Equal(8, numbers.Periods.Count);
        Assert.Equal(
            seen.GroupBy(flow => flow.CapturedAt.Date).OrderBy(day => day.Key).Select(day => day.LongCount()),
            numbers.Periods.Select(day => day.Quality.Flows));
        Assert.Equal(seen.Count(flow => flow.CapturedAt.Hour == 9), numbers.HoursOfDay[9].Flows);
        Assert.Equal(
            seen.GroupBy(flow => flow.CameraId).Select(camera => (camera.Key, camera.LongCount())).OrderByDescending(camera => camera.Item2),
            numbers.Cameras.Select(camera => (camera.CameraId, camera.Quality.Flows)));
        Assert.Equal(
            seen.Where(flow => flow.Plate.Length > 0).GroupBy(flow => flow.Plate).Select(plate => (plate.Key, plate.LongCount()))
                .OrderByDescending(plate => plate.Item2).ThenBy(plate => plate.Key, StringComparer.Ordinal).Take(20),
            numbers.Plates.Select(plate => (plate.Plate, plate.Flows)));
    }

    [Fact]
    public async Task RollUp_AgainAndByAnotherServer_DoublesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("North"))[0];
        await database.AddFlowsAsync(NewFlow(camera, Noon, "AB1", .9), NewFlow(camera, Noon, "AB1", .7));
        await Task.WhenAll(RollUpAsync(database), RollUpAsync(database));
        await RollUpAsync(database);

        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var hour = Assert.Single(await db.Set<CameraHour>().ToListAsync(Cancellation));
        Assert.Equal((2, 2, 1), (hour.Flows, hour.Read, hour.Doubtful));
        Assert.Equal(2, Assert.Single(await db.Set<PlateMonth>().ToListAsync(Cancellation)).Flows);
    }

    [Fact]
    public async Task Read_BySites_TellsOnlyTheirs()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cameras = await database.AddCamerasAsync("Here", "There");
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Sites.Add(new SiteRow { Name = "Elsewhere" });
            await db.SaveChangesAsync(Cancellation);
            var site = await db.Sites.Where(one => one.Name == "Elsewhere").Select(one => one.Id).SingleAsync(Cancellation);
            await db.Cameras.Where(camera => camera.Id == cameras[1])
                .ExecuteUpdateAsync(set => set.SetProperty(camera => camera.SiteId, site), Cancellation);
            var flows = await database.AddFlowsAsync(
                NewFlow(cameras[0], Noon, "AB1", .9), NewFlow(cameras[1], Noon, "CD2", .9), NewFlow(cameras[1], Noon, "CD2", .9));
            db.Alerts.Add(NewAlert(flows[1], 1, "Wanted"));
            await db.SaveChangesAsync(Cancellation);
        }

        await RollUpAsync(database);
        var query = new StatisticsQuery(Noon.AddHours(-12), Noon.AddHours(12), []);

        var here = await ReadAsync(database, query, SiteScope.ForSites([SiteRow.DefaultId]));
        Assert.Equal(1, here.Total.Flows);
        Assert.Equal("Here", Assert.Single(here.Cameras).Camera);
        Assert.Empty(here.Lists);
        Assert.Empty(here.Plates);
        var all = await ReadAsync(database, query);
        Assert.Equal(3, all.Total.Flows);
        Assert.Equal(("Wanted", 1L, 1L), Assert.Single(all.Lists) is var list ? (list.List, list.Hits, list.Open) : default);
        Assert.Equal(new PlateNumbers("CD2", 2), Assert.Single(all.Plates));
    }

    /// <summary>An alert keeps the name that its list had; the numbers are the list's.</summary>
    [Theory, ProviderData]
    public async Task Hits_OfAListThatWasRenamed_AreOneLine(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await database.AddFlowsAsync(
            NewFlow(camera, Noon, "AB1", .9), NewFlow(camera, Noon, "AB1", .9), NewFlow(camera, Noon, "CD2", .9));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var list = new AlertList { Name = "Wanted cars" };
            db.AlertLists.Add(list);
            await db.SaveChangesAsync(Cancellation);
            db.Alerts.AddRange(NewAlert(flows[0], list.Id, "Wanted"), NewAlert(flows[1], list.Id, "Wanted cars"), NewAlert(flows[2], 99, "Gone"));
            await db.SaveChangesAsync(Cancellation);
        }

        var read = await ReadAsync(database, new StatisticsQuery(Noon.AddHours(-12), Noon.AddHours(12), []));
        Assert.Equal([("Wanted cars", 2L), ("Gone", 1L)], read.Lists.Select(list => (list.List, list.Hits)));
    }

    /// <summary>On the day when clocks go forward there are 23 hours, each with its own bar.</summary>
    [Fact]
    public async Task Periods_OnTheDayThatClocksGoForward_AreItsTwentyThreeHours()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("North"))[0];
        await database.AddFlowsAsync(NewFlow(camera, new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), "AB1", .9));
        await RollUpAsync(database);
        database.Server.TimeZone = "Europe/Vienna";
        var from = new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.FromHours(1));

        var numbers = await ReadAsync(database, new StatisticsQuery(from, from.AddHours(23), []));

        Assert.Equal(23, numbers.Periods.Count);
        Assert.Equal("03:00 +02:00", Assert.Single(numbers.Periods, period => period.Quality.Flows == 1).From.ToString("HH:mm zzz", null));
        Assert.Equal(1, numbers.HoursOfDay[3].Flows);
    }

    private static Alert NewAlert(Flow flow, int list, string name) => new()
    {
        FlowId = flow.Id,
        CameraId = flow.CameraId,
        ListId = list,
        ListName = name,
        Plate = flow.Plate,
        FirstSeenAt = Noon,
        CreatedAt = Noon,
    };

    /// <summary>After a move, or a long time off, millions of flows are new at once, and others write meanwhile.</summary>
    [Theory, ProviderData]
    public async Task Step_OfManyPlates_TakesNoMoreStatementsThanOneOfAFew(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        using var statements = new StatementCount();
        using var logs = LoggerFactory.Create(log => log.SetMinimumLevel(LogLevel.Information).AddProvider(statements));
        var counted = new ProviderContextFactory(database.Options, database.Server, logs);
        var rollUp = new StatisticsRollUp(counted, _time, NullLogger<StatisticsRollUp>.Instance);
        var few = await CountAsync(0, 10);
        Assert.InRange(await CountAsync(10, 4000), few - 3, few + 3);

        async Task<int> CountAsync(int first, int plates)
        {
            await database.AddManyFlowsAsync(Enumerable.Range(first, plates).Select(i => NewFlow(camera, Noon, $"AB{i}", .9)));
            statements.Count = 0;
            await rollUp.StepAsync(alsoRecent: false, Cancellation);
            return statements.Count;
        }
    }

    private static Flow NewFlow(int camera, DateTimeOffset at, string plate, double confidence) =>
        new()
        {
            CameraId = camera,
            CapturedAt = at,
            Plate = plate,
            Confidence = plate.Length > 0 ? confidence : 0,
            FirstSeenAt = at,
            LastSeenAt = at,
        };

    private Task RollUpAsync(TestDatabase database) =>
        new StatisticsRollUp(database.Factory, _time, NullLogger<StatisticsRollUp>.Instance).CatchUpAsync(Cancellation);

    private static Task<StatisticsNumbers> ReadAsync(TestDatabase database, StatisticsQuery query, SiteScope? scope = null) =>
        new StatisticsReader(
            database.Factory, new TopPlates(), new StayReader(database.Factory),
            FixedOptions.From(database.Server.TimeZone is { Length: > 0 } ? database.Server : new ServerOptions { TimeZone = "UTC" }))
            .ReadAsync(query, scope ?? SiteScope.Unrestricted, Cancellation);

    private sealed class StatementCount : ILoggerProvider, ILogger
    {
        public int Count { get; set; }

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Count += eventId.Id == RelationalEventId.CommandExecuted.Id ? 1 : 0;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
