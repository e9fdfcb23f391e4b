using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Flows.Seedata;

/// <summary>The dialect's times: whole seconds in the server's zone, without the zone's name.</summary>
internal static partial class SeedataTimestamp
{
    /// <summary>What <see cref="Show"/> writes.</summary>
    public const string Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$";

    /// <summary>What a time in a filter may look like, for messages.</summary>
    public const string Forms = "yyyy-MM-dd HH:mm:ss, yyyy-MM-dd, or ISO 8601 such as 2024-11-18T00:00:00Z";

    /// <summary>The moment as <c>yyyy-MM-dd HH:mm:ss</c> in <paramref name="zone"/>; parts of a second are cut off.</summary>
    public static string Show(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads a time of a filter, down to the whole second. Without a zone of its own it is in <paramref name="zone"/>: a
    /// time that a clock change repeats is the earlier instant, one that it skips is the next valid one. Times beyond
    /// what a calendar can hold after conversion become its first or last second.
    /// </summary>
    /// <param name="text">The time.</param>
    /// <param name="zone">Where it belongs if it has no zone.</param>
    /// <param name="moment">The instant.</param>
    /// <param name="repeated">The later instant that is shown so too, where a clock change repeats the time; null: there is none.</param>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset moment, out DateTimeOffset? repeated)
    {
        (moment, repeated) = (default, null);
        var match = Form().Match(text);
        if (!match.Success || !TryReadLocal(match, out var local))
        {
            return false;
        }

        var offsetText = match.Groups["zone"].Value;
        TimeSpan offset;
        if (offsetText.Length == 0)
        {
            offset = FindOffset(ref local, zone);
            repeated =
                zone.IsAmbiguousTime(local) ? new DateTimeOffset(local.Ticks - zone.GetAmbiguousTimeOffsets(local).Min().Ticks, TimeSpan.Zero) : null;
        }
        else if (!TryReadOffset(offsetText, out offset))
        {
            return false;
        }

        var last = DateTime.MaxValue.Ticks - (DateTime.MaxValue.Ticks % TimeSpan.TicksPerSecond);
        moment = new DateTimeOffset(Math.Clamp(local.Ticks - offset.Ticks, 0, last), TimeSpan.Zero);
        return true;
    }

    private static bool TryReadLocal(Match match, out DateTime local)
    {
        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var (year, month, day) = (Part("year"), Part("month"), Part("day"));
        var (hour, minute, second) = (Part("hour"), Part("minute"), Part("second"));
        var isReal = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour <= 23 && minute <= 59 && second <= 59;
        local = isReal ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified) : default;
        return isReal;
    }

    private static bool TryReadOffset(string text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z")
        {
            return true;
        }

        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        var hours = int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture);
        var minutes = digits.Length > 2 ? int.Parse(digits.AsSpan(2), CultureInfo.InvariantCulture) : 0;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return hours <= 23 && minutes <= 59;
    }

    private static TimeSpan FindOffset(ref DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local))
        {
            local = AfterGap(local, zone);
        }

        return zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
    }

    // No clock has ever been put forward by more than a day, so the gap's end is within it.
    private static DateTime AfterGap(DateTime skipped, TimeZoneInfo zone)
    {
        var (invalid, valid) = (0, 25 * 3600);
        while (valid - invalid > 1)
        {
            var middle = (invalid + valid) / 2;
            if (zone.IsInvalidTime(skipped.AddSeconds(middle)))
            {
                invalid = middle;
            }
            else
            {
                valid = middle;
            }
        }

        return skipped.AddSeconds(valid);
    }

    // Seconds may be left out only after a T, as ISO 8601 has it.
    [GeneratedRegex(
        @"\A(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})" +
        @"((?:[Tt](?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,][0-9]{1,9})?)?" +
        @"|[ ](?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})([.,][0-9]{1,9})?)" +
        @"(?<zone>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
