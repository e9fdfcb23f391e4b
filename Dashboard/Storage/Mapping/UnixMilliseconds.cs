using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Dashboard.Storage.Mapping;

/// <summary>How points in time are stored that nothing is searched by: as milliseconds since 1970, UTC, on every provider alike.</summary>
internal static class UnixMilliseconds
{
    private static readonly ValueConverter<DateTimeOffset, long> Converter =
        new(time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    /// <summary>The property is a column of milliseconds.</summary>
    public static void StoredInMilliseconds<T>(this PropertyBuilder<T> property, string column) =>
        property.HasColumnName(column).HasConversion(Converter);
}
