using Dashboard.Storage.Startup;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Storage.Startup;

/// <summary>Work at the start that takes long.</summary>
public sealed class SlowWorkTests
{
    private readonly List<TimeSpan> _told = [];

    [Fact]
    public async Task Work_ThatTakesLong_IsToldOf_AndQuickWorkIsNot()
    {
        var clock = TestTime.CreateClock();
        await SlowWork.RunAsync(() => Task.CompletedTask, clock, _told.Add);
        Assert.Empty(_told);

        var work = new TaskCompletionSource();
        var done = SlowWork.RunAsync(() => work.Task, clock, _told.Add);
        clock.Advance(SlowWork.Interval);
        clock.Advance(SlowWork.Interval);
        Assert.Equal([SlowWork.Interval, 2 * SlowWork.Interval], _told);
        work.SetResult();
        await done;
        clock.Advance(SlowWork.Interval);
        Assert.Equal(2, _told.Count);
    }

    /// <summary>Six steps of nine seconds are a minute in which somebody waits.</summary>
    [Fact]
    public async Task QuickSteps_ThatTakeLongTogether_AreToldOf()
    {
        var clock = TestTime.CreateClock();
        var told = new List<(int Step, TimeSpan Took)>();
        await SlowWork.RunAsync(
            [1, 2, 3],
            _ =>
            {
                clock.Advance(0.6 * SlowWork.Interval);
                return Task.CompletedTask;
            },
            clock,
            (step, took) => told.Add((step, took)));

        Assert.Equal([1], told.Select(one => one.Step));
    }

    [Fact]
    public async Task Work_ThatFails_FailsAsItself() => await Assert.ThrowsAsync<IOException>(
        () => SlowWork.RunAsync(() => Task.FromException(new IOException("full")), TestTime.CreateClock(), _told.Add));
}
