using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Tests.Recognition.Imaging;

/// <summary>The fast code against the plain formula.</summary>
public sealed class PlaneTests
{
    [Theory]
    [InlineData(64, 48, 32, 24)]
    [InlineData(101, 67, 37, 45)]
    [InlineData(33, 17, 70, 51)]
    [InlineData(5, 3, 64, 64)]
    [InlineData(200, 150, 200, 150)]
    [InlineData(1, 1, 4, 4)]
    [InlineData(97, 31, 1, 1)]
    public void Resampler_AnySizes_EqualsTheFormula(int fromWidth, int fromHeight, int width, int height)
    {
        var stride = fromWidth + 3;
        var source = Noise(stride * fromHeight);
        var resampler = new PlaneResampler(fromWidth, fromHeight, width, height);
        var row = new float[width];

        for (var y = 0; y < height; y++)
        {
            resampler.Row(source, stride, y, row);
            for (var x = 0; x < width; x++)
            {
                Assert.Equal(Naive(source, fromWidth, fromHeight, stride, width, height, x, y), row[x], 0.01);
            }
        }
    }

    [Theory]
    [InlineData(64, 48, 32, 24)]
    [InlineData(1280, 13, 640, 7)]
    [InlineData(101, 67, 37, 45)]
    [InlineData(96, 31, 32, 31)]
    [InlineData(33, 17, 70, 51)]
    [InlineData(97, 31, 1, 1)]
    public void Resampler_ByArea_IsTheMeanOfWhatAPixelCovers(int fromWidth, int fromHeight, int width, int height)
    {
        var stride = fromWidth + 3;
        var source = Noise(stride * fromHeight);
        var targetStride = width + 2;
        var target = new byte[targetStride * height];

        new PlaneResampler(fromWidth, fromHeight, width, height, ShrinkFilter.Area).Resize(source, stride, target, targetStride);

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Assert.Equal(NaiveArea(source, fromWidth, fromHeight, stride, width, height, x, y), target[(y * targetStride) + x], 0.6);
            }
        }
    }

    [Fact]
    public void Resampler_FlatPicture_StaysFlat()
    {
        var target = new byte[31 * 7];

        new PlaneResampler(97, 53, 31, 7).Resize(Enumerable.Repeat((byte)200, 97 * 53).ToArray(), 97, target);

        Assert.All(target, value => Assert.Equal(200, value));
    }

    [Fact]
    public void Rows_AnyLength_EqualOneByOne()
    {
        for (var length = 0; length < 130; length++)
        {
            var bytes = Noise(length);
            var sums = bytes.Select(b => b * 0.5f).ToArray();
            var expected = sums.Select((s, i) => s + (bytes[i] * 0.3f)).ToArray();
            PlaneResampler.AddWeighted(bytes, 0.3f, sums);
            Assert.All(expected.Zip(sums), pair => Assert.Equal(pair.First, pair.Second, 0.001f));

            var normalized = new float[length];
            LumaRows.Normalize(sums, 0.25f, -1.5f, normalized);
            Assert.All(sums.Zip(normalized), pair => Assert.Equal((pair.First * 0.25f) - 1.5f, pair.Second, 0.0001f));

            var values = bytes.Select(b => Math.Min(255, b + 0.4f)).ToArray();
            var rounded = new byte[length];
            LumaRows.ToBytes(values, rounded);
            Assert.Equal(bytes, rounded);
        }
    }

    [Fact]
    public void Rectify_UprightBoxOfItsOwnSize_IsACopy()
    {
        var source = Noise(40 * 30);
        var target = new byte[12 * 9];

        PlaneWarp.Rectify(source, 40, 30, 40, PlateCorners.FromBox(5, 7, 12, 9), target, 12, 9);

        for (var i = 0; i < target.Length; i++)
        {
            Assert.Equal(source[((7 + (i / 12)) * 40) + 5 + (i % 12)], target[i]);
        }
    }

    [Fact]
    public void Homography_AnyQuadrangle_MeetsItsCorners()
    {
        var corners = new PlateCorners(new(10, 20), new(90, 5), new(100, 60), new(5, 50));
        var map = new Homography(corners);

        Near(corners.TopLeft, map.Map(0, 0));
        Near(corners.TopRight, map.Map(1, 0));
        Near(corners.BottomRight, map.Map(1, 1));
        Near(corners.BottomLeft, map.Map(0, 1));

        static void Near(PicturePoint expected, PicturePoint actual)
        {
            Assert.Equal(expected.X, actual.X, 0.001f);
            Assert.Equal(expected.Y, actual.Y, 0.001f);
        }
    }

    [Fact]
    public void Area_OfARegion_IsItsBoxWithAMargin()
    {
        var region = RegionOfInterest.FromText("0.5,0.5 1,0.5 1,1");

        Assert.Equal(new PixelArea(0, 0, 200, 100), PixelArea.Of(null, 200, 100));
        Assert.Equal(new PixelArea(90, 45, 110, 55), PixelArea.Of(region, 200, 100));
    }

    private static double Naive(byte[] source, int fromWidth, int fromHeight, int stride, int width, int height, int x, int y)
    {
        double stepX = (double)fromWidth / width, stepY = (double)fromHeight / height;
        double reachX = Math.Max(1, stepX), reachY = Math.Max(1, stepY);
        double centerX = ((x + 0.5) * stepX) - 0.5, centerY = ((y + 0.5) * stepY) - 0.5;
        double sum = 0, total = 0;
        for (var j = 0; j < fromHeight; j++)
        {
            for (var i = 0; i < fromWidth; i++)
            {
                var weight = Math.Max(0, 1 - (Math.Abs(i - centerX) / reachX)) * Math.Max(0, 1 - (Math.Abs(j - centerY) / reachY));
                sum += weight * source[(j * stride) + i];
                total += weight;
            }
        }

        return sum / total;
    }

    /// <summary>Each source pixel weighs as much of it as the result's pixel covers; without shrinking, as in <see cref="Naive"/>.</summary>
    private static double NaiveArea(byte[] source, int fromWidth, int fromHeight, int stride, int width, int height, int x, int y)
    {
        double sum = 0, total = 0;
        for (var j = 0; j < fromHeight; j++)
        {
            for (var i = 0; i < fromWidth; i++)
            {
                var weight = Covered(i, x, (double)fromWidth / width) * Covered(j, y, (double)fromHeight / height);
                sum += weight * source[(j * stride) + i];
                total += weight;
            }
        }

        return sum / total;

        static double Covered(int pixel, int result, double step) => step > 1
            ? Math.Max(0, Math.Min(pixel + 1, (result + 1) * step) - Math.Max(pixel, result * step))
            : Math.Max(0, 1 - Math.Abs(pixel - (((result + 0.5) * step) - 0.5)));
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
