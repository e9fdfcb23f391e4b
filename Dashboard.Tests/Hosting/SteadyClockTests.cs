using Dashboard.Hosting;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Hosting;

public sealed class SteadyClockTests
{
    [Theory]
    [InlineData(-24)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(24)]
    public void Now_WhereTheMachinesClockIsSet_GoesOnAsTimePasses(int hours)
    {
        var time = new SteppedClock();
        var clock = new SteadyClock(time);
        time.Advance(TimeSpan.FromMinutes(1));
        time.Step(TimeSpan.FromHours(hours));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TestTime.Noon.AddHours(hours).AddMinutes(2), time.GetUtcNow());
        Assert.Equal(TestTime.Noon.AddMinutes(2), clock.Now);
    }
}
