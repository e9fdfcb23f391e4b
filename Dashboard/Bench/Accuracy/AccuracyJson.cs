using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Bench.Accuracy.Groups;
using Dashboard.Bench.Voting;

namespace Dashboard.Bench.Accuracy;

/// <summary>Accuracy as one line of JSON; shares and confidences are 0 to 1, times milliseconds.</summary>
internal static class AccuracyJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="floor">Confidence below which the engine reports nothing, 0 to 1.</param>
    /// <param name="version">The engine's version.</param>
    /// <param name="voting">The votes over frames; null where none were taken.</param>
    /// <param name="groups">The plates of each group; null where nobody asked.</param>
    public static string Write(
        AccuracyCount count, double floor, string version, IReadOnlyList<VoteFigures>? voting, GroupedAccuracy? groups) => JsonSerializer.Serialize(
        new
        {
            folder = count.Name,
            lpr_version = version,
            pictures = count.Pictures,
            plates = count.Plates,
            found = Share(count.Share(count.Found)),
            exact = Share(count.Share(count.Exact)),
            exact_folded = Share(count.Share(count.Folded)),
            top10 = Share(count.Share(count.InTopTen)),
            first_exact = Share(count.PerPicture(count.FirstExact)),
            character_error_rate = Share(count.CharacterErrorRate),
            ms_per_picture = Time(count.Mean(time => time.Total)),
            ms_median = Time(count.Median(time => time.Total)),
            ms_detect = Time(count.Mean(time => time.Detect)),
            ms_detect_median = Time(count.Median(time => time.Detect)),
            ms_read = Time(count.Mean(time => time.Read)),
            ms_read_median = Time(count.Median(time => time.Read)),
            ms_processor = Time(count.Mean(time => time.Processor)),
            false_plates_per_picture = Share(count.FalsePlatesPerPicture(floor)),
            false_plates_floor = floor,
            false_plates_per_picture_at_half = Share(count.FalsePlatesPerPicture(0.5)),
            expected_calibration_error = Share(count.Reliability.ExpectedCalibrationError),
            reliability = count.Reliability.Table.Select(bin => new
            {
                from = bin.From,
                to = bin.To,
                count = bin.Count,
                mean_confidence = Share(bin.MeanConfidence),
                right = Share(bin.Right),
                elsewhere = bin.False,
            }),
            errors = count.ErrorCategories.ToDictionary(pair => ErrorCategories.Key(pair.Category), pair => pair.Count),
            worst = count.Misses.Where(miss => miss.Text.Length > 0).Take(AccuracyText.WorstErrors).Select(miss => new
            {
                file = Path.GetFileName(miss.File),
                label = miss.Label.Text,
                read = miss.Text,
                confidence = Share(miss.Confidence),
                error = ErrorCategories.Key(miss.Miss),
            }),
            by = groups?.Property.ToString().ToLowerInvariant(),
            groups = groups?.Groups.Select(ToRecord),
            voting = voting?.Select(row => new
            {
                frames = row.Frames,
                sequences = row.Windows,
                exact = Share(row.Exact),
                exact_folded = Share(row.Folded),
                top10 = Share(row.InTopTen),
                found = Share(row.Found),
            }),
        },
        Options);

    private static object ToRecord(AccuracyCount group) => new
    {
        name = group.Name,
        plates = group.Plates,
        found = Share(group.Share(group.Found)),
        exact = Share(group.Share(group.Exact)),
        exact_folded = Share(group.Share(group.Folded)),
        top10 = Share(group.Share(group.InTopTen)),
        expected_calibration_error = Share(group.Reliability.ExpectedCalibrationError),
        countries_shown = group.RegionsShown,
        countries_right = group.RegionsRight,
    };

    private static double Share(double value) => Math.Round(value, 4);

    private static double Time(double value) => Math.Round(value, 1);
}
