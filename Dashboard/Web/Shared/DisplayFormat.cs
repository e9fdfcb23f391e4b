using System.Globalization;
using Dashboard.Web.Languages;

namespace Dashboard.Web.Shared;

/// <summary>Numbers and times as people read them, in the language of the page. Addresses, inputs and files have invariant ones.</summary>
internal static class DisplayFormat
{
    /// <summary>How the page's language writes numbers and times.</summary>
    public static CultureInfo Culture => Localizer.Current.Language.Culture;

    /// <summary>How long ago: <c>now</c>, <c>3 s ago</c>, <c>5 min ago</c>, <c>2 h ago</c>, <c>4 days ago</c>.</summary>
    public static string Ago(DateTimeOffset? moment, DateTimeOffset now)
    {
        var l = Localizer.Current;
        if (moment is not { } then)
        {
            return l["never"];
        }

        var age = now - then;
        return age.TotalSeconds switch
        {
            < 1 => l["now"],
            < 60 => l["{0} s ago", (int)age.TotalSeconds],
            < 3600 => l["{0} min ago", (int)age.TotalMinutes],
            < 172800 => l["{0} h ago", (int)age.TotalHours],
            _ => l["{0} days ago", (int)age.TotalDays],
        };
    }

    /// <summary>How long until then: <c>in 4 s</c>, <c>in 5 min</c>, <c>in 2 h</c>; <c>now</c> where it has passed.</summary>
    public static string Until(DateTimeOffset moment, DateTimeOffset now)
    {
        var wait = moment - now;
        return wait.TotalSeconds switch
        {
            <= 0 => Localizer.Current["now"],
            < 60 => Localizer.Current["in {0} s", Math.Ceiling(wait.TotalSeconds)],
            < 3600 => Localizer.Current["in {0} min", Math.Ceiling(wait.TotalMinutes)],
            _ => Localizer.Current["in {0} h", Math.Ceiling(wait.TotalHours)],
        };
    }

    /// <summary>A count with a mark between thousands that does not break the line: <c>12 345</c>. Thin spaces are not in every font.</summary>
    public static string Count(long number) => number.ToString("#,0", Culture);

    /// <summary>A share of 1 in per cent, on one line: <c>97 %</c>.</summary>
    public static string Percent(double share) => (Math.Floor(share * 100) / 100).ToString("P0", Culture).Replace(' ', '\u00a0');

    /// <summary>A rate with one decimal: <c>9.8</c>.</summary>
    public static string Rate(double number) => number.ToString("0.0", Culture);

    /// <summary>Bytes in gigabytes: <c>1.4 GB</c>.</summary>
    public static string Gigabytes(long bytes) => string.Create(Culture, $"{bytes / 1e9:0.0} GB");

    /// <summary>A day: <c>Saturday, 21 November 2026</c>.</summary>
    public static string Day(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).ToString("D", Culture);

    /// <summary>A moment to the second: <c>2026-11-21 14:05:09</c>.</summary>
    public static string Moment(DateTimeOffset moment, TimeZoneInfo zone) =>
        string.Create(Culture, $"{TimeZoneInfo.ConvertTime(moment, zone):d} {TimeZoneInfo.ConvertTime(moment, zone):T}");
}
