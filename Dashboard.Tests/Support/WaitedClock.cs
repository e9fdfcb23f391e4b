using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Support;

/// <summary>A clock that stands until a test moves it, and tells when somebody begins to wait by it for one of the given times.</summary>
internal sealed class WaitedClock(params int[] milliseconds) : FakeTimeProvider(TestTime.Noon)
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>The waits that have begun since they were read last.</summary>
    public ChannelReader<TimeSpan> Waits => _waits.Reader;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (period == Timeout.InfiniteTimeSpan && milliseconds.Contains((int)dueTime.TotalMilliseconds))
        {
            _waits.Writer.TryWrite(dueTime);
        }

        return timer;
    }
}
