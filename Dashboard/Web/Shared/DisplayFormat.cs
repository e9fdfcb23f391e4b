using System.Globalization;

namespace Dashboard.Web.Shared;

/// <summary>Numbers and times as people read them.</summary>
internal static class DisplayFormat
{
    /// <summary>How long ago: <c>now</c>, <c>3 s ago</c>, <c>5 min ago</c>, <c>2 h ago</c>, <c>4 days ago</c>.</summary>
    public static string Ago(DateTimeOffset? moment, DateTimeOffset now)
    {
        if (moment is not { } then)
        {
            return "never";
        }

        var age = now - then;
        return age.TotalSeconds switch
        {
            < 1 => "now",
            < 60 => $"{(int)age.TotalSeconds} s ago",
            < 3600 => $"{(int)age.TotalMinutes} min ago",
            < 172800 => $"{(int)age.TotalHours} h ago",
            _ => $"{(int)age.TotalDays} days ago",
        };
    }

    /// <summary>How long until then: <c>in 4 s</c>; empty where it has passed.</summary>
    public static string In(DateTimeOffset? moment, DateTimeOffset now) =>
        moment is { } then && then > now ? $"in {(int)Math.Ceiling((then - now).TotalSeconds)} s" : "";

    /// <summary>A count with a space between thousands that does not break the line: <c>12 345</c>. Thin spaces are not in every font.</summary>
    public static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u00a0');

    /// <summary>A share of 1 in per cent: <c>97 %</c>.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0} %");

    /// <summary>A rate with one decimal: <c>9.8</c>.</summary>
    public static string Rate(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Bytes in gigabytes: <c>1.4 GB</c>.</summary>
    public static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");

    /// <summary>A day: <c>Saturday, 21 November 2026</c>.</summary>
    public static string Day(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A moment to the second: <c>2026-11-21 14:05:09</c>.</summary>
    public static string Moment(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
