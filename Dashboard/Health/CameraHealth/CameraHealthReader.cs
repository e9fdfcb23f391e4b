using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Health.CameraHealth;

/// <summary>How well frames came in a span of time.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="WatchedSeconds">For how long the camera was watched; 0: it was off, or the server was.</param>
/// <param name="SeenSeconds">For how long of that frames came.</param>
/// <param name="Frames">How many.</param>
public sealed record HealthSpan(DateTimeOffset From, long WatchedSeconds, long SeenSeconds, long Frames)
{
    /// <summary>The share of the watched time with frames, 0 to 1; null: it was not watched.</summary>
    public double? Share => WatchedSeconds > 0 ? Math.Min(1, (double)SeenSeconds / WatchedSeconds) : null;

    /// <summary>Frames a second while it was watched.</summary>
    public double Rate => WatchedSeconds > 0 ? (double)Frames / WatchedSeconds : 0;

    /// <summary>What hours come to.</summary>
    internal static HealthSpan Sum(DateTimeOffset from, IReadOnlyCollection<CameraHealthHour> hours) => new(
        from, hours.Sum(hour => (long)hour.WatchedSeconds), hours.Sum(hour => (long)hour.SeenSeconds), hours.Sum(hour => hour.Frames));

    /// <summary>What spans come to, of which there is one at least.</summary>
    internal static HealthSpan Sum(IReadOnlyList<HealthSpan> spans) => new(
        spans[0].From, spans.Sum(span => span.WatchedSeconds), spans.Sum(span => span.SeenSeconds), spans.Sum(span => span.Frames));
}

/// <summary>
/// Reads cameras' health up to this moment: what is stored, and what this machine has seen since. Who may see a camera is asked before.
/// </summary>
internal sealed class CameraHealthReader(IDbContextFactory<DashboardDbContext> database, UnstoredHealth? unstored = null)
{
    /// <summary>Outages that are shown at most.</summary>
    public const int MaxOutages = 50;

    // A day of all cameras is read once for all lists that are open; what other machines store is seen so late.
    private static readonly TimeSpan DaysAge = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _turn = new(1);
    private Days? _days;

    private sealed record Days(DateTimeOffset At, DateTimeOffset From, long Version, IReadOnlyDictionary<int, HealthSpan> Stored);

    /// <summary>Where the hour began in which the last 24 hours do, as they are told everywhere.</summary>
    public static DateTimeOffset DayStart(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(second - (second % SpanSeconds.Hour)).AddHours(-23);
    }

    /// <summary>The spans that begin at the given moments and end with the next, the last one with <paramref name="to"/>.</summary>
    public async Task<IReadOnlyList<HealthSpan>> ReadSpansAsync(
        int cameraId, IReadOnlyList<DateTimeOffset> starts, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        var (from, until) = (starts[0].ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var stored = await db.Set<CameraHealthHour>().AsNoTracking()
            .Where(hour => hour.CameraId == cameraId && hour.Start >= from && hour.Start < until).ToListAsync(cancellationToken);
        List<CameraHealthHour> hours = [.. stored, .. unstored?.Get(cameraId) ?? []];
        return
        [
            .. starts.Select((start, index) =>
            {
                var (first, end) = (start.ToUnixTimeSeconds(), index + 1 < starts.Count ? starts[index + 1].ToUnixTimeSeconds() : until);
                return HealthSpan.Sum(start, [.. hours.Where(hour => hour.Start >= first && hour.Start < end)]);
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

    /// <summary>The last 24 hours of each camera, the same as its hours come to; none for cameras that were not watched.</summary>
    public async Task<IReadOnlyDictionary<int, HealthSpan>> ReadDaysAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var days = await ReadStoredAsync(now, cancellationToken);
        var (first, all) = (days.From.ToUnixTimeSeconds(), days.Stored.ToDictionary());
        foreach (var camera in unstored?.Cameras ?? [])
        {
            var known = all.GetValueOrDefault(camera) ?? new HealthSpan(days.From, 0, 0, 0);
            all[camera] = HealthSpan.Sum([known, HealthSpan.Sum(days.From, [.. unstored!.Get(camera).Where(hour => hour.Start >= first)])]);
        }

        return all;
    }

    private async Task<Days> ReadStoredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var (from, version) = (DayStart(now), unstored?.Version ?? 0);
            if (_days is { } known && known.From == from && known.Version == version && now >= known.At && now - known.At < DaysAge)
            {
                return known;
            }

            var first = from.ToUnixTimeSeconds();
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            var sums = await db.Set<CameraHealthHour>().AsNoTracking().Where(hour => hour.Start >= first && hour.WatchedSeconds > 0)
                .GroupBy(hour => hour.CameraId)
                .Select(group => new
                {
                    group.Key,
                    Watched = group.Sum(hour => hour.WatchedSeconds),
                    Seen = group.Sum(hour => hour.SeenSeconds),
                    Frames = group.Sum(hour => hour.Frames),
                })
                .ToListAsync(cancellationToken);
            return _days = new Days(
                now, from, version, sums.ToDictionary(sum => sum.Key, sum => new HealthSpan(from, sum.Watched, sum.Seen, sum.Frames)));
        }
        finally
        {
            _turn.Release();
        }
    }
}
