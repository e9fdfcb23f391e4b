using Dashboard.Hosting;

namespace Dashboard.Tests.Hosting;

public sealed class BackOffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Next_AgainAndAgain_DoublesWithinAQuarterUpToTheLimit(int seed)
    {
        var backOff = new BackOff(First, Max, new Random(seed));
        foreach (var expected in new double[] { 1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30, 30, 30 })
        {
            Assert.InRange(backOff.Next().TotalSeconds, expected * 0.75, Math.Min(30, expected * 1.25));
        }

        backOff.Reset();
        Assert.InRange(backOff.Next().TotalSeconds, 0.75, 1.25);
    }

    [Fact]
    public void Next_OfManyWithJitter_IsSpread()
    {
        var random = new Random(5);
        Assert.True(Enumerable.Range(0, 50).Select(_ => new BackOff(First, Max, random).Next()).Distinct().Count() > 40);
    }

    [Fact]
    public void Next_WithoutJitter_IsExact()
    {
        var backOff = new BackOff(First, Max);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => backOff.Next().TotalSeconds));
    }

    [Theory]
    [InlineData(1, 5, 5)]
    [InlineData(4, 5, 8)]
    [InlineData(1, 100, 30)]
    [InlineData(1, -5, 1)]
    [InlineData(1000, 5, 30)]
    public void After_AWaitThatWasAskedFor_HonoursItUpToTheLimit(int failures, int asked, int expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), BackOff.After(failures, First, Max, null, TimeSpan.FromSeconds(asked)));
}
