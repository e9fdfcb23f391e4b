using Dashboard.Hosting;
using Dashboard.Storage.Ages;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Retention;

/// <summary>A machine's clock is wrong now and then: for a minute until a time server mends it, or since its battery is flat.</summary>
public sealed class RetentionClockTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task ClockSetByAnHour_WhileItRuns_DeletesNothingTooEarly(int hours)
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        bench.Options.CurrentValue.UnlistedHours = 24;
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(RetentionBench.At(camera, 23.5 / 24), RetentionBench.At(camera, 1));
        await RunAsync(bench);
        bench.Time.Step(TimeSpan.FromHours(hours));
        await RunAsync(bench);
        Assert.Equal(flows.Select(flow => flow.Id), await bench.FlowsAsync());

        await RunAsync(bench, TimeSpan.FromMinutes(2));
        Assert.Contains(flows[0].Id, await bench.FlowsAsync());

        // Whatever way the clock was set, what is old goes in the end.
        await RunAsync(bench, TimeSpan.FromHours(2));
        Assert.Empty(await bench.FlowsAsync());
    }

    /// <summary>A battery that is flat, and a time server that mends it: in between everything looks old.</summary>
    [Theory, ProviderData]
    public async Task ClockAYearAhead_ForAMinute_DeletesNothing(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync([.. Enumerable.Range(1, 9).Select(day => RetentionBench.At(camera, day, hasPicture: true))]);
        await RunAsync(bench);

        bench.Time.Step(Year);
        await RunAsync(bench);
        Assert.Equal(RetentionBench.Noon + Year, bench.Ages.Doubt?.Says);
        Assert.Equal(0, (await bench.Forecast.ReadAsync(cancellationToken: Cancellation)).Flows);
        await RunAsync(bench, TimeSpan.FromMinutes(1));
        bench.Time.Step(-Year);
        await RunAsync(bench, TimeSpan.FromMinutes(1));

        Assert.Null(bench.Ages.Doubt);
        Assert.Equal(flows.Select(flow => flow.Id), await bench.FlowsAsync());
        Assert.All(flows, flow => Assert.True(File.Exists(bench.PathOf(flow))));
    }

    [Fact]
    public async Task FullDisk_WhileTheClockIsAYearAhead_KeepsThePicturesOfTheLastDay()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(RetentionBench.At(camera, 3, hasPicture: true), RetentionBench.At(camera, .1, hasPicture: true));
        await RunAsync(bench);
        bench.DiskFor = () => new DiskNumbers(50, 1000);
        bench.Time.Step(Year);
        await RunAsync(bench);
        Assert.Equal([false, true], flows.Select(flow => File.Exists(bench.PathOf(flow))));
    }

    [Fact]
    public async Task Start_WithAClockAYearAhead_DeletesNothing_UntilItHasRunOnForAWeek()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await bench.AddAsync(RetentionBench.At(camera, 1), RetentionBench.At(camera, 29.5));
        await RunAsync(bench);

        var after = new RetentionBench(database);
        after.Time.Step(Year);
        await RunAsync(after);
        Assert.Equal(2, (await after.FlowsAsync()).Count);

        // Time goes on all the same.
        await RunAsync(after, TimeSpan.FromDays(1));
        Assert.Single(await after.FlowsAsync());

        // A start in between does not begin the wait anew, and does not end it.
        var again = new RetentionBench(database);
        again.Time.Step(Year + TimeSpan.FromDays(1));
        await RunAsync(again);
        await RunAsync(again, TimeSpan.FromDays(5));
        Assert.Single(await again.FlowsAsync());
        Assert.Equal(TimeSpan.FromDays(1), again.Ages.Doubt?.Left);
        await RunAsync(again, TimeSpan.FromDays(1));
        Assert.Empty(await again.FlowsAsync());
        Assert.Null(again.Ages.Doubt);
    }

    /// <summary>A car park that is closed at night, and its machine with it, must forget as well.</summary>
    [Fact]
    public async Task MachineThatIsOffEveryNight_IsNeverMuchTooLate()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var day = 0; day < 20; day++)
        {
            var bench = new RetentionBench(database);
            bench.Time.Step(TimeSpan.FromDays(day));
            await bench.Ages.ReadAsync(Cancellation);
            bench.Time.Advance(TimeSpan.FromHours(8));
            var late = bench.Time.GetUtcNow() - await bench.Ages.ReadAsync(Cancellation);
            Assert.InRange(late, TimeSpan.Zero, TimeSpan.FromDays(2));
        }
    }

    [Fact]
    public async Task ClockThatLeapsAgain_IsWaitedOutAnew()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        await bench.Ages.ReadAsync(Cancellation);
        bench.Time.Step(TimeSpan.FromDays(2));
        await bench.Ages.ReadAsync(Cancellation);
        bench.Time.Advance(TimeSpan.FromHours(47));
        bench.Time.Step(Year);
        Assert.Equal(RetentionBench.Noon.AddHours(47), await bench.Ages.ReadAsync(Cancellation));
        Assert.Equal(AgeClock.LongWait, bench.Ages.Doubt?.Left);
    }

    [Fact]
    public async Task Clock_ThatAPersonSaysIsRight_IsBelievedAtOnce_ByAServerThatRunsAsWell()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (server, command) = (new RetentionBench(database), new RetentionBench(database));
        await server.Ages.ReadAsync(Cancellation);
        server.Time.Step(Year);
        await server.Ages.ReadAsync(Cancellation);
        Assert.NotNull(server.Ages.Doubt);

        command.Time.Step(Year);
        await command.Ages.BelieveAsync(Cancellation);
        server.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(RetentionBench.Noon + Year + TimeSpan.FromMinutes(2), await server.Ages.ReadAsync(Cancellation));
        Assert.Null(server.Ages.Doubt);
    }

    [Fact]
    public async Task ClockThatIsBehind_DeletesByIt_AndIsFollowedWhenItIsSet()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        await bench.Ages.ReadAsync(Cancellation);
        bench.Time.Step(-Year);
        Assert.Equal(RetentionBench.Noon - Year, await bench.Ages.ReadAsync(Cancellation));
        Assert.NotNull(bench.Ages.Doubt);
        bench.Time.Advance(TimeSpan.FromHours(3));
        bench.Time.Step(Year);
        Assert.Equal(RetentionBench.Noon.AddHours(3), await bench.Ages.ReadAsync(Cancellation));
        Assert.Null(bench.Ages.Doubt);
    }

    [Fact]
    public async Task Database_ThatCannotBeWrittenTo_StillTellsTheTime()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TRIGGER full BEFORE INSERT ON \"Positions\" BEGIN SELECT RAISE(ABORT, 'full'); END", Cancellation);
        var ages = new AgeClock(database.Factory, new SteppedClock(), NullLogger<AgeClock>.Instance);
        Assert.Equal(TestTime.Noon, await ages.ReadAsync(Cancellation));
    }

    private static async Task RunAsync(RetentionBench bench, TimeSpan after = default)
    {
        bench.Time.Advance(after);
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
    }
}
