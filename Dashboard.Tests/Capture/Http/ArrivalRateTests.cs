using Dashboard.Capture.Http;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Http;

public sealed class ArrivalRateTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();

    /// <summary>Networks hand over together what was sent one after the other.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Camera_OfThatRate_LosesNone_HoweverManyComeTogether(int together)
    {
        var rate = new ArrivalRate(10, _time);
        var taken = Enumerable.Range(0, 200).Count(frame => Come(rate, frame % together == 0 ? together * 100 : 0));

        // What comes with the first, nobody can tell from what the camera had waiting.
        Assert.InRange(taken, 200 - together + 1, 200);
    }

    [Fact]
    public void FasterCamera_HasItsShareTaken_AndNeverMoreThanASecondsWorthAtOnce()
    {
        var rate = new ArrivalRate(5, _time);
        Assert.InRange(Enumerable.Range(0, 250).Count(_ => Come(rate, 40)), 50, 52);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.InRange(Enumerable.Range(0, 100).Count(_ => Come(rate, 0)), 5, 6);
    }

    [Fact]
    public void FirstFrames_HaveNothingToMakeUpFor()
    {
        _time.Advance(TimeSpan.FromSeconds(30));
        var rate = new ArrivalRate(10, _time);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, Enumerable.Range(0, 50).Count(_ => Come(rate, 0)));
    }

    private bool Come(ArrivalRate rate, int afterMs)
    {
        _time.Advance(TimeSpan.FromMilliseconds(afterMs));
        return rate.Take();
    }
}
