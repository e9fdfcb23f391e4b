using System.Globalization;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Flows.Filter;

/// <summary>Moments as they stand in boxes: in the configured zone, or in ISO form with their offset.</summary>
internal static class MomentText
{
    private const string LocalFormat = "yyyy-MM-dd'T'HH:mm:ss";
    private static readonly string[] LocalFormats = [LocalFormat, "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];
    private static readonly string[] IsoFormats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyyMMdd'T'HHmmssK"];

    /// <summary>A moment with its offset, or a time in the configured zone; null where it is neither.</summary>
    public static DateTimeOffset? Read(string? text, DisplayClock time)
    {
        var trimmed = text?.Trim();
        if (DateTime.TryParseExact(trimmed, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return time.FromLocal(local);
        }

        return DateTimeOffset.TryParseExact(trimmed, IsoFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment.ToUniversalTime()
            : null;
    }

    /// <summary>A time as the browser's own box for local times takes it; empty for none.</summary>
    public static string WriteLocal(DateTimeOffset? moment, DisplayClock time) => Write(moment, time, LocalFormat);

    /// <summary>A moment with its offset, such as <c>2026-01-31T12:00:00+01:00</c>; empty for none.</summary>
    public static string WriteIso(DateTimeOffset? moment, DisplayClock time) => Write(moment, time, LocalFormat + "zzz");

    private static string Write(DateTimeOffset? moment, DisplayClock time, string format) =>
        moment is { } at ? time.ToLocal(at).ToString(format, CultureInfo.InvariantCulture) : "";
}
