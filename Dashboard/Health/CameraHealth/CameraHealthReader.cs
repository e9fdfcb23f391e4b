using Dashboard.Storage;
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

    /// <summary>The share of the watched time with frames since a moment, 0 to 1, by camera; none for cameras that were not watched.</summary>
    public async Task<IReadOnlyDictionary<int, double>> ReadSharesAsync(DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        var from = since.ToUnixTimeSeconds();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var sums = await db.Set<CameraHealthHour>().AsNoTracking().Where(hour => hour.Start >= from && hour.WatchedSeconds > 0)
            .GroupBy(hour => hour.CameraId)
            .Select(group => new { group.Key, Watched = group.Sum(hour => hour.WatchedSeconds), Seen = group.Sum(hour => hour.SeenSeconds) })
            .ToListAsync(cancellationToken);
        return sums.ToDictionary(sum => sum.Key, sum => Math.Min(1, (double)sum.Seen / sum.Watched));
    }
}
