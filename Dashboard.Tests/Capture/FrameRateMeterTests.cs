using Dashboard.Capture;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Capture;

public sealed class FrameRateMeterTests
{
    [Theory]
    [InlineData(.2)]
    [InlineData(5)]
    [InlineData(12.5)]
    [InlineData(30)]
    public void Add_FramesAtARate_IsThatRate(double rate)
    {
        var meter = new FrameRateMeter();
        Assert.Equal(0, meter.Add(TestTime.Noon));
        var shown = Enumerable.Range(1, 400).Select(n => meter.Add(TestTime.Noon.AddSeconds(n / rate))).ToList();
        Assert.Equal(rate, shown[^1], .02 * rate);
    }

    [Fact]
    public void Add_FramesInBursts_IsTheRateOverAllOfTheTime()
    {
        var meter = new FrameRateMeter();
        var rates = Enumerable.Range(0, 60).Select(n => meter.Add(TestTime.Noon.AddSeconds((n / 5 * 5.5) + (n % 5 * .1)))).ToList();
        Assert.All(rates.Skip(5), rate => Assert.InRange(rate, .15, 1.1));
    }

    [Fact]
    public void Add_FirstFramesAtOnce_AreNoHighRate()
    {
        var meter = new FrameRateMeter();
        Assert.All(Enumerable.Range(0, 5), n => Assert.InRange(meter.Add(TestTime.Noon.AddMicroseconds(n)), 0, 10));
    }

    [Fact]
    public void Add_AfterTheCameraCameBack_FollowsWithinSeconds()
    {
        var meter = new FrameRateMeter();
        double[] seconds = [.. Enumerable.Range(0, 50).Select(n => n / 10.0), .. Enumerable.Range(0, 60).Select(n => 100 + (n / 10.0))];
        var rates = seconds.Select(second => meter.Add(TestTime.Noon.AddSeconds(second))).ToList();
        Assert.Equal(10, rates[^1], .3);
    }
}
