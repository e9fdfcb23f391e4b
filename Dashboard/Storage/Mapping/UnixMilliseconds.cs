using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Dashboard.Storage.Mapping;

/// <summary>
/// How time is stored: points in time as milliseconds since 1970, UTC, and durations as milliseconds, in columns of whole numbers on every provider
/// alike. The databases compare and sort the numbers and use indexes on them. What is finer than a millisecond is cut off.
/// </summary>
internal static class UnixMilliseconds
{
    private static readonly ValueConverter<DateTimeOffset, long> TimeConverter =
        new(time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    private static readonly ValueConverter<TimeSpan, long> DurationConverter =
        new(duration => duration.Ticks / TimeSpan.TicksPerMillisecond, milliseconds => new TimeSpan(milliseconds * TimeSpan.TicksPerMillisecond));

    public static void StoredInMilliseconds(this PropertyBuilder<DateTimeOffset> property, string column) =>
        property.HasColumnName(column).HasConversion(TimeConverter);

    /// <inheritdoc cref="StoredInMilliseconds(PropertyBuilder{DateTimeOffset}, string)"/>
    public static void StoredInMilliseconds(this PropertyBuilder<DateTimeOffset?> property, string column) =>
        property.HasColumnName(column).HasConversion(TimeConverter);

    /// <inheritdoc cref="StoredInMilliseconds(PropertyBuilder{DateTimeOffset}, string)"/>
    public static void StoredInMilliseconds(this PropertyBuilder<TimeSpan> property, string column) =>
        property.HasColumnName(column).HasConversion(DurationConverter);
}
