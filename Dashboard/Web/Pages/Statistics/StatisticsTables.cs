using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Statistics;

namespace Dashboard.Web.Pages.Statistics;

/// <summary>The tables of the statistics as rows of text, for CSV.</summary>
internal static class StatisticsTables
{
    public const string Periods = "periods";
    public const string Week = "week";
    public const string Hours = "hours";
    public const string Cameras = "cameras";
    public const string Plates = "plates";
    public const string Lists = "lists";
    public const string Stays = "stays";

    private static readonly string[] Quality = ["flows", "with_plate", "low_confidence", "mean_confidence"];
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    /// <summary>A table with its heading as the first row; null where there is none of that name.</summary>
    public static IEnumerable<string[]>? ToRows(StatisticsNumbers numbers, string table) => table switch
    {
        Periods =>
        [
            ["from", "to", .. Quality],
            .. numbers.Periods.Select(period => new[] { Moment(period.From), Moment(period.To) }.Concat(Row(period.Quality)).ToArray()),
        ],
        Week =>
        [
            ["weekday", .. Enumerable.Range(0, 24).Select(hour => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00"))],
            .. numbers.Week.Select((day, i) => day.Select(Number).Prepend(Days[i]).ToArray()),
        ],
        Hours =>
        [
            ["hour", .. Quality],
            .. numbers.HoursOfDay.Select((hour, i) => Row(hour).Prepend(i.ToString(CultureInfo.InvariantCulture)).ToArray()),
        ],
        Cameras =>
        [
            ["camera_id", "camera", .. Quality],
            .. numbers.Cameras.Select(
                camera => new[] { camera.CameraId.ToString(CultureInfo.InvariantCulture), camera.Camera }.Concat(Row(camera.Quality)).ToArray()),
        ],
        Plates => [["plate", "flows"], .. numbers.Plates.Select(plate => new[] { plate.Plate, Number(plate.Flows) })],
        Lists => [["list", "hits", "not_seen"], .. numbers.Lists.Select(list => new[] { list.List, Number(list.Hits), Number(list.Open) })],
        Stays =>
        [
            ["from_minutes", "below_minutes", "stays"],
            .. numbers.Stays.Bars.Select((count, i) => new[]
            {
                Number(StayLengths.Bars[i].TotalMinutes), i + 1 < StayLengths.Bars.Count ? Number(StayLengths.Bars[i + 1].TotalMinutes) : "",
                Number(count),
            }),
            ["median_minutes", "", Minutes(numbers.Stays.Median)],
            ["nine_of_ten_minutes", "", Minutes(numbers.Stays.NineOfTen)],
            ["still_inside", "", Number(numbers.Stays.Inside)],
        ],
        _ => null,
    };

    private static string Minutes(TimeSpan? stay) => stay is { } length ? Number(length.TotalMinutes) : "";

    private static IEnumerable<string> Row(ReadQuality quality) =>
    [
        Number(quality.Flows), Number(quality.Read), Number(quality.Doubtful),
        quality.MeanConfidence.ToString("0.####", CultureInfo.InvariantCulture),
    ];

    private static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
