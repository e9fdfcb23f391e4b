using System.Globalization;
using System.Text;

namespace Dashboard.Bench.Accuracy;

/// <summary>Accuracy as a person reads it in a terminal.</summary>
internal static class AccuracyText
{
    /// <summary>How many of the most confident wrong reads are listed.</summary>
    public const int WorstErrors = 10;

    /// <summary>How the first column is wide enough for its longest line.</summary>
    private const int Caption = 28;

    /// <summary>The whole printout.</summary>
    /// <param name="counts">One a folder.</param>
    /// <param name="total">All together.</param>
    /// <param name="floor">Confidence below which the engine reports nothing, 0 to 1.</param>
    public static string Format(IReadOnlyList<AccuracyCount> counts, AccuracyCount total, double floor)
    {
        var text = new StringBuilder();
        AppendFigures(text, counts.Count > 1 ? [.. counts, total] : counts, floor);
        text.AppendLine().AppendLine(Invariant(
            $"found: a detected plate overlaps the labelled box (intersection over union {LabelMatching.MinOverlap:0.00} or more)."));
        text.AppendLine(
            Invariant($"false plates: reads that no label accounts for, at the reporting floor {floor:0.00} (Recognition:MinConfidence) and above."));
        text.AppendLine("ms a picture: all that is done for it; detect and read: each once, without a second, closer look.");
        AppendReliability(text, total.Reliability);
        AppendClasses(text, total);
        AppendWorst(text, total);
        return text.ToString().TrimEnd();
    }

    /// <summary>A miss in one line: file, label, and what was read instead.</summary>
    public static string Describe(PlateOutcome miss) => Invariant(
        $"{Path.GetFileName(miss.File)}: {miss.Label.Text} read as {(miss.Text.Length == 0 ? "nothing" : Invariant($"{miss.Text} {miss.Confidence:0.00}"))} ({ErrorCategories.Name(miss.Miss)})");

    private static void AppendFigures(StringBuilder text, IReadOnlyList<AccuracyCount> columns, double floor)
    {
        var width = Math.Max(8, columns.Max(column => column.Name.Length) + 2);
        if (columns.Count > 1)
        {
            Line("", column => column.Name);
        }

        Line("pictures", column => Invariant($"{column.Pictures}"));
        Line("plates", column => Invariant($"{column.Plates}"));
        Line("found", column => Invariant($"{column.Share(column.Found):0.000}"));
        Line("exact", column => Invariant($"{column.Share(column.Exact):0.000}"));
        Line("exact, O=0 and I=1", column => Invariant($"{column.Share(column.Folded):0.000}"));
        Line("in top 10", column => Invariant($"{column.Share(column.InTopTen):0.000}"));
        Line("first read exact", column => Invariant($"{column.PerPicture(column.FirstExact):0.000}"));
        Line("character error rate", column => Invariant($"{column.CharacterErrorRate:0.000}"));
        Line("false plates a picture", column => Invariant($"{column.FalsePlatesPerPicture(floor):0.000}"));
        Line("  of confidence .5 and more", column => Invariant($"{column.FalsePlatesPerPicture(0.5):0.000}"));
        Line("calibration error", column => Invariant($"{column.Reliability.ExpectedCalibrationError:0.000}"));
        Line("ms a picture, median", column => Invariant($"{column.Median(time => time.Total):0.0}"));
        Line("  detect", column => Invariant($"{column.Median(time => time.Detect):0.0}"));
        Line("  read", column => Invariant($"{column.Median(time => time.Read):0.0}"));
        Line("ms a picture, mean", column => Invariant($"{column.Mean(time => time.Total):0.0}"));
        Line("  processor time", column => Invariant($"{column.Mean(time => time.Processor):0.0}"));

        void Line(string caption, Func<AccuracyCount, string> value) =>
            text.AppendLine(caption.PadRight(Caption) + string.Concat(columns.Select(column => value(column).PadLeft(width))));
    }

    private static void AppendReliability(StringBuilder text, Reliability reliability)
    {
        text.AppendLine().AppendLine(
            "confidence    reads    mean   right   elsewhere   (right: the share that is exact; elsewhere: reads where no plate is labelled)");
        foreach (var bin in reliability.Table.Where(bin => bin.Count + bin.False > 0))
        {
            text.AppendLine(bin.Count == 0
                ? Invariant($"{bin.From:0.0} - {bin.To:0.0}  {0,7}       -       - {bin.False,11}")
                : Invariant($"{bin.From:0.0} - {bin.To:0.0}  {bin.Count,7} {bin.MeanConfidence,7:0.000} {bin.Right,7:0.000} {bin.False,11}"));
        }
    }

    private static void AppendClasses(StringBuilder text, AccuracyCount total)
    {
        if (total.Misses.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine(Invariant($"{total.Misses.Count} not exact:"));
        foreach (var (miss, count) in total.ErrorCategories)
        {
            text.AppendLine(Invariant($"{count,6}  {ErrorCategories.Name(miss)}"));
        }
    }

    private static void AppendWorst(StringBuilder text, AccuracyCount total)
    {
        var worst = total.Misses.Where(miss => miss.Text.Length > 0).Take(WorstErrors).ToList();
        if (worst.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine("worst errors, the surest first:");
        foreach (var miss in worst)
        {
            text.AppendLine(
                Invariant(
                    $"  {miss.Confidence:0.00}  {miss.Text,-10} for {miss.Label.Text,-10} {ErrorCategories.Name(miss.Miss),-22} {Path.GetFileName(miss.File)}"));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
