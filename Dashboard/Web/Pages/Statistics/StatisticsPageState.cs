using System.Globalization;
using Dashboard.Statistics;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Pages.Statistics;

/// <summary>The spans of the statistics, by the calendar of the configured zone.</summary>
internal enum StatisticsRange
{
    Today,

    Yesterday,

    /// <summary>Today and the six days before.</summary>
    Week,

    /// <summary>Today and the 29 days before.</summary>
    Month,

    /// <summary>Today and the 364 days before.</summary>
    Year,

    /// <summary>From one day to another, both included.</summary>
    Custom,
}

/// <summary>Which statistics are shown. It lives in the page's address.</summary>
internal sealed record StatisticsPageState
{
    /// <summary>The longest span.</summary>
    public const int MaxDays = 3660;

    private const string DayFormat = "yyyy-MM-dd";

    public StatisticsRange Range { get; init; } = StatisticsRange.Week;

    /// <summary>The first day of a custom span.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day of a custom span.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The address named a span that cannot be shown: it ends before it begins, or is too long.</summary>
    public bool HasWrongSpan { get; init; }

    /// <summary>Cameras by number; none: all.</summary>
    public IReadOnlyList<long> Cameras { get; init; } = [];

    /// <summary>Reads an address' query string; what cannot be read is left out.</summary>
    public static StatisticsPageState FromQueryString(string? queryString)
    {
        var parts = QueryHelpers.ParseQuery(queryString);
        string Last(string key) => parts.TryGetValue(key, out var values) ? values[^1] ?? "" : "";
        var cameras = Last("camera").Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : 0L)
            .Where(id => id > 0).Distinct().Order().Take(200).ToList();
        var (from, to) = (Day(Last("from")), Day(Last("to")));
        if (from is { } first && to is { } last && first <= last && last.DayNumber - first.DayNumber < MaxDays)
        {
            return new() { Range = StatisticsRange.Custom, From = first, To = last, Cameras = cameras };
        }

        var range = Enum.TryParse<StatisticsRange>(Last("range"), ignoreCase: true, out var known) && known != StatisticsRange.Custom
            ? known
            : StatisticsRange.Week;
        return new() { Range = range, Cameras = cameras, HasWrongSpan = (Last("from") + Last("to")).Length > 0 };
    }

    /// <summary>The query string of this state, without the question mark.</summary>
    public string ToQueryString()
    {
        var parts = new List<string>();
        if (Range == StatisticsRange.Custom && From is { } from && To is { } to)
        {
            parts.Add($"from={from.ToString(DayFormat, CultureInfo.InvariantCulture)}");
            parts.Add($"to={to.ToString(DayFormat, CultureInfo.InvariantCulture)}");
        }
        else
        {
            parts.Add($"range={Range.ToString().ToLowerInvariant()}");
        }

        if (Cameras.Count > 0)
        {
            parts.Add($"camera={string.Join(',', Cameras)}");
        }

        return string.Join('&', parts);
    }

    public string ToUrl() => $"{Urls.Statistics}?{ToQueryString()}";

    /// <summary>The address of one of its tables as CSV.</summary>
    public string ToCsvUrl(string table) => $"{Urls.Statistics}/{table}.csv?{ToQueryString()}";

    /// <summary>The address of the stays of a bar; null: of those who are still inside.</summary>
    public string ToStaysUrl(int? bar) =>
        $"{Urls.Stays}?{ToQueryString()}&length={bar?.ToString(CultureInfo.InvariantCulture) ?? "inside"}";

    public StatisticsQuery ToQuery(DisplayClock time)
    {
        var today = DateOnly.FromDateTime(time.Now.DateTime);
        var (from, to) = Range switch
        {
            StatisticsRange.Today => (today, today),
            StatisticsRange.Yesterday => (today.AddDays(-1), today.AddDays(-1)),
            StatisticsRange.Week => (today.AddDays(-6), today),
            StatisticsRange.Month => (today.AddDays(-29), today),
            StatisticsRange.Year => (today.AddDays(-364), today),
            _ => (From ?? today, To ?? today),
        };
        return new StatisticsQuery(time.StartOf(from), time.StartOf(to.AddDays(1)), Cameras);
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
