using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Web.Shared.Dates;

/// <summary>Times of day as they are typed and shown: in 24 hours, in every language.</summary>
internal static partial class TimeText
{
    /// <summary>What somebody typed, such as <c>22:30</c>, <c>7</c>, <c>730</c> or <c>7:30 p.m.</c>; null where it is no time.</summary>
    /// <param name="text">A time in 24 or 12 hours; <c>24:00</c> is midnight.</param>
    public static TimeOnly? Read(string text)
    {
        if (Typed().Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        var (hour, minute, half) = (Number(match, "hour"), Number(match, "minute"), match.Groups["half"].Value.ToLowerInvariant());
        hour = half.Length == 0 ? hour : hour is < 1 or > 12 ? -1 : (hour % 12) + (half[0] == 'p' ? 12 : 0);
        return (hour, minute) switch
        {
            (24, 0) => TimeOnly.MinValue,
            ( >= 0 and < 24, < 60) => new TimeOnly(hour, minute),
            _ => null,
        };
    }

    /// <summary>A time as <see cref="Read"/> has it, such as <c>07:30</c>; none: nothing.</summary>
    public static string Write(TimeOnly? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";

    private static int Number(Match match, string name) =>
        match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^(?:(?<hour>[0-9]{1,2})(?:[:.h](?<minute>[0-9]{2}))?|(?<hour>[0-9]{1,2})(?<minute>[0-9]{2}))(?:\s*(?:(?<half>[ap])\.?m\.?|h|uhr))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Typed();
}
