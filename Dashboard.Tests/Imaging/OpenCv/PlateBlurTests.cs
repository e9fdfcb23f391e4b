using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using OpenCvSharp;

namespace Dashboard.Tests.Imaging.OpenCv;

/// <summary>Pictures of which nothing can be recognised but the plate.</summary>
public sealed class PlateBlurTests : IDisposable
{
    private const int Width = 640;
    private const int Height = 360;

    // What is left of what was sharp, grey levels: a block's mean of noise, and what JPEG adds.
    private const int Flat = 4;

    private static readonly PlateCorners Tilted = new(new(200, 150), new(320, 170), new(316, 200), new(196, 180));

    private readonly PictureCodec _codec = new(new FramePool());

    public void Dispose() => _codec.Dispose();

    [Fact]
    public async Task Blur_KeepsThePlate_AndLeavesNoDetailAroundIt()
    {
        var file = Noise(Width, Height);
        var before = file.ToArray();
        using var original = Cv2.ImDecode(file, ImreadModes.Grayscale);
        using var blurred = Cv2.ImDecode(await _codec.BlurAroundAsync(file, Tilted, Cancellation), ImreadModes.Grayscale);

        Assert.Equal(before, file);
        Assert.Equal(original.Size(), blurred.Size());
        Assert.InRange(MeanDifference(original, blurred, InsidePlate), 0, 6);
        Assert.InRange(MeanDifference(original, blurred, FarFromPlate), 40, 255);
        Assert.InRange(LargestStep(blurred, FarFromPlate), 0, Flat);
        Assert.InRange(LargestStep(original, FarFromPlate), 100, 255);

        static bool InsidePlate(int x, int y) => x is > 206 and < 310 && y is > 172 and < 178;
        static bool FarFromPlate(int x, int y) => x is < 170 or > 345 || y is < 125 or > 225;
    }

    [Theory]
    [InlineData("")]
    [InlineData("9000,9000,9100,9000,9100,9020,9000,9020")]
    [InlineData("5,5,5,5,5,5,5,5")]
    [InlineData("NaN,0,9,0,9,9,0,9")]
    [InlineData("1e30,0,9e30,0,9e30,9e30,0,9e30")]
    public async Task Blur_WithoutAPlateInThePicture_LeavesNothingSharp(string corners)
    {
        foreach (var (width, height) in new[] { (Width, Height), (90, 50), (17, 300), (3, 3), (1, 1) })
        {
            var file = Noise(width, height);
            using var blurred = Cv2.ImDecode(
                await _codec.BlurAroundAsync(file, PlateCorners.FromText(corners), Cancellation), ImreadModes.Grayscale);
            Assert.Equal((width, height), (blurred.Width, blurred.Height));
            Assert.InRange(LargestStep(blurred, (_, _) => true), 0, 2 * Flat);
        }
    }

    [Fact]
    public async Task Blur_OfASecondPlateElsewhere_CannotBeRead()
    {
        using var picture = new Mat(Height, Width, MatType.CV_8UC3, Scalar.All(90));
        Cv2.Rectangle(picture, new Rect(400, 240, 200, 50), Scalar.White, -1);
        Cv2.PutText(picture, "W 4711 X", new Point(405, 280), HersheyFonts.HersheySimplex, 1.3, Scalar.Black, 4);
        Cv2.ImEncode(".jpg", picture, out var file);
        using var blurred = Cv2.ImDecode(await _codec.BlurAroundAsync(file, Tilted, Cancellation), ImreadModes.Grayscale);
        Assert.InRange(LargestStep(blurred, (x, y) => x > 345), 0, 2 * Flat);
    }

    /// <summary>Otherwise one of them takes half of what the whole program may.</summary>
    [Fact]
    public async Task Blur_OfAHugePicture_HasHalfItsSize_AndKeepsThePlate()
    {
        using var pixels = new Mat(6001, 6000, MatType.CV_8UC3, Scalar.Black);
        pixels[new Rect(4000, 3000, 400, 100)].SetTo(Scalar.White);
        Assert.True(Cv2.ImEncode(".jpg", pixels, out var file));

        using var blurred = Cv2.ImDecode(
            await _codec.BlurAroundAsync(file, PlateCorners.FromBox(4000, 3000, 400, 100), Cancellation), ImreadModes.Grayscale);

        Assert.Equal((3000, 3001), (blurred.Width, blurred.Height));
        Assert.InRange(blurred.At<byte>(1525, 2100), 250, 255);
        Assert.InRange(blurred.At<byte>(1502, 2001), 200, 255);
    }

    [Fact]
    public async Task Blur_OfWhatIsNoPicture_IsRefused() =>
        await Assert.ThrowsAsync<InvalidDataException>(async () => await _codec.BlurAroundAsync(new byte[1000], Tilted, Cancellation));

    private static byte[] Noise(int width, int height)
    {
        using var picture = new Mat(height, width, MatType.CV_8UC3);
        Cv2.Randu(picture, Scalar.All(0), Scalar.All(256));
        Cv2.ImEncode(".jpg", picture, out var file, [(int)ImwriteFlags.JpegQuality, 95]);
        return file;
    }

    private static double MeanDifference(Mat a, Mat b, Func<int, int, bool> where)
    {
        var (sum, count, width, height) = (0L, 0, a.Width, a.Height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (where(x, y))
                {
                    sum += Math.Abs(a.At<byte>(y, x) - b.At<byte>(y, x));
                    count++;
                }
            }
        }

        return (double)sum / count;
    }

    // How much neighbours differ at most: letters and faces are made of such steps.
    private static int LargestStep(Mat picture, Func<int, int, bool> where)
    {
        var (largest, width, height) = (0, picture.Width, picture.Height);
        for (var y = 1; y < height; y++)
        {
            for (var x = 1; x < width; x++)
            {
                if (where(x, y) && where(x - 1, y - 1))
                {
                    int here = picture.At<byte>(y, x), left = picture.At<byte>(y, x - 1), above = picture.At<byte>(y - 1, x);
                    largest = Math.Max(largest, Math.Max(Math.Abs(here - left), Math.Abs(here - above)));
                }
            }
        }

        return largest;
    }
}
