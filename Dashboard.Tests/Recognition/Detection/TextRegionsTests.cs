using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Detection;

namespace Dashboard.Tests.Recognition.Detection;

public sealed class TextRegionsTests
{
    private const int Width = 160;
    private const int Height = 96;

    [Fact]
    public void Find_UprightRegion_GrowsByTheRule()
    {
        var map = new float[Width * Height];
        Draw(map, PlateCorners.FromBox(40, 30, 60, 10), 0.9f);

        var box = Assert.Single(Find(map));

        // 60 x 10 x 1.5 / 140 = 6.4 on every side.
        Assert.Equal(0.9f, box.Score, 0.001f);
        Assert.Equal(60 + 12.9, box.Corners.Width, 0.3);
        Assert.Equal(10 + 12.9, box.Corners.Height, 0.3);
        Assert.Equal(70, box.Corners.Center.X, 0.1);
        Assert.Equal(35, box.Corners.Center.Y, 0.1);
    }

    [Theory]
    [InlineData(-25)]
    [InlineData(-10)]
    [InlineData(15)]
    [InlineData(30)]
    public void Find_TurnedRegion_HasItsAngleAndItsOwnTopLeft(double degrees)
    {
        var map = new float[Width * Height];
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        PicturePoint At(double x, double y) => new((float)(80 + (x * cos) - (y * sin)), (float)(48 + (x * sin) + (y * cos)));
        Draw(map, new PlateCorners(At(-35, -6), At(35, -6), At(35, 6), At(-35, 6)), 0.8f);

        var box = Assert.Single(Find(map)).Corners;

        var slope = Math.Atan2(box.TopRight.Y - box.TopLeft.Y, box.TopRight.X - box.TopLeft.X) * 180 / Math.PI;
        Assert.Equal(degrees, slope, 2.0);
        Assert.True(box.TopLeft.X < box.TopRight.X && box.BottomLeft.X < box.BottomRight.X);
        Assert.True(box.TopLeft.Y < box.BottomLeft.Y);
    }

    [Fact]
    public void Find_TwoRegionsNoiseAndWeakText_GivesTheTwo()
    {
        var map = new float[Width * Height];
        Draw(map, PlateCorners.FromBox(5, 5, 40, 8), 0.9f);
        Draw(map, PlateCorners.FromBox(100, 60, 60, 36), 0.7f);
        Draw(map, PlateCorners.FromBox(60, 30, 1, 1), 0.9f);
        Draw(map, PlateCorners.FromBox(10, 60, 40, 8), 0.4f);

        Assert.Equal([0.9f, 0.7f], Find(map).Select(b => MathF.Round(b.Score, 2)));
    }

    [Fact]
    public void Find_Empty_IsNothing() => Assert.Empty(Find(new float[Width * Height]));

    private static List<TextBox> Find(float[] map)
    {
        var boxes = new List<TextBox>();
        new TextRegions().Find(map, Width, Height, boxes);
        return boxes;
    }

    private static void Draw(float[] map, PlateCorners area, float value)
    {
        var corners = new[] { area.TopLeft, area.TopRight, area.BottomRight, area.BottomLeft };
        for (var i = 0; i < map.Length; i++)
        {
            var (x, y) = ((i % Width) + 0.5f, (i / Width) + 0.5f);
            var inside = true;
            for (var k = 0; k < 4; k++)
            {
                var (a, b) = (corners[k], corners[(k + 1) % 4]);
                inside &= ((b.X - a.X) * (y - a.Y)) - ((b.Y - a.Y) * (x - a.X)) >= 0;
            }

            map[i] = inside ? value : map[i];
        }
    }
}
