using Dashboard.Hosting.Logging;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Hosting.Logging;

public sealed class LogThrottleTests
{
    [Fact]
    public void Line_IsWrittenOnceAMinute_WithHowOftenItCame()
    {
        var time = TestTime.CreateClock();
        var throttle = new LogThrottle(time);
        Assert.True(throttle.ShouldWrite(out var times));
        Assert.Equal(1, times);
        Assert.False(throttle.ShouldWrite(out _));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(throttle.ShouldWrite(out _));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(throttle.ShouldWrite(out times));
        Assert.Equal(3, times);
    }
}
