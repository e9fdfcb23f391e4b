using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Recognition;
using Dashboard.Recognition.Onnx;
using Dashboard.Tests.Recognition.Ocr;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Recognition;

/// <summary>
/// The engine around its models, with models that answer what a test paints (Assets/Models/make_models.py): white cells of
/// 32x32 are plates, and grey columns are characters.
/// </summary>
public sealed class PlateRecognizerTests
{
    private const int Width = 1280;
    private const int Height = 720;
    private static readonly string Models = Path.Combine(AppContext.BaseDirectory, "Assets", "Models");

    [Fact]
    public void Detect_PlateInALargeFrame_IsWhereItIs()
    {
        using var recognizer = Create();
        var luma = Black();
        Fill(luma, 640, 320, 64, 64, 255);

        var plate = Assert.Single(recognizer.Detect(Image(luma)));

        Assert.Equal(PlateCorners.FromBox(640, 320, 64, 64), plate.Corners);
        Assert.Equal(1, plate.Score, 0.001f);
    }

    [Fact]
    public void Detect_WithARegion_LooksOnlyThere()
    {
        using var recognizer = Create();
        var luma = Black();
        Fill(luma, 640, 320, 64, 64, 255);
        Fill(luma, 64, 64, 64, 64, 255);
        Assert.Equal(2, recognizer.Detect(Image(luma)).Count);

        var right = recognizer.Detect(Image(luma), RegionOfInterest.FromText("0.05,0 1,0 1,1 0.5,1"));

        Assert.Contains(right, plate => Math.Abs(plate.Corners.Center.X - 672) < 20 && Math.Abs(plate.Corners.Center.Y - 352) < 20);
        Assert.DoesNotContain(right, plate => plate.Corners.Center.X < 300);
    }

    [Fact]
    public void Recognize_PlateTooSmallForTheFirstPass_IsFoundInTheSecond()
    {
        // Any text will do.
        using var recognizer = Create(options => (options.DetectionThreshold, options.MaxLength, options.MinConfidence) = (0.4, 20, 0));
        var luma = Black();

        // A quarter of a cell at the first scale, a whole one at twice that.
        Fill(luma, 640, 320, 32, 32, 252);
        Fill(luma, 652, 320, 8, 16, 140);

        Assert.Empty(recognizer.Detect(Image(luma)));
        var corners = Assert.Single(recognizer.Recognize(Image(luma))).Corners;
        Assert.Equal((640, 320, 32), (corners.TopLeft.X, corners.TopLeft.Y, MathF.Round(corners.Width)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 17)]
    [InlineData(2000, 20)]
    [InlineData(641, 359)]
    public void Recognize_EmptyPictureOfAnySize_IsNothing(int width, int height)
    {
        using var recognizer = Create();

        Assert.Empty(recognizer.Recognize(new LumaImage(new byte[width * height], width, height, width)));
    }

    [Fact]
    public void Read_PaintedPlates_AreReadInTheirOrder()
    {
        using var recognizer = Create();
        var luma = Black();
        var (one, two, none) = (Paint(luma, 100, 100, "ABC", "1D23"), Paint(luma, 500, 300, "XYZ1234", ""), Paint(luma, 800, 500, "", ""));

        var reads = recognizer.Read(Image(luma), [two, none, one]);

        Assert.Equal(["XYZ1234", "", "ABC1D23"], reads.Select(read => read.Text));
        Assert.Equal([true, false, true], reads.Select(read => read.IsLegible));
        Assert.Equal([two.Corners, none.Corners, one.Corners], reads.Select(read => read.Corners));
        Assert.Equal("br", reads[0].Region);
        Assert.InRange(reads[0].Confidence, 0.9, 1);
        Assert.True(reads[0].Candidates.Sum(candidate => candidate.Confidence) <= 1.0001);
    }

    [Fact]
    public void Read_MorePlatesAndPassesThanABatch_AreAllRead()
    {
        using var recognizer = Create(options => options.Passes = 3);
        var luma = Black();
        var texts = Enumerable.Range(0, 15).Select(i => $"AB{100 + (7 * i)}CD").ToArray();
        var plates = texts.Select((text, i) => Paint(luma, 10 + (i % 4 * 310), 10 + (i / 4 * 110), text, "")).ToArray();

        Assert.Equal(texts, recognizer.Read(Image(luma), plates).Select(read => read.Text));
    }

    [Fact]
    public void Read_PlateThatIsNotFoundAgainFromClose_KeepsItsCorners()
    {
        using var recognizer = Create(options => options.RefineCorners = true);
        var plates = Enumerable.Range(0, 6).Select(i => new DetectedPlate(PlateCorners.FromBox(200 * i, 300, 150, 50), 1)).ToArray();

        var reads = recognizer.Read(Image(Black()), plates);

        Assert.Equal(plates.Select(plate => plate.Corners), reads.Select(read => read.Corners));
    }

    [Fact]
    public void Read_CandidatesAndConfidence_AreWithinWhatWasAskedFor()
    {
        using var recognizer = Create(options => options.MinLength = 5);
        var luma = Black();
        var plate = Paint(luma, 100, 100, "XYZ1234", "");
        var tooShort = Paint(luma, 600, 100, "XY12", "");

        var reads = recognizer.Read(Image(luma), [plate, tooShort], candidates: 1);

        Assert.Single(reads[0].Candidates);
        Assert.False(reads[1].IsLegible);
    }

    [Fact]
    public void Recognize_FromManyThreads_GivesTheSame()
    {
        using var recognizer = Create();
        var luma = Black();
        var plate = Paint(luma, 100, 100, "XYZ1234", "");

        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            Assert.Equal("XYZ1234", recognizer.Read(Image(luma), [plate])[0].Text);
            Assert.NotEmpty(recognizer.Detect(Image(luma)));
        });
    }

    [Fact]
    public void Frames_OneAfterTheOther_AllocateNoMoreThanTheirResults()
    {
        using var recognizer = Create(options => options.Passes = 2);
        var (empty, luma) = (Image(Black()), Black());
        var plates = new[] { Paint(luma, 100, 100, "XYZ1234", ""), Paint(luma, 500, 300, "ABC1D23", "") };
        var picture = Image(luma);
        Assert.Equal(0, Allocations.Min(() => recognizer.Detect(empty)));

        using var refining = Create(options => options.RefineCorners = true);
        Assert.InRange(Allocations.Min(() => refining.Read(empty, plates, candidates: 2)), 1, 2000);

        // A read: its record, its candidates with their texts, the arrays around them; a frame would be 920,000.
        Assert.InRange(Allocations.Min(() => recognizer.Read(picture, plates, candidates: 2)), 1, 2000);
    }

    [Fact]
    public void Models_MissingDamagedOrSwapped_StopTheStartWithTheirName()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(ModelFiles.Regions, Problem());
        foreach (var name in new[] { ModelFiles.Regions, ModelFiles.Version, ModelFiles.Detector })
        {
            File.Copy(Path.Combine(Models, name), folder.PathOf(name));
        }

        Assert.Contains(ModelFiles.Reader, Problem());
        File.WriteAllText(folder.PathOf(ModelFiles.Reader), "no model");
        Assert.Contains(ModelFiles.Reader, Problem());
        File.Copy(Path.Combine(Models, ModelFiles.Detector), folder.PathOf(ModelFiles.Reader), overwrite: true);
        Assert.Contains("characters", Problem());
        File.Copy(Path.Combine(Models, ModelFiles.Reader), folder.PathOf(ModelFiles.Reader), overwrite: true);
        File.WriteAllText(folder.PathOf(ModelFiles.Regions), "br\n");
        Assert.Contains("3 regions", Problem());

        string Problem() => Assert.Throws<OnnxException>(() => new PlateRecognizer(new RecognitionOptions(), folder.PathOf("")).Dispose()).Message;
    }

    private static PlateRecognizer Create(Action<RecognitionOptions>? change = null)
    {
        // What is painted is all plate to the test's detector: it has nothing to find from close by.
        var options = new RecognitionOptions { DetectionThreshold = 0.9, RefineCorners = false };
        change?.Invoke(options);
        return new PlateRecognizer(options, Models);
    }

    private static byte[] Black() => new byte[Width * Height];

    private static LumaImage Image(byte[] luma) => new(luma, Width, Height, Width);

    private static void Fill(byte[] luma, int x, int y, int width, int height, byte value)
    {
        for (var row = y; row < y + height; row++)
        {
            luma.AsSpan((row * Width) + x, width).Fill(value);
        }
    }

    /// <summary>Paints a plate whose crop is twice as large as the reader's: columns of 8 pixels in two rows of 48, white for no character.</summary>
    private static DetectedPlate Paint(byte[] luma, int x, int y, string upper, string lower)
    {
        Fill(luma, x, y, 288, 96, 252);
        foreach (var (text, top) in new[] { (upper, y), (lower, y + 48) })
        {
            for (var i = 0; i < text.Length; i++)
            {
                // A gap before the first keeps what is outside the plate apart; four columns a character and one between.
                Fill(luma, x + 8 + (40 * i), top, 32, 48, (byte)(7 * PlateClasses.Find(text[i])));
            }
        }

        // The crop reaches beyond the plate by its margins, so the plate is that much smaller.
        float width = 288 / 1.08f, height = 96 / 1.16f;
        return new DetectedPlate(PlateCorners.FromBox(x + (0.04f * width), y + (0.08f * height), width, height), 1);
    }
}
