using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.RollUps;

/// <summary>
/// Keeps the days beside the hours that they pack. Whoever changes hours holds the lock from before, and packs their days anew within the same
/// transaction; what was there before there were days is packed day by day from the newest, and <see cref="FirstAsync"/> says how far that is.
/// </summary>
internal static class CameraDays
{
    /// <summary>The first second of the day, UTC, that a second is in.</summary>
    public static long DayOf(long second) => SpanSeconds.Floor(second, SpanSeconds.Day);

    /// <summary>From which second on all days are packed.</summary>
    public static Task<long> FirstAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        db.Positions.Where(position => position.Name == Position.StatisticsDays).Select(position => position.Value)
            .SingleAsync(cancellationToken);

    /// <summary>Within a transaction: nobody else changes hours or days until it ends.</summary>
    public static Task LockAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        db.Positions.Where(position => position.Name == Position.StatisticsDays)
            .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, position => position.Value), cancellationToken);

    /// <summary>
    /// Packs a day anew from its stored hours, of all cameras or of one; under the lock. What the context tracked is saved and let go.
    /// </summary>
    public static async Task PackAsync(DashboardDbContext db, long day, int? camera, CancellationToken cancellationToken)
    {
        var end = day + SpanSeconds.Day;
        var hours = db.Set<CameraHour>().AsNoTracking().Where(row => row.Start >= day && row.Start < end);
        var days = db.Set<CameraDay>().Where(row => row.Start == day);
        if (camera is { } only)
        {
            (hours, days) = (hours.Where(row => row.CameraId == only), days.Where(row => row.CameraId == only));
        }

        var known = await days.ToDictionaryAsync(row => row.CameraId, cancellationToken);
        foreach (var group in (await hours.ToListAsync(cancellationToken)).GroupBy(row => row.CameraId))
        {
            var packed = PackedHours.Pack(day, [.. group]);
            if (!known.Remove(group.Key, out var row))
            {
                db.Add(new CameraDay { Start = day, CameraId = group.Key, Hours = packed });
            }
            else if (!packed.AsSpan().SequenceEqual(row.Hours))
            {
                row.Hours = packed;
            }
        }

        db.RemoveRange(known.Values);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>Packs the newest day that is not packed yet; false where there is none.</summary>
    public static async Task<bool> PackNextAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        if (await FirstAsync(db, cancellationToken) == long.MinValue)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(db, cancellationToken);
        var first = await FirstAsync(db, cancellationToken);
        var hour = await db.Set<CameraHour>().Where(row => row.Start < first).MaxAsync(row => (long?)row.Start, cancellationToken);
        var day = hour is { } newest ? DayOf(newest) : long.MinValue;
        if (hour is not null)
        {
            await PackAsync(db, day, camera: null, cancellationToken);
        }

        await db.Positions.Where(position => position.Name == Position.StatisticsDays)
            .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, day), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return hour is not null;
    }
}
