using System.Globalization;

namespace Dashboard.Web.Shared.Dates;

/// <summary>Days and local times as the page's language writes them, beside the form that addresses and the browser's calendar have.</summary>
internal static class DateText
{
    private const string IsoDay = "yyyy-MM-dd";
    private const string IsoMoment = "yyyy-MM-dd'T'HH:mm:ss";
    private static readonly char[] Separators = ['-', '.', '/'];
    private static readonly string[] Times = ["", " H:m:s", " H:m", "'T'H:m:s", "'T'H:m", ", H:m:s", ", H:m"];

    /// <summary>What somebody typed, as <c>2026-01-31</c> or <c>2026-01-31T12:00:00</c>; null where it is no day (and time) in either form.</summary>
    /// <param name="text">A day with or without its leading noughts, and a time where there may be one; without it, the day's first moment.</param>
    /// <param name="hasTime">A time belongs to it.</param>
    /// <param name="isEnd">A day without a time means its last second.</param>
    public static string? Read(string text, bool hasTime, bool isEnd = false)
    {
        var day = DisplayFormat.Culture.DateTimeFormat.ShortDatePattern.Replace("dd", "d", StringComparison.Ordinal)
            .Replace("MM", "M", StringComparison.Ordinal);
        string[] formats =
        [
            .. from form in new[] { day, "yyyy-M-d" }
               from separator in Separators
               from time in hasTime ? Times : [""]
               select string.Join($"'{separator}'", form.Split(Separators)) + time,
        ];
        if (!DateTime.TryParseExact(text.Trim(), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return null;
        }

        var isDay = !text.Contains(':', StringComparison.Ordinal);
        return (isEnd && isDay ? moment.AddDays(1).AddSeconds(-1) : moment).ToString(hasTime ? IsoMoment : IsoDay, CultureInfo.InvariantCulture);
    }

    /// <summary>A text of <see cref="Read"/> as the page's language writes it; what is not one stays as it is.</summary>
    public static string Write(string iso, bool hasTime) =>
        DateTime.TryParseExact(iso, [IsoDay, IsoMoment, "yyyy-MM-dd'T'HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? Write(moment, hasTime)
            : iso;

    /// <summary>How one is typed, such as <c>31.01.2026 12:00:00</c>.</summary>
    public static string Example(bool hasTime) => Write(new DateTime(2026, 1, 31, 12, 0, 0), hasTime);

    private static string Write(DateTime moment, bool hasTime) =>
        hasTime ? string.Create(DisplayFormat.Culture, $"{moment:d} {moment:HH:mm:ss}") : moment.ToString("d", DisplayFormat.Culture);
}
