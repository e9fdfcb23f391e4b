using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Api.ScoutApi.Searches;

/// <summary>Moments as programs write them into the queries of searches.</summary>
internal static partial class ScoutTime
{
    /// <summary>
    /// Reads ISO 8601: a day alone, or with a time of 0 to 9 decimal places, up to 24:00:00, with <c>Z</c>, an offset or neither (then UTC). The
    /// offset's plus sign may have become a space, as it does in an address. Null: it is none.
    /// </summary>
    /// <returns>
    /// The first whole millisecond at or after the moment: flows have whole ones, so that each compares with it as with the moment itself.
    /// </returns>
    public static DateTimeOffset? Read(string text)
    {
        var match = Iso().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var (hour, minute, second) = (Part(match, "hour"), Part(match, "minute"), Part(match, "second"));
        var fraction = match.Groups["fraction"].Value.TrimEnd('0');
        var isEnd = hour == 24 && minute == 0 && second == 0 && fraction.Length == 0;
        if (minute > 59 || second > 59 || (hour > 23 && !isEnd))
        {
            return null;
        }

        var digits = new string([.. match.Groups["date"].Value.Where(char.IsAsciiDigit)]);
        if (!DateOnly.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || Offset(match) is not { } offset)
        {
            return null;
        }

        var local = day.ToDateTime(TimeOnly.MinValue).Ticks + new TimeSpan(hour, minute, second).Ticks;
        var beyond = fraction.Length > 3 ? 1 : 0;
        var milliseconds = int.Parse(fraction.PadRight(3, '0')[..3], CultureInfo.InvariantCulture) + beyond;
        var ticks = local + (milliseconds * TimeSpan.TicksPerMillisecond) - offset.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    private static int Part(Match match, string name) =>
        match.Groups[name] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    private static TimeSpan? Offset(Match match)
    {
        var (hours, minutes) = (Part(match, "offsetHours"), Part(match, "offsetMinutes"));
        return hours > 14 || minutes > 59 ? null
            : match.Groups["sign"].Value == "-" ? -new TimeSpan(hours, minutes, 0)
            : new TimeSpan(hours, minutes, 0);
    }

    [GeneratedRegex(
        """
        ^(?<date>\d{4}-\d\d-\d\d|\d{8})
        (?:[T\ ]
            (?<hour>\d\d):?(?<minute>\d\d)(?::?(?<second>\d\d)(?:\.(?<fraction>\d{0,9}))?)?
            (?:Z|(?<sign>[-+\ ])(?<offsetHours>\d\d)(?::?(?<offsetMinutes>\d\d))?)?
        )?$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Iso();
}
