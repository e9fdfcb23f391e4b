using System.Diagnostics;
using Dashboard.Bench.Speed;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Recognition;

namespace Dashboard.Bench.Accuracy;

/// <summary>Recognises a picture and lays what was read over its labels.</summary>
internal static class PictureMeasurement
{
    /// <summary>Two places that overlap by more than this are the same plate, seen twice.</summary>
    private const float SamePlace = 0.5f;

    /// <summary>A picture that stands for itself: recognised as a whole, and the two halves once more for their times.</summary>
    /// <param name="file">The picture's path, for reports.</param>
    /// <param name="luma">Its Y plane.</param>
    /// <param name="labels">Its plates, places in pixels of <paramref name="luma"/>.</param>
    public static PictureOutcome MeasurePicture(IPlateRecognizer recognizer, string file, LumaImage luma, IReadOnlyList<PlateLabel> labels)
    {
        var busy = ProcessorTime.OfThread;
        var start = Stopwatch.GetTimestamp();
        var reads = recognizer.Recognize(luma);
        var total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        busy = ProcessorTime.OfThread - busy;

        start = Stopwatch.GetTimestamp();
        var detected = recognizer.Detect(luma);
        var between = Stopwatch.GetTimestamp();
        recognizer.Read(luma, detected);
        var time = new RecognitionTime(
            Stopwatch.GetElapsedTime(start, between).TotalMilliseconds, Stopwatch.GetElapsedTime(between).TotalMilliseconds, total, busy);

        // What was read is reported; what was only found is still known to the detector.
        var plates = reads.Select(read => new DetectedPlate(read.Corners, ScoreOf(read, detected))).ToList();
        var unread = detected.Where(plate => !reads.Any(read => IsSame(read, plate))).ToList();
        return Compare(file, labels, [.. plates, .. unread], [.. reads, .. unread.Select(plate => new PlateRead(plate.Corners, []))], time);
    }

    /// <summary>One frame of many: found and read once, as a camera's frames are.</summary>
    public static PictureOutcome MeasureFrame(IPlateRecognizer recognizer, string file, LumaImage luma, IReadOnlyList<PlateLabel> labels)
    {
        var detected = recognizer.Detect(luma);
        return Compare(file, labels, detected, recognizer.Read(luma, detected), default);
    }

    private static PictureOutcome Compare(
        string file, IReadOnlyList<PlateLabel> labels, IReadOnlyList<DetectedPlate> detected, IReadOnlyList<PlateRead> reads, RecognitionTime time)
    {
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

    private static bool IsSame(PlateRead read, DetectedPlate plate) => read.Corners.Bounds.Overlap(plate.Corners.Bounds) > SamePlace;

    private static float ScoreOf(PlateRead read, IReadOnlyList<DetectedPlate> detected) =>
        detected.Where(plate => IsSame(read, plate)).Select(plate => plate.Score).DefaultIfEmpty().Max();
}
