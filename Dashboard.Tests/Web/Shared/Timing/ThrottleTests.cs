using Dashboard.Web.Shared.Timing;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Shared.Timing;

public class ThrottleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch);
    private readonly List<Exception> _failures = [];
    private int _runs;

    [Fact]
    public void Ask_ManyTimesInOneInterval_RunsAtOnceAndOnceMoreAtItsEnd()
    {
        using var throttle = Counting();
        throttle.Ask();
        _clock.Advance(TimeSpan.Zero);
        Assert.Equal(1, _runs);
        for (var i = 0; i < 100; i++)
        {
            throttle.Ask();
        }

        _clock.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _runs);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, _runs);
        _clock.Advance(Interval * 10);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public void Ask_AfterALongRest_RunsAtOnce()
    {
        using var throttle = Counting();
        throttle.Ask();
        _clock.Advance(Interval * 4);
        throttle.Ask();
        _clock.Advance(TimeSpan.Zero);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public void Ask_WhileItRuns_RunsOnceMoreAfterwardsNeverTwiceAtATime()
    {
        var slow = new TaskCompletionSource();
        using var throttle = new Throttle(() => ++_runs == 1 ? slow.Task : Task.CompletedTask, Interval, _clock, _failures.Add);
        throttle.Ask();
        _clock.Advance(Interval * 2);
        throttle.Ask();
        throttle.Ask();
        _clock.Advance(Interval * 2);
        Assert.Equal(1, _runs);
        slow.SetResult();
        _clock.Advance(TimeSpan.Zero);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public void Run_ThatThrows_IsToldAndTheNextOneComes()
    {
        using var throttle = new Throttle(
            () => ++_runs == 1 ? throw new InvalidOperationException("database is locked") : Task.CompletedTask, Interval, _clock, _failures.Add);
        throttle.Ask();
        _clock.Advance(Interval);
        throttle.Ask();
        _clock.Advance(Interval);
        Assert.Equal(2, _runs);
        Assert.Equal("database is locked", Assert.Single(_failures).Message);
    }

    [Fact]
    public void Failure_ThatCannotBeHandledEither_EndsNothing()
    {
        using var throttle = new Throttle(
            () => ++_runs == 1 ? throw new InvalidOperationException("database is locked") : Task.CompletedTask,
            Interval, _clock, _ => throw new ObjectDisposedException("renderer"));
        throttle.Ask();
        _clock.Advance(Interval);
        throttle.Ask();
        _clock.Advance(Interval);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public void Disposed_Asked_NeverRuns()
    {
        var throttle = Counting();
        throttle.Ask(); // The first runs at once.
        throttle.Ask();
        throttle.Dispose();
        throttle.Ask();
        _clock.Advance(Interval * 3);
        Assert.Equal(1, _runs);
    }

    [Fact]
    public void Debounce_WhileSomebodyTypes_RunsTheLastOnly()
    {
        var typed = "";
        using var debounce = new Debounce(Interval, _clock);
        foreach (var text in new[] { "A", "AB", "AB1" })
        {
            debounce.Ask(() => typed += text);
            _clock.Advance(Interval - TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal("", typed);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("AB1", typed);
    }

    private Throttle Counting() => new(
        () =>
        {
            _runs++;
            return Task.CompletedTask;
        },
        Interval, _clock, _failures.Add);
}
