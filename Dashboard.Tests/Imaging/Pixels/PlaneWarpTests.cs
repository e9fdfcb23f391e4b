using Dashboard.Domain.Recognition;
using Dashboard.Imaging.Pixels;

namespace Dashboard.Tests.Imaging.Pixels;

/// <summary>The vectorised warp against one sample after another by the formula.</summary>
public sealed class PlaneWarpTests
{
    public static TheoryData<PlateCorners, int, int, int, int> Quadrangles => new()
    {
        { PlateCorners.FromBox(10, 8, 30, 11), 64, 48, 144, 48 },
        { new PlateCorners(new(12, 5), new(58, 11), new(55, 30), new(8, 22)), 64, 48, 144, 48 },
        { new PlateCorners(new(20, 30), new(380, 60), new(370, 240), new(30, 190)), 400, 300, 144, 48 },
        { new PlateCorners(new(-30, -20), new(90, -10), new(95, 70), new(-25, 60)), 64, 48, 37, 13 },
        { PlateCorners.FromBox(0, 0, 2, 2), 2, 2, 9, 9 },
        { PlateCorners.FromBox(0, 0, 1, 5), 1, 5, 16, 8 },
        { PlateCorners.FromBox(0, 0, 3, 1), 3, 1, 16, 8 },
    };

    [Theory]
    [MemberData(nameof(Quadrangles))]
    public void Rectify_AnyQuadrangle_EqualsTheFormula(PlateCorners corners, int sourceWidth, int sourceHeight, int width, int height)
    {
        var stride = sourceWidth + 5;
        var source = new byte[(stride * (sourceHeight - 1)) + sourceWidth];
        new Random(7).NextBytes(source);
        var target = new byte[width * height];

        PlaneWarp.Rectify(source, sourceWidth, sourceHeight, stride, corners, target, width, height, 0.04, 0.08);

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Assert.Equal(Naive(source, sourceWidth, sourceHeight, stride, corners, width, height, x, y), target[(y * width) + x], 1.01);
            }
        }
    }

    [Fact]
    public void Rectify_FineStripesMuchLargerThanTheTarget_BecomeGreyNotStripes()
    {
        var source = new byte[600 * 200];
        for (var i = 0; i < source.Length; i++)
        {
            source[i] = (byte)(i % 600 % 2 == 0 ? 255 : 0);
        }

        var target = new byte[144 * 48];
        PlaneWarp.Rectify(source, 600, 200, 600, PlateCorners.FromBox(20, 20, 560, 160), target, 144, 48);

        Assert.All(target, value => Assert.InRange(value, 100, 155));
    }

    [Fact]
    public void Rectify_CornersThatAreNoQuadrangle_StaysInThePlane()
    {
        var target = new byte[144 * 48];
        foreach (var corners in new[] { default, PlateCorners.FromBox(5, 5, 0, 0), new PlateCorners(new(0, 0), new(50, 50), new(50, 0), new(0, 50)) })
        {
            PlaneWarp.Rectify(Enumerable.Repeat((byte)77, 64 * 48).ToArray(), 64, 48, 64, corners, target, 144, 48, 0.1, 0.1);

            Assert.All(target, value => Assert.Equal(77, value));
        }
    }

    private static double Naive(
        byte[] source, int sourceWidth, int sourceHeight, int stride, PlateCorners corners, int width, int height, int x, int y)
    {
        var map = new Homography(corners);
        double stepU = 1.08 / width, stepV = 1.16 / height;
        int columns = PlaneWarp.Samples(corners.Width * stepU), rows = PlaneWarp.Samples(corners.Height * stepV);
        var sum = 0.0;
        for (var j = 0; j < rows; j++)
        {
            for (var i = 0; i < columns; i++)
            {
                var at = map.Map(((x + ((i + 0.5) / columns)) * stepU) - 0.04, ((y + ((j + 0.5) / rows)) * stepV) - 0.08);
                double px = Math.Clamp(at.X - 0.5, 0, sourceWidth - 1), py = Math.Clamp(at.Y - 0.5, 0, sourceHeight - 1);
                int x0 = (int)px, y0 = (int)py, x1 = Math.Min(x0 + 1, sourceWidth - 1), y1 = Math.Min(y0 + 1, sourceHeight - 1);
                double fx = px - x0, fy = py - y0;
                sum += ((1 - fy) * (((1 - fx) * source[(y0 * stride) + x0]) + (fx * source[(y0 * stride) + x1])))
                    + (fy * (((1 - fx) * source[(y1 * stride) + x0]) + (fx * source[(y1 * stride) + x1])));
            }
        }

        return sum / (rows * columns);
    }
}
