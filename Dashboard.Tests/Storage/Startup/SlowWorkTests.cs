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
        await SlowWork.TellAsync(Task.CompletedTask, clock, _told.Add);
        Assert.Empty(_told);

        var work = new TaskCompletionSource();
        var done = SlowWork.TellAsync(work.Task, clock, _told.Add);
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return _told.Count >= 2;
            },
            "it is told twice");
        Assert.All(_told.Index(), one => Assert.True(one.Item >= SlowWork.Interval * (one.Index + 1)));
        work.SetResult();
        await done;
    }

    [Fact]
    public async Task Work_ThatFails_FailsAsItself() => await Assert.ThrowsAsync<IOException>(
        () => SlowWork.TellAsync(Task.FromException(new IOException("full")), TestTime.CreateClock(), _told.Add));
}
