using System.Globalization;
using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Statistics.Stays;

/// <summary>Lengths of stays in words.</summary>
internal static class StayTexts
{
    /// <summary>Each bar's lengths, in English.</summary>
    public static readonly IReadOnlyList<string> Bars =
    [
        Localizer.Key("Less than 15 min"), Localizer.Key("15 to 30 min"), Localizer.Key("30 to 60 min"), Localizer.Key("1 to 2 hours"),
        Localizer.Key("2 to 4 hours"), Localizer.Key("4 to 8 hours"), Localizer.Key("8 to 24 hours"), Localizer.Key("24 hours and more"),
    ];

    /// <summary>Where each bar begins, as it stands on the axis.</summary>
    public static readonly IReadOnlyList<string> Ticks = ["0", "¼ h", "½ h", "1 h", "2 h", "4 h", "8 h", "24 h"];

    /// <summary>A length, rounded to what can be told of it: minutes, and hours once it is days.</summary>
    public static string Write(TimeSpan length)
    {
        var minutes = (int)Math.Round(length.TotalMinutes);
        return minutes switch
        {
            < 1 => "< 1 min",
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes} min"),
            < 24 * 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h {minutes % 60} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{minutes / (24 * 60)} d {minutes / 60 % 24} h"),
        };
    }
}
