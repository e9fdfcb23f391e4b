using System.Globalization;
using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Shared;

/// <summary>Moments in the server's configured zone, as people read and enter them.</summary>
internal sealed class DisplayClock(IOptionsMonitor<ServerOptions> server, TimeProvider clock)
{
    /// <summary>The zone as people know it, with its offset at this moment: <c>Europe/Vienna (UTC+01:00)</c>.</summary>
    public string ZoneName => string.Create(CultureInfo.InvariantCulture, $"{Zone.Id} (UTC{Now:zzz})");

    public DateTimeOffset Now => ToLocal(clock.GetUtcNow());

    public DateTimeOffset ToLocal(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>A moment as the page's language writes it, in English <c>2025-01-31 12:00:00</c>.</summary>
    public string Format(DateTimeOffset moment) => string.Create(DisplayFormat.Culture, $"{ToLocal(moment):d} {ToLocal(moment):T}");

    /// <summary>The same to the minute: <c>2025-01-31 12:00</c>.</summary>
    public string FormatMinute(DateTimeOffset moment) => string.Create(DisplayFormat.Culture, $"{ToLocal(moment):d} {ToLocal(moment):t}");

    /// <summary>A moment with milliseconds and the zone's offset, as <c>2025-01-31 12:00:00.250 +01:00</c>.</summary>
    public string FormatExact(DateTimeOffset moment) =>
        string.Create(DisplayFormat.Culture, $"{ToLocal(moment):d} {ToLocal(moment):HH:mm:ss.fff zzz}");

    /// <summary>A time of a day that is known: <c>12:00:00</c>.</summary>
    public string FormatTime(DateTimeOffset moment) => ToLocal(moment).ToString("T", DisplayFormat.Culture);

    /// <summary>When something began: <c>12:00</c> where that was today, with its day where it was not.</summary>
    public string FormatBegin(DateTimeOffset moment) =>
        ToLocal(moment).Date == Now.Date ? ToLocal(moment).ToString("t", DisplayFormat.Culture) : FormatMinute(moment);

    private TimeZoneInfo Zone => server.CurrentValue.Zone;

    /// <summary>The first moment of a day in the zone.</summary>
    public DateTimeOffset StartOf(DateOnly day) => FromLocal(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>The moment of a local time: of a repeated one the earlier, of a skipped one the next that exists.</summary>
    public DateTimeOffset FromLocal(DateTime local) => Zone.ToMoment(local);
}
