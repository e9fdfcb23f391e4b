using System.Diagnostics;
using Dashboard.Commands.Speed;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Commands.Accuracy;

/// <summary>Recognises a picture and lays what was read over its labels.</summary>
public static class PictureMeasurement
{
    /// <summary>Recognises the luma of a picture whose plates are known.</summary>
    /// <param name="recognizer">The engine.</param>
    /// <param name="file">The picture's path, for reports.</param>
    /// <param name="luma">Its Y plane.</param>
    /// <param name="labels">Its plates, places in pixels of <paramref name="luma"/>.</param>
    public static PictureOutcome Measure(IPlateRecognizer recognizer, string file, LumaImage luma, IReadOnlyList<PlateLabel> labels)
    {
        var busy = ProcessorTime.OfThread;
        var start = Stopwatch.GetTimestamp();
        var detected = recognizer.Detect(luma);
        var between = Stopwatch.GetTimestamp();
        var reads = recognizer.Read(luma, detected);
        var time = new RecognitionTime(
            Stopwatch.GetElapsedTime(start, between).TotalMilliseconds,
            Stopwatch.GetElapsedTime(between).TotalMilliseconds,
            ProcessorTime.OfThread - busy);

        var matches = LabelMatching.Match([.. labels.Select(label => label.Box)], detected);
        var plates = labels.Select((label, i) => matches[i] is >= 0 and var at
            ? new PlateOutcome(file, label, detected[at], reads[at])
            : new PlateOutcome(file, label, null, null));
        var falsePlates = Enumerable.Range(0, detected.Count)
            .Where(i => reads[i].IsLegible && !matches.Contains(i))
            .Select(i => new FalsePlate(file, detected[i], reads[i]));
        var surest = reads.MaxBy(read => read.Confidence);
        var isFirstExact = surest is { IsLegible: true } && labels.Any(label => label.Text == surest.Text);
        return new PictureOutcome([.. plates], [.. falsePlates], isFirstExact, time);
    }
}
