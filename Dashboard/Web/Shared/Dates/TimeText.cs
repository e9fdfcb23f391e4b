using System.Globalization;

namespace Dashboard.Web.Shared.Dates;

/// <summary>Times of day as they are typed and shown: in 24 hours, in every language.</summary>
internal static class TimeText
{
    private static readonly string[] Formats = ["H:m", "H.m", "HHmm", "h:m tt", "h.m tt", "h tt", "h:mtt", "htt", "H 'h'", "%H"];

    /// <summary>What somebody typed, such as <c>22:30</c>, <c>7</c>, <c>0730</c> or <c>7:30 pm</c>; null where it is no time.</summary>
    /// <param name="text">A time in 24 or 12 hours; <c>24:00</c> is midnight.</param>
    public static TimeOnly? Read(string text)
    {
        var time = text.Trim();
        return time is "24" or "24:00" or "2400" ? TimeOnly.MinValue
            : TimeOnly.TryParseExact(time, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read
            : null;
    }

    /// <summary>A time as <see cref="Read"/> has it, such as <c>07:30</c>; none: nothing.</summary>
    public static string Write(TimeOnly? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";
}
