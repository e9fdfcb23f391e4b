using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Statistics.Stays;

/// <summary>
/// Keeps how long vehicles were inside, and who still is. As the <see cref="StatisticsRollUp"/> does, it works through flows by number, a batch
/// a transaction together with how far it came, and counts hours anew as a whole: those in which the batch's vehicles left, those in which
/// somebody left whose coming in arrived late, and those of corrected plates.
/// </summary>
internal sealed class StayRollUp(IDbContextFactory<DashboardDbContext> database, TimeProvider time, ILogger<StayRollUp> log)
    : PeriodicWork(TimeSpan.FromMinutes(1), isAtOnce: true, "The times inside are not up to date", time, log)
{
    /// <summary>The most flows of a step.</summary>
    internal const int BatchSize = 5000;

    /// <summary>The most hours that a step counts for the flows that are new.</summary>
    internal const int MaxHours = 24;

    private const int MaxCorrections = 20;

    // A flow is a preview until its vehicle has left, and counted when it is not any more.
    private static readonly TimeSpan StillChanging = TimeSpan.FromHours(1);

    private sealed record Hour(long Start, IReadOnlyList<StayCount> Rows);

    /// <summary>Takes in what was stored and corrected since the last time.</summary>
    public Task CatchUpAsync(CancellationToken cancellationToken) => CatchUpAsync(TimeSpan.Zero, cancellationToken);

    protected override Task DoAsync(CancellationToken cancellationToken) => CatchUpAsync(StatisticsRollUp.Breath, cancellationToken);

    private async Task CatchUpAsync(TimeSpan breath, CancellationToken cancellationToken)
    {
        var isFirst = true;
        while (await StepAsync(isFirst, cancellationToken))
        {
            isFirst = false;
            await Task.Delay(breath, Time, cancellationToken);
        }
    }

    /// <summary>
    /// Takes in a few flows and corrections, and says whether there are more. The hours are counted before anything is written: what changes
    /// meanwhile is told of by a later flow or correction, and counted again then.
    /// </summary>
    internal async Task<bool> StepAsync(bool alsoRecent, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var from = await PositionAsync(db, Position.Stays, isAtEnd: false, cancellationToken);
        var corrected = await PositionAsync(db, Position.StayCorrections, isAtEnd: from == 0, cancellationToken);
        var (last, touched) = await TouchedAsync(db, from, cancellationToken);
        var isMore = last < await db.Flows.MaxAsync(flow => (long?)flow.Id, cancellationToken);
        if (alsoRecent)
        {
            touched.AddRange(await RecentAsync(db, from, cancellationToken));
        }

        var hours = await CountAsync(db, touched.SelectMany(one => one.Hours).Distinct(), cancellationToken);

        // Of two servers the second waits here, and then finds the position moved.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await MoveAsync(db, Position.Stays, from, last, cancellationToken))
        {
            return false;
        }

        var corrections = await db.FlowCorrections.AsNoTracking().Where(row => row.Id > corrected).OrderBy(row => row.Id)
            .Take(MaxCorrections).ToListAsync(cancellationToken);
        if (corrections.Count > 0)
        {
            await MoveAsync(db, Position.StayCorrections, corrected, corrections[^1].Id, cancellationToken);
        }

        await FollowAsync(db, touched, cancellationToken);
        hours.AddRange(await CountAsync(db, await CorrectAsync(db, corrections, cancellationToken), cancellationToken));
        await StoreAsync(db, hours, cancellationToken);
        if (alsoRecent)
        {
            var oldest = (Time.GetUtcNow() - StayLengths.Max).ToUnixTimeSeconds();
            await db.Set<OpenStay>().Where(stay => stay.Since < oldest).ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return isMore || corrections.Count == MaxCorrections;
    }

    // The next flows that went in or out, and the last number that is looked at with them: as many as are of a few hours.
    private static async Task<(long Last, List<TouchedPassage> Touched)> TouchedAsync(
        DashboardDbContext db, long from, CancellationToken cancellationToken)
    {
        var ids = await db.Flows.Where(flow => flow.Id > from).OrderBy(flow => flow.Id).Take(BatchSize).Select(flow => flow.Id)
            .ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return (from, []);
        }

        var (last, hours) = (ids[^1], new HashSet<long>());
        var all = await StayPairs.WithNextAsync(db, db.Flows.Where(flow => flow.Id > from && flow.Id <= last), last, cancellationToken);
        all.Sort((a, b) => a.Passage.Id.CompareTo(b.Passage.Id));
        foreach (var (index, one) in all.Index())
        {
            hours.UnionWith(one.Hours);
            if (hours.Count > MaxHours && index > 0)
            {
                return (one.Passage.Id - 1, all[..index]);
            }
        }

        return (last, all);
    }

    private async Task<List<TouchedPassage>> RecentAsync(DashboardDbContext db, long from, CancellationToken cancellationToken)
    {
        var recent = (Time.GetUtcNow() - StillChanging).ToUnixTimeSeconds();
        return await StayPairs.WithNextAsync(
            db, db.Flows.Where(flow => flow.CapturedSecond >= recent && flow.Id <= from), from, cancellationToken);
    }

    // Who is inside: those whose last passage was in the direction in.
    private static async Task FollowAsync(
        DashboardDbContext db, List<TouchedPassage> touched, CancellationToken cancellationToken)
    {
        var latest = touched.Where(one => one.IsLast).Select(one => one.Passage).GroupBy(one => (one.Plate, one.SiteId))
            .ToDictionary(group => group.Key, group => group.OrderBy(one => one.Second).ThenBy(one => one.Id).Last());
        foreach (var some in latest.Values.Chunk(500))
        {
            var plates = some.Select(one => one.Plate).ToArray();
            var known = (await db.Set<OpenStay>().Where(stay => EF.Parameter(plates).Contains(stay.Plate)).ToListAsync(cancellationToken))
                .ToDictionary(stay => (stay.Plate, stay.SiteId));
            foreach (var passage in some)
            {
                Set(db, known.GetValueOrDefault((passage.Plate, passage.SiteId)), passage.Plate, passage.SiteId, passage);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    // The hours in which somebody left whose stay is another one since.
    private static async Task<HashSet<long>> CorrectAsync(
        DashboardDbContext db, List<FlowCorrection> corrections, CancellationToken cancellationToken)
    {
        var hours = new HashSet<long>();
        var numbers = corrections.Select(row => row.FlowId).Distinct().ToArray();
        foreach (var passage in (await StayPairs.FindAsync(db, numbers, cancellationToken)).Values)
        {
            hours.Add(TouchedPassage.ToHour(passage.Second));
            foreach (var plate in corrections.Where(row => row.FlowId == passage.Id).SelectMany(row => new[] { row.Before, row.After }).Distinct())
            {
                var last = await StayPairs.LastAsync(db, plate, passage.SiteId, cancellationToken);
                var after = await StayPairs.NextAsync(db, plate, passage.SiteId, passage.Second, cancellationToken);
                hours.Add(TouchedPassage.ToHour(after?.Second ?? passage.Second));
                var known = await db.Set<OpenStay>().FindAsync([plate, passage.SiteId], cancellationToken);
                Set(db, known, plate, passage.SiteId, last);
                await db.SaveChangesAsync(cancellationToken);
            }
        }

        db.ChangeTracker.Clear();
        return hours;
    }

    private static void Set(DashboardDbContext db, OpenStay? known, string plate, int site, StayPassage? last)
    {
        if (last is null || !DirectionNames.IsIn(last.DirectionName))
        {
            if (known is not null)
            {
                db.Remove(known);
            }

            return;
        }

        if (known is null)
        {
            known = new OpenStay { Plate = plate, SiteId = site };
            db.Add(known);
        }

        (known.Since, known.CameraId, known.FlowId) = (last.Second, last.CameraId, last.Id);
    }

    private static async Task<List<Hour>> CountAsync(DashboardDbContext db, IEnumerable<long> hours, CancellationToken cancellationToken)
    {
        var counted = new List<Hour>();
        foreach (var hour in hours)
        {
            var stays = await StayPairs.EndedAsync(db, hour, hour + SpanSeconds.Hour, cancellationToken);
            var byCamera = stays.GroupBy(stay => stay.Out.CameraId);
            counted.Add(new Hour(hour, ToRows(SpanSeconds.Hour, hour, byCamera, (lengths, stay) => lengths.Add(stay.Length))));
        }

        return counted;
    }

    private static async Task StoreAsync(DashboardDbContext db, List<Hour> hours, CancellationToken cancellationToken)
    {
        foreach (var hour in hours)
        {
            await ReplaceAsync(db, SpanSeconds.Hour, hour.Start, hour.Rows, cancellationToken);
        }

        foreach (var day in hours.Select(hour => CameraDays.DayOf(hour.Start)).Distinct())
        {
            var end = day + SpanSeconds.Day;
            var rows = await db.Set<StayCount>().AsNoTracking()
                .Where(row => row.Span == SpanSeconds.Hour && row.Start >= day && row.Start < end).ToListAsync(cancellationToken);
            var byCamera = rows.GroupBy(row => row.CameraId);
            await ReplaceAsync(
                db, SpanSeconds.Day, day, ToRows(SpanSeconds.Day, day, byCamera, (lengths, row) => lengths.Add(row.Lengths)), cancellationToken);
        }
    }

    private static List<StayCount> ToRows<T>(int span, long start, IEnumerable<IGrouping<int, T>> byCamera, Action<StayLengths, T> add)
    {
        var rows = new List<StayCount>();
        foreach (var camera in byCamera)
        {
            var lengths = new StayLengths();
            foreach (var one in camera)
            {
                add(lengths, one);
            }

            rows.Add(new StayCount { Span = span, Start = start, CameraId = camera.Key, Lengths = lengths.ToText() });
        }

        return rows;
    }

    private static async Task ReplaceAsync(
        DashboardDbContext db, int span, long start, IReadOnlyList<StayCount> rows, CancellationToken cancellationToken)
    {
        await db.Set<StayCount>().Where(row => row.Span == span && row.Start == start).ExecuteDeleteAsync(cancellationToken);
        db.AddRange(rows);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private static async Task<long> PositionAsync(DashboardDbContext db, string name, bool isAtEnd, CancellationToken cancellationToken)
    {
        if (await db.Positions.AsNoTracking().FirstOrDefaultAsync(position => position.Name == name, cancellationToken) is { } known)
        {
            return known.Value;
        }

        var start = isAtEnd ? await db.FlowCorrections.MaxAsync(row => (long?)row.Id, cancellationToken) ?? 0 : 0;
        db.Positions.Add(new Position { Name = name, Value = start });
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return start;
    }

    private static async Task<bool> MoveAsync(DashboardDbContext db, string name, long from, long to, CancellationToken cancellationToken) =>
        await db.Positions.Where(position => position.Name == name && position.Value == from)
            .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, to), cancellationToken) > 0;
}
