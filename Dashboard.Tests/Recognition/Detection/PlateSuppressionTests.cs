using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Detection;

namespace Dashboard.Tests.Recognition.Detection;

public sealed class PlateSuppressionTests
{
    [Fact]
    public void Take_ManyDetectionsOfOnePlate_IsOneWithTheMeanOfItsCorners()
    {
        var kept = Suppress(
            new(PlateCorners.FromBox(100, 50, 80, 20), 0.9f),
            new(PlateCorners.FromBox(102, 50, 80, 20), 0.9f),
            new(PlateCorners.FromBox(120, 52, 80, 20), 0.3f));

        var plate = Assert.Single(kept);
        Assert.Equal(0.9f, plate.Score);
        Assert.Equal(101, plate.Corners.TopLeft.X, 0.01f);
        Assert.Equal(50, plate.Corners.TopLeft.Y, 0.01f);
    }

    [Fact]
    public void Take_PlatesBesideAndAboveEachOther_StayAllSurestFirst()
    {
        var kept = Suppress(
            new(PlateCorners.FromBox(100, 50, 80, 20), 0.5f),
            new(PlateCorners.FromBox(182, 50, 80, 20), 0.9f),
            new(PlateCorners.FromBox(100, 71, 80, 20), 0.7f));

        Assert.Equal([0.9f, 0.7f, 0.5f], kept.Select(plate => plate.Score));
    }

    [Fact]
    public void Take_TiltedNeighboursWhoseBoxesOverlap_StayBoth()
    {
        // Two steep strips next to each other: the upright boxes share more than half, the plates nothing.
        var strip = new PlateCorners(new(0, 0), new(60, 60), new(53, 67), new(-7, 7));
        var next = new PlateCorners(new(12, -4), new(72, 56), new(65, 63), new(5, 3));

        Assert.Equal(2, Suppress(new(strip, 0.8f), new(next, 0.7f)).Count);
        Assert.True(strip.Bounds.Overlap(next.Bounds) > 0.4f);
    }

    [Fact]
    public void Take_PartOfAPlate_GoesWithIt()
    {
        Assert.Single(Suppress(new(PlateCorners.FromBox(0, 0, 80, 60), 0.8f), new(PlateCorners.FromBox(5, 5, 70, 20), 0.7f)));
        Assert.Single(Suppress(new(PlateCorners.FromBox(0, 0, 80, 60), 0.7f), new(PlateCorners.FromBox(5, 5, 70, 20), 0.8f)));
    }

    [Fact]
    public void Take_WhatIsNoQuadrangle_IsLeftOut()
    {
        var crossed = new PlateCorners(new(0, 0), new(50, 50), new(50, 0), new(0, 50));
        var counterclockwise = new PlateCorners(new(0, 0), new(0, 20), new(50, 20), new(50, 0));

        Assert.Empty(Suppress(new(crossed, 0.9f), new(counterclockwise, 0.9f), new(default, 0.9f)));
        Assert.Empty(Suppress());
    }

    [Fact]
    public void Shared_RandomQuadrangles_IsTheAreaThatPointsInBothCover()
    {
        var random = new Random(5);
        for (var round = 0; round < 20; round++)
        {
            var (a, b) = (Quadrangle(), Quadrangle());
            var inside = 0;
            const int points = 200;
            for (var i = 0; i < points * points; i++)
            {
                var at = new PicturePoint((i % points) + 0.5f, (i / points) + 0.5f);
                inside += Contains(a, at) && Contains(b, at) ? 1 : 0;
            }

            Assert.Equal(inside, QuadOverlap.Shared(a, b), 150f);
        }

        PlateCorners Quadrangle()
        {
            float x = random.Next(20, 80), y = random.Next(20, 80), w = random.Next(40, 100), h = random.Next(40, 100), lean = random.Next(-15, 15);
            return new PlateCorners(new(x, y + lean), new(x + w, y), new(x + w - lean, y + h), new(x + lean, y + h));
        }

        static bool Contains(PlateCorners q, PicturePoint p) =>
            Turn(q.TopLeft, q.TopRight, p) >= 0 && Turn(q.TopRight, q.BottomRight, p) >= 0
            && Turn(q.BottomRight, q.BottomLeft, p) >= 0 && Turn(q.BottomLeft, q.TopLeft, p) >= 0;

        static float Turn(PicturePoint o, PicturePoint a, PicturePoint b) => ((a.X - o.X) * (b.Y - o.Y)) - ((a.Y - o.Y) * (b.X - o.X));
    }

    private static IReadOnlyList<DetectedPlate> Suppress(params DetectedPlate[] plates)
    {
        var suppression = new PlateSuppression();
        Array.ForEach(plates, suppression.Add);
        return suppression.Take(100);
    }
}
