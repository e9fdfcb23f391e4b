using Dashboard.Hosting;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Hosting;

public sealed class PeriodicWorkTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Work_AtOnce_IsDoneAtTheStartAndThenByTheClock()
    {
        using var work = new Counted(_time, isAtOnce: true);
        await work.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => work.Times == 1, "the first at the start");
        _time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => work.Times == 2, "the second a minute later");
        await work.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, work.Times);
    }

    [Fact]
    public async Task Work_NotAtOnce_WaitsForTheFirstInterval()
    {
        using var work = new Counted(_time, isAtOnce: false);
        await work.StartAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, work.Times);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return work.Times == 1;
            },
            "after a minute");
        await work.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Work_ThatFails_IsTriedAgainTheNextTime()
    {
        using var work = new Counted(_time, isAtOnce: true, fails: 2);
        await work.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return work.Times >= 3;
            },
            "it goes on after two failures");
        await work.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Work_ThatFailsForLong_IsSaidLessAndLess_AndWhenItIsOver()
    {
        var log = new FakeLogger();
        using var work = new Counted(_time, isAtOnce: true, fails: 9, log);
        await work.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return work.Times >= 11;
            },
            "it goes on");
        await work.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [.. Enumerable.Repeat("It could not be counted: not now", 4), "It could not be counted: that is over, after 9 times"],
            log.Collector.GetSnapshot().Select(line => line.Message));
    }

    private sealed class Counted(TimeProvider time, bool isAtOnce, int fails = 0, ILogger? log = null)
        : PeriodicWork(TimeSpan.FromMinutes(1), isAtOnce, "It could not be counted", time, log ?? NullLogger.Instance)
    {
        private int _times;

        public int Times => Volatile.Read(ref _times);

        protected override Task DoAsync(CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _times) <= fails ? throw new IOException("not now") : Task.CompletedTask;
    }
}
