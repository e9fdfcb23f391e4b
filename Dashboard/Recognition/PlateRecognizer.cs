using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Recognition.Detection;
using Dashboard.Recognition.Ocr;
using Dashboard.Recognition.Onnx;

namespace Dashboard.Recognition;

/// <summary>
/// Reads plates with two small networks: one finds their corners, one reads what is cut out by them
/// (Decision 0011). Both run on the calling thread; callers are as parallel as they like.
/// </summary>
internal sealed class PlateRecognizer : IPlateRecognizer, IDisposable
{
    /// <summary>How many times larger a picture in which nothing was read is looked at again.</summary>
    private const int RetryUpscale = 2;

    private readonly string[] _regions;
    private readonly PlateDetector _detector;
    private readonly PlateReader _reader;
    private volatile Settings _settings;

    /// <summary>Loads the models that came with the program.</summary>
    public PlateRecognizer(RecognitionOptions options)
        : this(options, ModelFiles.Verified())
    {
    }

    /// <summary>
    /// Loads the models of a folder and runs each once. Throws <see cref="OnnxException"/> where one is missing, damaged or another one.
    /// </summary>
    public PlateRecognizer(RecognitionOptions options, string folder)
    {
        _regions = ReadLines(folder, ModelFiles.Regions);
        _settings = new Settings(options, _regions);
        Version = ReadLines(folder, ModelFiles.Version).FirstOrDefault() ?? "unknown";
        _detector = new PlateDetector(ModelFiles.PathIn(folder, ModelFiles.Detector));
        try
        {
            _reader = new PlateReader(ModelFiles.PathIn(folder, ModelFiles.Reader), _regions);
        }
        catch
        {
            _detector.Dispose();
            throw;
        }
    }

    public string Version { get; }

    /// <summary>Reads by other settings from the next frame on. How many frames are recognised at once is not its matter.</summary>
    public void Use(RecognitionOptions options) => _settings = new Settings(options, _regions);

    public IReadOnlyList<DetectedPlate> Detect(LumaImage luma, RegionOfInterest? regionOfInterest = null) =>
        Detect(luma, regionOfInterest, _settings.Options.DetectionSide);

    public IReadOnlyList<PlateRead> Read(
        LumaImage luma, IReadOnlyList<DetectedPlate> plates, int candidates = 10, ExpectedCountries? countries = null)
    {
        if (plates.Count == 0)
        {
            return [];
        }

        var settings = _settings;
        if (settings.Options.RefineCorners)
        {
            var refined = plates.ToArray();
            _detector.Refine(luma, refined);
            plates = refined;
        }

        var reads = _reader.Read(luma, plates, settings.Options.Passes, candidates, settings.Rankings.For(countries));
        for (var i = 0; i < reads.Length; i++)
        {
            if (reads[i].IsLegible && reads[i].Confidence < settings.Options.MinConfidence)
            {
                reads[i] = Illegible(reads[i]);
            }
        }

        KeepOneOfEachPlate(reads);
        return reads;
    }

    public IReadOnlyList<PlateRead> Recognize(
        LumaImage luma, RegionOfInterest? regionOfInterest = null, int candidates = 10, ExpectedCountries? countries = null)
    {
        var usual = _settings.Options.DetectionSide;
        var reads = Legible(luma, Detect(luma, regionOfInterest, usual), candidates, countries);
        var side = Math.Min(RetryUpscale * usual, Math.Max(luma.Width, luma.Height));
        if (reads.Count == 0 && side > usual)
        {
            // A picture comes once, a camera's plate comes closer: only here is it worth looking for what is very small.
            reads = Legible(luma, Detect(luma, regionOfInterest, side), candidates, countries);
        }

        return reads.Count == 0 && regionOfInterest is null && BorderedPicture.CanBePlate(luma)
            ? RecognizePlateAlone(luma, candidates, countries)
            : reads;
    }

    private List<PlateRead> RecognizePlateAlone(LumaImage luma, int candidates, ExpectedCountries? countries)
    {
        var bordered = BorderedPicture.Create(luma);
        var plates = Detect(bordered.Luma, null, _settings.Options.DetectionSide);
        return [.. Legible(bordered.Luma, plates, candidates, countries).Select(bordered.ToPicture).OfType<PlateRead>()];
    }

    public void Dispose()
    {
        _detector.Dispose();
        _reader.Dispose();
    }

    private IReadOnlyList<DetectedPlate> Detect(LumaImage luma, RegionOfInterest? regionOfInterest, int side) =>
        _detector.Find(luma, regionOfInterest, side, _settings.Options.MaxUpscale, (float)_settings.Options.DetectionThreshold);

    private IReadOnlyList<PlateRead> Legible(LumaImage luma, IReadOnlyList<DetectedPlate> plates, int candidates, ExpectedCountries? countries)
    {
        if (plates.Count == 0)
        {
            return [];
        }

        var legible = new List<PlateRead>(plates.Count);
        foreach (var read in Read(luma, plates, candidates, countries))
        {
            if (read.IsLegible)
            {
                legible.Add(read);
            }
        }

        legible.Sort(static (a, b) => b.Confidence.CompareTo(a.Confidence));
        return legible;
    }

    /// <summary>Detections apart from each other may turn out to be the same plate from close by; the surer read stays.</summary>
    private static void KeepOneOfEachPlate(PlateRead[] reads)
    {
        for (var i = 1; i < reads.Length; i++)
        {
            for (var j = 0; j < i && reads[i].IsLegible; j++)
            {
                if (reads[j].IsLegible && PlateSuppression.IsSame(reads[i].Corners, reads[j].Corners))
                {
                    var weaker = reads[i].Confidence > reads[j].Confidence ? j : i;
                    reads[weaker] = Illegible(reads[weaker]);
                }
            }
        }
    }

    private static PlateRead Illegible(PlateRead read) => read with { Candidates = [], Region = null };

    /// <summary>Settings with what is made of them.</summary>
    private sealed class Settings(RecognitionOptions options, string[] regions)
    {
        public RecognitionOptions Options { get; } = options;

        public CountryRankings Rankings { get; } = new(regions, options);
    }

    private static string[] ReadLines(string folder, string name) =>
        [.. File.ReadAllLines(ModelFiles.PathIn(folder, name)).Select(line => line.Trim()).Where(line => line.Length > 0)];
}
