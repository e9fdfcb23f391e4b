using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;

namespace Dashboard.Tests.Tracking;

public sealed class TravelTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(90)]
    [InlineData(135)]
    [InlineData(180)]
    [InlineData(225)]
    [InlineData(270)]
    [InlineData(359)]
    public void Vehicle_HasTheWayOfItsPlate_ThoughItShakesAndOneCornerIsWrong(int way)
    {
        var random = new Random(way);
        var (x, y) = (Math.Sin(way * Math.PI / 180), -Math.Cos(way * Math.PI / 180));
        var travel = Track(14, i => (
            640 + (x * 18 * (i - 7)) + random.Next(-3, 4) + (i == 5 ? 80 : 0), 360 + (y * 18 * (i - 7)) + random.Next(-3, 4), 100));

        Assert.NotNull(travel);
        Assert.InRange(Math.Abs((((travel.Degrees - way) + 540) % 360) - 180), 0, 8);
        Assert.Equal(Approach.None, travel.Approach);
    }

    [Fact]
    public void Vehicle_WhosePlateGrows_ComesTowardsTheCamera() =>
        Assert.Equal(new Travel(180, Approach.Towards), Track(12, i => (600, 200 + (20 * i), 60 + (6 * i))));

    [Fact]
    public void Vehicle_WhosePlateShrinks_GoesAway() =>
        Assert.Equal(new Travel(0, Approach.Away), Track(12, i => (600, 500 - (20 * i), 130 - (6 * i))));

    [Fact]
    public void Vehicle_StraightAlongTheLineOfSight_ComesDownThePicture_ThoughItsPlateStaysWhereItIs() =>
        Assert.Equal(new Travel(180, Approach.Towards), Track(12, i => (600, 300, 60 + (5 * i))));

    [Fact]
    public void Vehicle_ThatComesAndReversesAgain_HasNoWay() =>
        Assert.Null(Track(21, i => (600, 200 + (20 * (10 - Math.Abs(i - 10))), 100 + (5 * (10 - Math.Abs(i - 10))))));

    [Fact]
    public void Vehicle_ThatStandsAtTheBarrier_AndGoesOn_HasTheWayOfTheWhole() =>
        Assert.Equal(
            new Travel(180, Approach.Towards),
            Track(60, i => (600, 200 + (20 * (i < 8 ? i : i < 50 ? 8 : i - 42)), 80 + (4 * (i < 8 ? i : i < 50 ? 8 : i - 42)))));

    [Fact]
    public void Vehicle_ThatIsParked_OrReadOnce_HasNoWay()
    {
        Assert.Null(Track(60, i => (600 + (i % 3), 400 - (i % 2), 120 + (i % 4))));
        Assert.Null(Track(1, _ => (600, 400, 120), minReads: 1));
    }

    [Fact]
    public void Vehicle_EnteringAtTheEdge_IsNotMisledByThePartOfItsPlateThatIsSeen()
    {
        // It stands still at first, and its plate seems to grow while it comes out from behind the frame's edge.
        var cut = Track(6, i => (5, 400, 60 + (8 * i)), fromLeft: true);
        Assert.Null(cut);
    }

    private static Travel? Track(int frames, Func<int, (double X, double Y, double Width)> place, int minReads = 2, bool fromLeft = false)
    {
        var tracker = new PlateTracker(new TrackingRules { MinReads = minReads });
        for (var i = 0; i < frames; i++)
        {
            var (x, y, width) = place(i);
            var left = fromLeft ? 0 : x - (width / 2);
            tracker.Observe(
                Noon.AddSeconds(0.1 * i),
                1280,
                720,
                [new(PlateCorners.FromBox((float)left, (float)(y - (width / 9)), (float)width, (float)(width / 4.5)), [new("KD472MX", 0.9)])]);
        }

        return Assert.Single(tracker.CloseAll().Flows).Travel;
    }
}
