using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Statistics;

/// <summary>
/// Keeps the roll-ups: works through flows in the order of their numbers, a batch a transaction together with how far it came, so that a kill
/// neither loses nor doubles anything. Hours are counted anew as a whole, so that late flows and changed previews come right by themselves, and
/// their days are packed with them.
/// Several servers may do it at once: whoever comes second finds the position moved and leaves it.
/// </summary>
internal sealed class StatisticsRollUp(IDbContextFactory<DashboardDbContext> database, TimeProvider time, ILogger<StatisticsRollUp> log)
    : PeriodicWork(TimeSpan.FromMinutes(1), isAtOnce: true, "The statistics are not up to date", time, log)
{
    /// <summary>Below this confidence, 0 to 1, a plate counts as doubtful.</summary>
    public const double DoubtfulBelow = 0.8;

    /// <summary>The most hours that a step counts for the flows that are new.</summary>
    internal const int MaxHours = 48;

    private const int BatchSize = 5000;

    // A preview is stored before its vehicle has left, and changed until then.
    private static readonly TimeSpan StillChanging = TimeSpan.FromHours(1);

    /// <summary>
    /// Between two steps: ten million flows of before are thousands of them, and everybody else who writes must get a turn.
    /// </summary>
    internal static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);

    private readonly record struct NewFlow(long Id, long Second);

    /// <summary>Packs the days of an older version's hours, then rolls up what was stored since the last time.</summary>
    public Task CatchUpAsync(CancellationToken cancellationToken) => CatchUpAsync(TimeSpan.Zero, cancellationToken);

    protected override Task DoAsync(CancellationToken cancellationToken) => CatchUpAsync(Breath, cancellationToken);

    private async Task CatchUpAsync(TimeSpan breath, CancellationToken cancellationToken)
    {
        while (await PackNextAsync(cancellationToken))
        {
            await Task.Delay(breath / 10, Time, cancellationToken);
        }

        var isFirst = true;
        while (await StepAsync(isFirst, cancellationToken))
        {
            isFirst = false;
            await Task.Delay(breath, Time, cancellationToken);
        }
    }

    private async Task<bool> PackNextAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await CameraDays.PackNextAsync(db, cancellationToken);
    }

    /// <summary>Rolls up a few flows, and says whether there are more.</summary>
    internal async Task<bool> StepAsync(bool alsoRecent, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var from = await PositionAsync(db, cancellationToken);

        // Under the lock: a plate that is erased after it was read here would be counted, and stand in a month for good.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await CameraDays.LockAsync(db, cancellationToken);
        var (flows, isMore) = await NextAsync(db, from, cancellationToken);
        var hours = flows.Select(flow => ToHour(flow.Second)).ToHashSet();
        if (alsoRecent)
        {
            var now = Time.GetUtcNow();
            hours.UnionWith([ToHour((now - StillChanging).ToUnixTimeSeconds()), ToHour(now.ToUnixTimeSeconds())]);
        }

        if (flows.Count > 0)
        {
            var last = flows[^1].Id;
            var moved = await db.Positions.Where(position => position.Name == Position.Statistics && position.Value == from)
                .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, last), cancellationToken);
            if (moved == 0)
            {
                return false;
            }
        }

        foreach (var hour in hours)
        {
            await CountHourAsync(db, hour, cancellationToken);
        }

        await AddPlatesAsync(db, from, flows, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        foreach (var day in hours.Select(CameraDays.DayOf).Distinct())
        {
            await CameraDays.PackAsync(db, day, camera: null, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return isMore;
    }

    // As many as are of a few hours: what comes late may be of hundreds, and each is counted as a whole while others wait to write.
    private static async Task<(List<NewFlow> Flows, bool IsMore)> NextAsync(DashboardDbContext db, long from, CancellationToken cancellationToken)
    {
        var flows = await db.Flows.AsNoTracking().Where(flow => flow.Id > from).OrderBy(flow => flow.Id).Take(BatchSize)
            .Select(flow => new NewFlow(flow.Id, flow.CapturedSecond)).ToListAsync(cancellationToken);
        var hours = new HashSet<long>();
        var count = flows.TakeWhile(flow => !hours.Add(ToHour(flow.Second)) || hours.Count <= MaxHours).Count();
        return (flows[..count], count == BatchSize || count < flows.Count);
    }

    private static async Task<long> PositionAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Positions.AsNoTracking().FirstOrDefaultAsync(position => position.Name == Position.Statistics, cancellationToken) is { } known)
        {
            return known.Value;
        }

        db.Positions.Add(new Position { Name = Position.Statistics });
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return 0;
    }

    private static long ToHour(long second) => SpanSeconds.Floor(second, SpanSeconds.Hour);

    private static async Task CountHourAsync(DashboardDbContext db, long hour, CancellationToken cancellationToken)
    {
        var end = hour + SpanSeconds.Hour;
        var counted = await db.Flows.Where(flow => flow.CapturedSecond >= hour && flow.CapturedSecond < end)
            .GroupBy(flow => flow.CameraId)
            .Select(group => new CameraHour
            {
                Start = hour,
                CameraId = group.Key,
                Flows = group.Count(),
                Read = group.Count(flow => flow.Plate != ""),
                Doubtful = group.Count(flow => flow.Plate != "" && flow.Confidence < DoubtfulBelow),
                ConfidenceSum = group.Sum(flow => flow.Plate != "" ? flow.Confidence : 0),
            })
            .ToListAsync(cancellationToken);
        var known = await db.Set<CameraHour>().Where(row => row.Start == hour).ToDictionaryAsync(row => row.CameraId, cancellationToken);
        foreach (var row in counted)
        {
            if (known.TryGetValue(row.CameraId, out var old))
            {
                (old.Flows, old.Read, old.Doubtful, old.ConfidenceSum) = (row.Flows, row.Read, row.Doubtful, row.ConfidenceSum);
            }
            else
            {
                db.Add(row);
            }
        }
    }

    // By the database itself: thousands of rows, read and changed one by one, were nearly all of the work.
    private static async Task AddPlatesAsync(
        DashboardDbContext db, long after, IReadOnlyList<NewFlow> flows, CancellationToken cancellationToken)
    {
        foreach (var month in flows.Select(flow => PlateMonth.FromSecond(flow.Second)).Distinct())
        {
            await db.AddToPlateMonthAsync(month, after, flows[^1].Id, cancellationToken);
        }
    }
}
