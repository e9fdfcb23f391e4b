using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Tests.Recognition.FrameSelection;

public sealed class CellMaskTests
{
    private const int Cell = 16;
    private static readonly (int Width, int Height) Picture = (640, 320);

    [Fact]
    public void FindOutside_WithoutARegion_IsNone() => Assert.Empty(Find(null));

    [Trait("Category", "Thorough")]
    [Theory]
    [InlineData("0.5,0.5 1,0.5 1,1")]
    [InlineData("!0.2,0.2 0.8,0.2 0.8,0.8 0.2,0.8")]
    [InlineData("0,0 0.3,0 0.3,1 0,1;0.7,0 1,0 1,1 0.7,1;!0.7,0.5 1,0.5 1,1 0.7,1")]
    [InlineData("0.31,0.5 0.311,0.5 0.311,0.51")]
    public void FindOutside_IsFurtherThanTheMarginFromTheRegion(string text)
    {
        var region = RegionOfInterest.FromText(text)!;
        var outside = Find(region);
        Assert.Contains(true, outside);
        for (var i = 0; i < outside.Length; i++)
        {
            var (distanceX, distanceY) = Distance(region, i % (Picture.Width / Cell), i / (Picture.Width / Cell));
            if (outside[i])
            {
                // A cell that is passed over has no point of the region, nor one within the margin.
                Assert.True(
                    distanceX >= (PixelArea.Margin * Picture.Width) - .5 || distanceY >= (PixelArea.Margin * Picture.Height) - .5, $"cell {i}");
            }
            else
            {
                Assert.True(
                    distanceX <= (PixelArea.Margin * Picture.Width) + (2 * Cell) && distanceY <= (PixelArea.Margin * Picture.Height) + (2 * Cell),
                    $"cell {i}");
            }
        }
    }

    [Fact]
    public void Gate_MotionInAnExcludedPart_IsNoneAndBesideItIs()
    {
        var region = RegionOfInterest.FromText("!0.5,0 1,0 1,1 0.5,1")!;
        var gate = new MotionGate(4);
        var scene = new MotionScene(3, 640, 360);
        gate.DetectsMotion(scene.Draw().Luma, scene.Everywhere, MotionScene.Start, region);
        gate.SetReference(scene.Luma);

        Assert.False(gate.DetectsMotion(scene.Draw().AddPlate(500, 200, 60).Luma, scene.Everywhere, MotionScene.Start.AddSeconds(.1), region));
        Assert.True(gate.DetectsMotion(scene.Draw().AddPlate(100, 200, 60).Luma, scene.Everywhere, MotionScene.Start.AddSeconds(.2), region));
    }

    private static bool[] Find(RegionOfInterest? region) => CellMask.FindOutside(
        region, new PixelArea(0, 0, Picture.Width, Picture.Height), Picture, (Cell, Cell), Picture.Width / Cell, Picture.Height / Cell);

    // Pixels from a cell to the nearest point of the region, looked for one by one; corners count although they have no area.
    private static (double X, double Y) Distance(RegionOfInterest region, int column, int row)
    {
        var best = (X: double.MaxValue, Y: double.MaxValue);
        var corners = region.Polygons.Where(polygon => !polygon.IsExcluded).SelectMany(polygon => polygon.Corners);
        var points = Enumerable.Range(0, Picture.Width / 4).SelectMany(x => Enumerable.Range(0, Picture.Height / 4)
            .Select(y => new PicturePoint(((4 * x) + 2f) / Picture.Width, ((4 * y) + 2f) / Picture.Height))).Where(region.Contains);
        foreach (var point in points.Concat(corners))
        {
            var x = Away(point.X * Picture.Width, column * Cell);
            var y = Away(point.Y * Picture.Height, row * Cell);
            if (Math.Max(x / Picture.Width, y / Picture.Height) < Math.Max(best.X / Picture.Width, best.Y / Picture.Height))
            {
                best = (x, y);
            }
        }

        return best;
    }

    private static double Away(double at, int start) => at < start ? start - at : Math.Max(0, at - start - Cell);
}
