using System.Globalization;
using Dashboard.Commands;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Journey;

/// <summary>A clip made of labelled pictures, each held for a while on a canvas of 1280 x 720, after some seconds of grey.</summary>
internal sealed class LabelledSlideshow
{
    /// <summary>How long each picture is held.</summary>
    public const double HoldSeconds = 1.5;

    /// <summary>Grey at the start: what a viewer misses while it connects, and the gap when the clip starts again.</summary>
    public const double LeaderSeconds = 8;

    private const string Canvas = "scale=w='min(iw,1280)':h='min(ih,720)':force_original_aspect_ratio=decrease,pad=1280:720:(ow-iw)/2:(oh-ih)/2:gray";

    private LabelledSlideshow(IReadOnlyList<(string File, PlateLabel Label)> pictures) => Pictures = pictures;

    /// <summary>The pictures in order, with their labels.</summary>
    public IReadOnlyList<(string File, PlateLabel Label)> Pictures { get; }

    /// <summary>Length of the clip.</summary>
    public double Seconds => LeaderSeconds + (Pictures.Count * HoldSeconds);

    /// <summary>Pictures with one plate that need not be shrunk, taken evenly from the sets; skips the test without the folder.</summary>
    public static LabelledSlideshow Choose(int most)
    {
        var root = Path.Combine(Repository.Root, "..", "shared", "data", "benchmark-dev");
        Assert.SkipUnless(Directory.Exists(root), "The labelled pictures (shared/data/benchmark-dev beside the repository) are not here");
        var pictures = Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal)
            .SelectMany(set => Directory.EnumerateFiles(set, "*.txt").Order(StringComparer.Ordinal))
            .Select(file => (Folder: Path.GetDirectoryName(file)!, Labels: File.ReadLines(file).Select(PlateLabel.FromLine).OfType<PlateLabel>().ToList()))
            .Where(entry => entry.Labels.Count == 1)
            .Select(entry => (File: Path.Combine(entry.Folder, entry.Labels[0].File), Label: entry.Labels[0]))
            .Where(entry => Fits(entry.File))
            .ToList();
        var step = Math.Max(1, (double)pictures.Count / most);
        return new LabelledSlideshow([.. Enumerable.Range(0, Math.Min(most, pictures.Count)).Select(i => pictures[(int)(i * step)])]);
    }

    /// <summary>Makes the clip: H.264, ten frames a second. Returns its path.</summary>
    public string Make(TestClips clips)
    {
        var list = Path.Combine(clips.Folder, "slideshow.txt");
        var lines = Pictures.Select(p => string.Create(CultureInfo.InvariantCulture, $"file '{Path.GetFullPath(p.File)}'\nduration {HoldSeconds}"));
        File.WriteAllLines(list, [.. lines, $"file '{Path.GetFullPath(Pictures[^1].File)}'"]);
        var leader = string.Create(CultureInfo.InvariantCulture, $"color=gray:size=1280x720:rate=10:duration={LeaderSeconds}");
        return clips.Make("slideshow.mp4", "-f", "lavfi", "-i", leader, "-f", "concat", "-safe", "0", "-i", list,
            "-filter_complex", $"[1:v]{Canvas},fps=10,setsar=1[show];[0:v]setsar=1[leader];[leader][show]concat=n=2:v=1,format=yuv420p",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "17", "-g", "10", "-bf", "0");
    }

    private static bool Fits(string file)
    {
        var (width, height) = JpegSize(File.ReadAllBytes(file));
        return width is > 0 and <= 1280 && height <= 720;
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
