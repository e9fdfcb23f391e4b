using Dashboard.Capture;

namespace Dashboard.Tests.Capture;

public sealed class BackOffTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Next_AgainAndAgain_DoublesWithinAQuarterUpTo30Seconds(int seed)
    {
        var backOff = new BackOff(new Random(seed));
        foreach (var expected in new double[] { 1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30, 30, 30 })
        {
            Assert.InRange(backOff.Next().TotalSeconds, expected * 0.75, Math.Min(30, expected * 1.25));
        }

        backOff.Reset();
        Assert.InRange(backOff.Next().TotalSeconds, 0.75, 1.25);
    }

    [Fact]
    public void Next_OfManyCameras_IsSpread()
    {
        var random = new Random(5);
        Assert.True(Enumerable.Range(0, 50).Select(_ => new BackOff(random).Next()).Distinct().Count() > 40);
    }
}
