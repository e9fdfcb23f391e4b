using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Support;

/// <summary>A clock that stands until a test moves it, and tells for how long somebody waits by it.</summary>
internal sealed class WaitedClock() : FakeTimeProvider(TestTime.Noon)
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Each single wait of up to five seconds, as it begins. What works at intervals waits longer, or again and again.</summary>
    public ChannelReader<TimeSpan> Waits => _waits.Reader;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (period == Timeout.InfiniteTimeSpan && dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromSeconds(5))
        {
            _waits.Writer.TryWrite(dueTime);
        }

        return timer;
    }
}
