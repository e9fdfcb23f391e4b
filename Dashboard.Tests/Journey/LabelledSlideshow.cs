using Dashboard.Bench.Accuracy;

namespace Dashboard.Tests.Journey;

/// <summary>A clip made of labelled pictures, each held for a while on a canvas of 1280 x 720, after some seconds of grey.</summary>
internal sealed class LabelledSlideshow
{
    /// <summary>How long each picture is held.</summary>
    public const int HoldSeconds = 2;

    /// <summary>Grey at the start: what a viewer misses while it connects, and the gap when the clip starts again.</summary>
    public const int LeaderSeconds = LeaderPictures * HoldSeconds;

    private const int LeaderPictures = 4;
    private const int Stride = 37;
    private const int Width = 1280;
    private const int Height = 720;

    private LabelledSlideshow(IReadOnlyList<(string File, PlateLabel Label)> pictures) => Pictures = pictures;

    /// <summary>The pictures in order, with their labels.</summary>
    public IReadOnlyList<(string File, PlateLabel Label)> Pictures { get; }

    public int Seconds => LeaderSeconds + (Pictures.Count * HoldSeconds);

    /// <summary>Pictures with one plate that need not be shrunk, taken evenly from the sets; skips the test without the folder.</summary>
    public static LabelledSlideshow Choose(int maxPictures)
    {
        var root = Path.Combine(Repository.Root, "..", "shared", "data", "benchmark-dev");
        Assert.SkipUnless(Directory.Exists(root), "The labelled pictures are not here");
        var pictures = Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal)
            .SelectMany(set => Directory.EnumerateFiles(set, "*.txt").Order(StringComparer.Ordinal))
            .Select(file => (Folder: Path.GetDirectoryName(file)!, Labels: File.ReadLines(file)
                .Select(PlateLabel.FromLine)
                .OfType<PlateLabel>()
                .ToList()))
            .Where(entry => entry.Labels.Count == 1)
            .Select(entry => (File: Path.Combine(entry.Folder, entry.Labels[0].File), Label: entry.Labels[0]))
            .Where(entry => Fits(entry.File))
            .ToList();
        var step = Math.Max(1, (double)pictures.Count / maxPictures);
        var chosen = Enumerable.Range(0, Math.Min(maxPictures, pictures.Count)).Select(i => pictures[(int)(i * step)]).ToList();

        // Mixed, by a stride that meets each once: on a street, plates that differ in two characters do not follow at one place at once.
        return new LabelledSlideshow([.. Enumerable.Range(0, chosen.Count).Select(i => chosen[i * Stride % chosen.Count])]);
    }

    /// <summary>Makes the clip: H.264, ten frames a second. Returns its path, and those of the pictures as they are shown.</summary>
    public (string Clip, IReadOnlyList<string> Shown) Make(TestClips clips)
    {
        // One by one to one size first: ffmpeg's own slideshow drops pictures where size or sampling changes.
        string[] toJpeg = ["-frames:v", "1", "-q:v", "1", "-pix_fmt", "yuvj420p"];
        for (var i = 0; i < LeaderPictures; i++)
        {
            clips.Make($"{i:0000}.jpg", ["-f", "lavfi", "-i", "color=gray:size=1280x720", .. toJpeg]);
        }

        const string fit = "scale=1280:720:force_original_aspect_ratio=decrease:flags=bicubic,pad=1280:720:-1:-1:gray";
        var shown = Pictures.Select((picture, i) => clips.Make($"{i + LeaderPictures:0000}.jpg", ["-i", picture.File, "-vf", fit, .. toJpeg]))
            .ToList();

        // Nearly lossless: what is measured is the way from camera to flow, not how the engine bears compression.
        var clip = clips.Make("slideshow.mp4", "-framerate", $"1/{HoldSeconds}", "-i", Path.Combine(clips.Folder, "%04d.jpg"),
            "-r", "10", "-pix_fmt", "yuvj420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "4", "-g", "10", "-bf", "0");
        return (clip, shown);
    }

    private static bool Fits(string file)
    {
        var (width, height) = JpegSize(File.ReadAllBytes(file));
        return width is > 0 and <= Width && height <= Height;
    }

    /// <summary>Size from the start-of-frame marker (ITU T.81, B.2.2); zero where there is none.</summary>
    private static (int Width, int Height) JpegSize(ReadOnlySpan<byte> jpeg)
    {
        for (var i = 2; i + 9 < jpeg.Length && jpeg[i] == 0xFF; i += 2 + ((jpeg[i + 2] << 8) | jpeg[i + 3]))
        {
            if (jpeg[i + 1] is 0xC0 or 0xC1 or 0xC2)
            {
                return ((jpeg[i + 7] << 8) | jpeg[i + 8], (jpeg[i + 5] << 8) | jpeg[i + 6]);
            }
        }

        return default;
    }
}
