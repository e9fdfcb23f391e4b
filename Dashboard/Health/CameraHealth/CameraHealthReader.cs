using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Health.CameraHealth;

/// <summary>How well frames came in a span of time.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="WatchedSeconds">For how long the camera was watched; 0: it was off, or the server was.</param>
/// <param name="SeenSeconds">For how long of that frames came.</param>
/// <param name="Frames">How many.</param>
internal sealed record HealthSpan(DateTimeOffset From, int WatchedSeconds, int SeenSeconds, long Frames)
{
    /// <summary>The share of the watched time with frames, 0 to 1; null: it was not watched.</summary>
    public double? Share => WatchedSeconds > 0 ? Math.Min(1, (double)SeenSeconds / WatchedSeconds) : null;

    /// <summary>Frames a second while it was watched.</summary>
    public double Rate => WatchedSeconds > 0 ? (double)Frames / WatchedSeconds : 0;
}

/// <summary>The share of a span in which frames came.</summary>
/// <param name="Share">0 to 1, of the time that the camera was watched.</param>
/// <param name="Since">When it began to be watched within the span; null: at its beginning, or before.</param>
public readonly record struct WatchedShare(double Share, DateTimeOffset? Since);

/// <summary>Reads cameras' health. Who may see a camera is asked before.</summary>
internal sealed class CameraHealthReader(IDbContextFactory<DashboardDbContext> database)
{
    /// <summary>Outages that are shown at most.</summary>
    public const int MaxOutages = 50;

    /// <summary>The spans that begin at the given moments and end with the next, the last one with <paramref name="to"/>.</summary>
    public async Task<IReadOnlyList<HealthSpan>> ReadSpansAsync(
        int cameraId, IReadOnlyList<DateTimeOffset> starts, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        var (from, until) = (starts[0].ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var hours = await db.Set<CameraHealthHour>().AsNoTracking()
            .Where(hour => hour.CameraId == cameraId && hour.Start >= from && hour.Start < until).ToListAsync(cancellationToken);
        return
        [
            .. starts.Select((start, index) =>
            {
                var (first, end) = (start.ToUnixTimeSeconds(), index + 1 < starts.Count ? starts[index + 1].ToUnixTimeSeconds() : until);
                var own = hours.Where(hour => hour.Start >= first && hour.Start < end).ToList();
                return new HealthSpan(start, own.Sum(hour => hour.WatchedSeconds), own.Sum(hour => hour.SeenSeconds), own.Sum(hour => hour.Frames));
            }),
        ];
    }

    /// <summary>A camera's outages since a moment, the newest first.</summary>
    public async Task<IReadOnlyList<CameraOutage>> ReadOutagesAsync(int cameraId, DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Set<CameraOutage>().AsNoTracking()
            .Where(outage => outage.CameraId == cameraId && (outage.EndAt == null || outage.EndAt >= since))
            .OrderByDescending(outage => outage.BeginAt).Take(MaxOutages).ToListAsync(cancellationToken);
    }

    /// <summary>The share of the watched time with frames from a moment until now, by camera; none for cameras that were not watched.</summary>
    public async Task<IReadOnlyDictionary<int, WatchedShare>> ReadSharesAsync(
        DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var from = since.ToUnixTimeSeconds();
        var early = from + SpanSeconds.Hour;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var hours = db.Set<CameraHealthHour>().AsNoTracking().Where(hour => hour.Start >= from && hour.WatchedSeconds > 0);
        var sums = await hours.GroupBy(hour => hour.CameraId)
            .Select(group => new
            {
                group.Key,
                Watched = group.Sum(hour => hour.WatchedSeconds),
                Seen = group.Sum(hour => hour.SeenSeconds),
                First = group.Min(hour => hour.Start),
            })
            .ToListAsync(cancellationToken);

        // Of those that began later than the span, all of whose hours lie behind its first one.
        var firsts = sums.Exists(sum => sum.First > early)
            ? await hours.Where(hour => !hours.Any(other => other.CameraId == hour.CameraId && other.Start < hour.Start))
                .ToDictionaryAsync(hour => hour.CameraId, hour => BeginOf(hour.Start, hour.WatchedSeconds, now), cancellationToken)
            : [];
        return sums.ToDictionary(
            sum => sum.Key,
            sum => new WatchedShare(
                Math.Min(1, (double)sum.Seen / sum.Watched),
                sum.First > early && firsts.TryGetValue(sum.Key, out var begin) ? begin : null));
    }

    /// <summary>When a camera began to be watched in an hour, in which it has been watched ever since.</summary>
    internal static DateTimeOffset BeginOf(long hour, int watchedSeconds, DateTimeOffset now)
    {
        var end = Math.Min(hour + SpanSeconds.Hour, now.ToUnixTimeSeconds());
        return DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(end - watchedSeconds, hour, hour + SpanSeconds.Hour));
    }
}
