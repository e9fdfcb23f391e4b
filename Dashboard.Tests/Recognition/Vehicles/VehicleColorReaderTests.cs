using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition.Vehicles;
using Microsoft.Extensions.Logging.Abstractions;
using OpenCvSharp;

namespace Dashboard.Tests.Recognition.Vehicles;

/// <summary>The model that comes with the program, on vehicles that are drawn for the test: paint, a window, two lamps, a plate.</summary>
public sealed class VehicleColorReaderTests : IDisposable
{
    private static readonly PlateCorners Plate = PlateCorners.FromBox(260, 300, 120, 27);
    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;
    private readonly VehicleColorReader _reader = new(NullLogger<VehicleColorReader>.Instance);

    public VehicleColorReaderTests() => _codec = new PictureCodec(_pool);

    public void Dispose()
    {
        _reader.Dispose();
        _codec.Dispose();
    }

    [Theory]
    [InlineData(236, 236, 232, VehicleColor.White)]
    [InlineData(110, 112, 115, VehicleColor.SilverGray)]
    [InlineData(20, 20, 22, VehicleColor.Black)]
    [InlineData(175, 22, 28, VehicleColor.Red)]
    [InlineData(25, 70, 160, VehicleColor.Blue)]
    [InlineData(30, 105, 60, VehicleColor.Green)]
    [InlineData(235, 190, 20, VehicleColor.Yellow)]
    public void Vehicle_OfOneColor_HasIt(byte red, byte green, byte blue, VehicleColor color)
    {
        var (told, confidence) = Read(Draw(new Scalar(blue, green, red)), Plate);

        Assert.Equal(color, told);
        Assert.InRange(confidence, VehicleColorVote.MinConfidence, 1);
    }

    [Fact]
    public void Picture_WithoutColors_TellsNone() => Assert.Equal(VehicleColor.None, Read(Draw(new Scalar(175, 22, 28), isGrey: true), Plate).Color);

    [Fact]
    public void Picture_ThatIsTooDark_TellsNone() => Assert.Equal(VehicleColor.None, Read(Draw(new Scalar(28, 22, 175), light: .12), Plate).Color);

    [Fact]
    public void Picture_WithHardlyMoreThanThePlate_TellsNone()
    {
        using var whole = Draw(new Scalar(28, 22, 175));
        Assert.Equal(VehicleColor.None, Read(whole[new Rect(250, 290, 140, 50)].Clone(), Plate.Moved(-250, -290)).Color);
    }

    private static Mat Draw(Scalar paint, bool isGrey = false, double light = 1)
    {
        using var picture = new Mat(480, 640, MatType.CV_8UC3, new Scalar(125, 128, 130));
        Cv2.Rectangle(picture, new Rect(90, 90, 460, 300), paint, -1);
        Cv2.Rectangle(picture, new Rect(150, 90, 340, 90), new Scalar(45, 40, 38), -1);
        Cv2.Rectangle(picture, new Rect(95, 210, 60, 50), new Scalar(40, 30, 140), -1);
        Cv2.Rectangle(picture, new Rect(485, 210, 60, 50), new Scalar(40, 30, 140), -1);
        Cv2.Rectangle(picture, new Rect(90, 390, 460, 30), new Scalar(20, 20, 20), -1);
        Cv2.Rectangle(picture, new Rect(260, 300, 120, 27), new Scalar(225, 228, 228), -1);
        Cv2.PutText(picture, "RT 482 KM", new Point(265, 320), HersheyFonts.HersheySimplex, .62, new Scalar(20, 20, 20), 2);
        using var seen = new Mat();
        picture.ConvertTo(seen, -1, light);
        if (!isGrey)
        {
            return seen.Clone();
        }

        using var grey = new Mat();
        Cv2.CvtColor(seen, grey, ColorConversionCodes.BGR2GRAY);
        var again = new Mat();
        Cv2.CvtColor(grey, again, ColorConversionCodes.GRAY2BGR);
        return again;
    }

    private (VehicleColor Color, double Confidence) Read(Mat picture, PlateCorners corners)
    {
        using var frame = _codec.Decode(picture.ToBytes(".jpg"));
        picture.Dispose();
        var vote = new VehicleColorVote();
        vote.Add(_reader, frame, corners);
        return vote.Decide();
    }
}
