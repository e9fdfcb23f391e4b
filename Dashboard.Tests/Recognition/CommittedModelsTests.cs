using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;

namespace Dashboard.Tests.Recognition;

/// <summary>The models that come with the program, on a plate that is drawn for the test.</summary>
[Trait("Category", "System")]
public sealed class CommittedModelsTests
{
    [Fact]
    public void Recognize_DrawnPlate_ReadsItWhereItIs()
    {
        using var recognizer = new PlateRecognizer(new RecognitionOptions());
        using var codec = new PictureCodec(new FramePool());
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("plate.jpg");
        DrawnPlate.Write(file);
        using var frame = codec.Decode(File.ReadAllBytes(file));
        var luma = LumaImage.FromFrame(frame);

        var read = Assert.Single(recognizer.Recognize(luma));

        Assert.Equal(DrawnPlate.Text, read.Text);
        Assert.InRange(read.Confidence, 0.6, 1);
        Assert.Equal(320, read.Corners.Center.X, 12.0);
        Assert.Equal(230, read.Corners.Center.Y, 12.0);
        Assert.InRange(read.Corners.Width, 150, 240);

        Assert.Single(recognizer.Recognize(luma, RegionOfInterest.FromText("0.3,0.5 0.7,0.5 0.7,0.8 0.3,0.8")));
        Assert.Empty(recognizer.Recognize(luma, RegionOfInterest.FromText("0,0 1,0 1,0.4 0,0.4")));
        Assert.True(recognizer.Recognize(luma, candidates: 2)[0].Candidates.Count <= 2);

        var nothing = new DetectedPlate(PlateCorners.FromBox(10, 10, 150, 40), 1);
        var reads = recognizer.Read(luma, [nothing, Assert.Single(recognizer.Detect(luma))]);
        Assert.Equal(["", DrawnPlate.Text], reads.Select(r => r.Text));
        Assert.Equal([false, true], reads.Select(r => r.IsLegible));
    }

    [Fact]
    public void Recognize_PictureThatIsNothingButAPlate_ReadsBothItsLines()
    {
        using var recognizer = new PlateRecognizer(new RecognitionOptions());
        using var codec = new PictureCodec(new FramePool());
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("plate.jpg");
        DrawnPlate.WriteAlone(file);
        using var frame = codec.Decode(File.ReadAllBytes(file));

        var read = Assert.Single(recognizer.Recognize(LumaImage.FromFrame(frame)));

        Assert.Equal(DrawnPlate.Text, read.Text);
        Assert.Equal(100, read.Corners.Center.X, 12.0);
        Assert.Equal(70, read.Corners.Center.Y, 12.0);
        Assert.InRange(read.Corners.Bounds.Width, 150, 200);
    }

    [Theory]
    [InlineData(640, 360)]
    [InlineData(33, 17)]
    [InlineData(1, 1)]
    [InlineData(2000, 20)]
    public void Recognize_EmptyPictureOfAnySize_IsNothing(int width, int height)
    {
        using var recognizer = new PlateRecognizer(new RecognitionOptions());

        Assert.Empty(recognizer.Recognize(new LumaImage(new byte[width * height], width, height, width)));
    }
}
