using Dashboard.Domain.Cameras;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Detection;
using Dashboard.Recognition.Imaging;
using Dashboard.Recognition.Ocr;

namespace Dashboard.Recognition;

/// <summary>
/// Reads plates with a general text engine, PP-OCRv4: find all text, read it, and keep what looks like a plate.
/// </summary>
public sealed class PpOcrRecognizer(RecognitionOptions options) : IPlateRecognizer, IDisposable
{
    /// <summary>How many of a picture's lines get a second, closer look.</summary>
    private const int SecondLooks = 3;

    /// <summary>Lines less plausible than this after the first look are no plates.</summary>
    private const double FirstFloor = 0.01;

    /// <summary>Text is this much lower than its plate; the corners that are returned are the plate's.</summary>
    private const float PlateAboveText = 0.12f;

    /// <summary>How far the closer looks reach beyond the box, as shares of its height: across and down.</summary>
    private static readonly (float Across, float Down)[] Looks = [(0.15f, 0.1f), (-0.02f, -0.06f)];

    private readonly TextDetector _detector = new();
    private readonly LineReader _reader = new();

    /// <inheritdoc/>
    public string Version => "ppocr-v4";

    /// <summary>
    /// Text that looks like a plate. A general engine has to read text to know that, so most of the work is done here, and
    /// the score is how plausible the text is.
    /// </summary>
    public IReadOnlyList<DetectedPlate> Detect(LumaImage luma, RegionOfInterest? region = null)
    {
        var boxes = FindText(luma, region);
        var chosen = boxes.Count == 0 ? [] : Choose(boxes, _reader.Read(luma, [.. boxes.Select(b => b.Corners)]));
        return [.. chosen.Select(line => new DetectedPlate(PlateAround(line.Line.Corners), (float)Math.Clamp(line.Value, 0, 1)))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<PlateRead> Read(LumaImage luma, IReadOnlyList<DetectedPlate> plates, int candidates = 10)
    {
        if (plates.Count == 0)
        {
            return [];
        }

        var lines = plates.Select(plate => new Candidate(new TextLine([], TextWithin(plate.Corners)), plate.Score, [])).ToList();
        var firstLooks = _reader.Read(luma, [.. lines.Select(line => line.Line.Corners)]);
        for (var i = 0; i < lines.Count; i++)
        {
            lines[i].Looks.Add(firstLooks[i]);
        }

        LookAgain(luma, lines);
        return [.. plates.Zip(lines, (plate, line) => new PlateRead(plate.Corners, Texts(line, candidates)))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<PlateRead> Recognize(LumaImage luma, RegionOfInterest? region = null, int candidates = 10)
    {
        var boxes = FindText(luma, region);
        return ReadPlates(luma, boxes, candidates);
    }

    /// <summary>The first half of <see cref="Recognize"/>: all text whose place and shape a plate could have.</summary>
    public List<TextBox> FindText(LumaImage luma, RegionOfInterest? region)
    {
        var area = PixelArea.Of(region, luma.Width, luma.Height);
        var boxes = new List<TextBox>();
        foreach (var box in _detector.Find(luma, area, options.DetectionSide * 3 / 2, (float)options.MaximumEnlargement))
        {
            var center = box.Corners.Center;
            var isInside = region?.Contains(new PicturePoint(center.X / luma.Width, center.Y / luma.Height)) ?? true;
            if (isInside && PlateShape.MayBePart(box.Corners))
            {
                boxes.Add(box);
            }
        }

        return boxes;
    }

    /// <summary>The second half: reads the text and keeps the plates, best first.</summary>
    public IReadOnlyList<PlateRead> ReadPlates(LumaImage luma, IReadOnlyList<TextBox> boxes, int candidates)
    {
        if (boxes.Count == 0)
        {
            return [];
        }

        var scores = _reader.Read(luma, [.. boxes.Select(b => b.Corners)]);
        var chosen = Choose(boxes, scores);
        if (chosen.Count == 0)
        {
            return [];
        }

        LookAgain(luma, chosen);
        var reads = new List<PlateRead>();
        foreach (var line in chosen)
        {
            if (Texts(line, candidates) is { Count: > 0 } texts)
            {
                reads.Add(new PlateRead(PlateAround(line.Line.Corners), texts));
            }
        }

        reads.Sort(static (a, b) => Rank(b).CompareTo(Rank(a)));
        return reads;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector.Dispose();
        _reader.Dispose();
    }

    /// <summary>The two round stickers on some plates look like one colon, so one mark among letters is no reason.</summary>
    private static bool IsTimeOrAddress(string text, int marks) => marks > 1 || (marks == 1 && text.All(char.IsAsciiDigit));

    private static PlateCorners PlateAround(PlateCorners text) =>
        ConvexHull.Grow(text, PlateAboveText * text.Height, PlateAboveText * text.Height);

    /// <summary>Undoes <see cref="PlateAround"/>.</summary>
    private static PlateCorners TextWithin(PlateCorners plate)
    {
        var margin = -PlateAboveText / (1 + (2 * PlateAboveText)) * plate.Height;
        return ConvexHull.Grow(plate, margin, margin);
    }

    private static double Rank(PlateRead read) => read.Confidence * PlateRules.Plausibility(read.Text);

    private IReadOnlyList<PlateCandidate> Texts(Candidate line, int candidates)
    {
        var texts = CandidateVote.Combine(line.Looks, options.MinimumLength, options.MaximumLength, candidates);
        return texts.Count > 0 && texts[0].Confidence >= options.MinimumConfidence ? texts : [];
    }

    /// <summary>Of the lines and their joins, the most plausible ones that share no box.</summary>
    private List<Candidate> Choose(IReadOnlyList<TextBox> boxes, CharacterScores[] scores)
    {
        var all = new List<Candidate>();
        foreach (var line in LineGroups.Of(boxes))
        {
            var joined = line.Boxes.Select(i => scores[i]).Aggregate((left, right) => left.Then(right));
            var text = joined.Greedy(out var mean);
            var value = Math.Pow(mean, 4) * PlateRules.Plausibility(text) * PlateShape.Plausibility(line.Corners);
            if (value >= FirstFloor && !IsTimeOrAddress(text, joined.Marks) && text.Length >= options.MinimumLength && text.Length <= options.MaximumLength)
            {
                all.Add(new Candidate(line, value, [joined]));
            }
        }

        all.Sort(static (a, b) => b.Value.CompareTo(a.Value));
        var taken = new HashSet<int>();
        return [.. all.Where(c => !c.Line.Boxes.Any(taken.Contains) && c.Line.Boxes.All(taken.Add))];
    }

    /// <summary>Reads the best lines again, cut a little wider and a little tighter: their errors differ, the truth does not.</summary>
    private void LookAgain(LumaImage luma, List<Candidate> chosen)
    {
        var count = Math.Min(SecondLooks, chosen.Count);
        var crops = new List<PlateCorners>(count * Looks.Length);
        for (var i = 0; i < count; i++)
        {
            var corners = chosen[i].Line.Corners;
            crops.AddRange(Looks.Select(look => ConvexHull.Grow(corners, look.Across * corners.Height, look.Down * corners.Height)));
        }

        var scores = _reader.Read(luma, crops);
        for (var i = 0; i < scores.Length; i++)
        {
            chosen[i / Looks.Length].Looks.Add(scores[i]);
        }
    }

    private sealed record Candidate(TextLine Line, double Value, List<CharacterScores> Looks);
}
