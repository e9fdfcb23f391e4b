namespace Dashboard.Configuration;

/// <summary>Times as a clock on the wall shows them.</summary>
internal static class LocalTime
{
    /// <summary>The moment of a local time, in UTC: of a repeated one the earlier, of a skipped one the next that exists.</summary>
    public static DateTimeOffset ToMoment(this TimeZoneInfo zone, DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local))
        {
            local = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        var utc = local.Ticks - offset.Ticks;
        return new DateTimeOffset(Math.Clamp(utc, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
