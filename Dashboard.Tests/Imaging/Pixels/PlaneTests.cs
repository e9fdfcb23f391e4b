using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Imaging.OpenCv;
using Dashboard.Imaging.Pixels;

namespace Dashboard.Tests.Imaging.Pixels;

/// <summary>The fast code against the plain formula.</summary>
public sealed class PlaneTests
{
    [Theory]
    [InlineData(64, 48, 32, 24)]
    [InlineData(1280, 13, 640, 7)]
    [InlineData(101, 67, 37, 45)]
    [InlineData(96, 31, 32, 31)]
    [InlineData(97, 31, 1, 1)]
    [InlineData(200, 150, 200, 150)]
    [InlineData(1, 1, 1, 1)]
    public void Resampler_AnySizes_IsTheMeanOfWhatAPixelCovers(int fromWidth, int fromHeight, int width, int height)
    {
        var stride = fromWidth + 3;
        var source = Noise(stride * fromHeight);
        var targetStride = width + 2;
        var target = new byte[targetStride * height];

        new PlaneResampler(fromWidth, fromHeight, width, height).Resize(source, stride, target, targetStride);

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Assert.Equal(Naive(source, fromWidth, fromHeight, stride, width, height, x, y), target[(y * targetStride) + x], 0.6);
            }
        }
    }

    [Theory]
    [InlineData(33, 17, 70, 51)]
    [InlineData(5, 3, 64, 64)]
    [InlineData(32, 18, 64, 36)]
    [InlineData(1, 1, 4, 4)]
    public void Enlarger_AnySizes_IsBilinear(int fromWidth, int fromHeight, int width, int height)
    {
        var stride = fromWidth + 3;
        var source = Noise(stride * fromHeight);
        var targetStride = width + 2;
        var target = new byte[targetStride * height];
        using var enlarger = new PlaneEnlarger();

        enlarger.Resize(source, stride, (fromWidth, fromHeight), target, targetStride, (width, height));

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Assert.Equal(Naive(source, fromWidth, fromHeight, stride, width, height, x, y), target[(y * targetStride) + x], 1.1);
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

        Assert.Equal(new PixelArea(0, 0, 200, 100), PixelArea.FromRegionOfInterest(null, 200, 100));
        Assert.Equal(new PixelArea(90, 45, 110, 55), PixelArea.FromRegionOfInterest(region, 200, 100));
    }

    /// <summary>Each source pixel weighs as much of it as the result's pixel covers; without shrinking it is bilinear.</summary>
    private static double Naive(byte[] source, int fromWidth, int fromHeight, int stride, int width, int height, int x, int y)
    {
        double sum = 0, total = 0;
        for (var j = 0; j < fromHeight; j++)
        {
            var rows = Covered(j, y, (double)fromHeight / height);
            if (rows == 0)
            {
                continue;
            }

            for (var i = 0; i < fromWidth; i++)
            {
                var weight = Covered(i, x, (double)fromWidth / width) * rows;
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
