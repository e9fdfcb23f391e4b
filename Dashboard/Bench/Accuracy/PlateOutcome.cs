using Dashboard.Bench.Accuracy.Groups;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Bench.Accuracy;

/// <param name="File">The picture's path.</param>
/// <param name="Detection">What the detector found there, of score 0 where only a closer look did; null: nothing.</param>
/// <param name="Read">What was read there; null where nothing was found, without candidates where nothing was legible.</param>
internal sealed record PlateOutcome(string File, PlateLabel Label, DetectedPlate? Detection, PlateRead? Read)
{
    /// <summary>Whether the detector found a plate at the label's place.</summary>
    public bool IsFound => Detection is not null;

    /// <summary>What was read; empty where nothing was.</summary>
    public string Text => Read?.Text ?? "";

    /// <summary>How sure the read is, 0 to 1; 0 where there is none.</summary>
    public double Confidence => Read?.Confidence ?? 0;

    public bool IsExact => Text == Label.Text;

    /// <summary>Read as labelled with O taken as 0 and I as 1.</summary>
    public bool IsFolded => PlateText.FoldZeroAndOne(Text) == PlateText.FoldZeroAndOne(Label.Text);

    /// <summary>Whether the country that was read is the label's; null where one of the two names none.</summary>
    public bool? IsRegionRight => (Label.Country, PlateProperties.CountryOf(Read?.Region)) is (not null and var label, not null and var read)
        ? label == read
        : null;

    /// <summary>The label is among the first ten candidates.</summary>
    public bool IsInTopTen => Read?.Candidates.Take(10).Any(candidate => candidate.Text == Label.Text) ?? false;

    /// <summary>Wrong, missing and extra characters; a plate that was not read misses all of its.</summary>
    public int WrongCharacters => Text.Length == 0 ? Label.Text.Length : PlateText.Distance(Label.Text, Text);

    public ErrorCategory Miss => Read switch
    {
        null => ErrorCategory.NotFound,
        { IsLegible: false } => ErrorCategory.NotLegible,
        _ => ErrorCategories.Classify(Label.Text, Text),
    };
}

/// <summary>A plate that was read where none is labelled.</summary>
/// <param name="File">The picture's path.</param>
/// <param name="Detection">Where, and how sure the detector is.</param>
internal sealed record FalsePlate(string File, DetectedPlate Detection, PlateRead Read);

/// <param name="Plates">Its labelled plates, in the labels' order.</param>
/// <param name="FalsePlates">Legible reads that no label accounts for, a second one of the same plate included.</param>
/// <param name="IsFirstExact">Whether the surest read of the picture is a labelled plate, exactly.</param>
/// <param name="Time">How long it took.</param>
internal sealed record PictureOutcome(
    IReadOnlyList<PlateOutcome> Plates, IReadOnlyList<FalsePlate> FalsePlates, bool IsFirstExact, RecognitionTime Time);

/// <summary>Time of one picture in milliseconds.</summary>
/// <param name="Detect">Finding plates once, by the clock.</param>
/// <param name="Read">Reading them once, by the clock.</param>
/// <param name="Total">All that is done for a picture, by the clock: also a second, closer look where the first read nothing.</param>
/// <param name="Processor">What the processor was busy for all of it.</param>
internal readonly record struct RecognitionTime(double Detect, double Read, double Total, double Processor);
