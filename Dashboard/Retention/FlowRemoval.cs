using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Retention;

/// <param name="Pictures">The pictures of those flows.</param>
/// <param name="Unlisted">Those of them that went because they match no list, before their age said so.</param>
internal readonly record struct RemovedFlows(int Flows, RemovedPictures Pictures, int Unlisted = 0);

/// <summary>
/// Deletes flows that are due with all that belongs to them: candidates, corrections, notes, acknowledged alerts, ended deliveries, the ends of
/// plates that no flow has any more, and pictures. A small transaction at a time, oldest first, so that storing never waits long. Roll-ups go once
/// no flow of their time is kept: what counts without naming plates still counts a flow that went before its age said so.
/// </summary>
internal sealed class FlowRemoval(IDbContextFactory<DashboardDbContext> database, FlowImages images, RemovedLastPlateFeed lastPlates)
{
    /// <summary>The most flows of one transaction.</summary>
    public const int MaxBatch = 500;

    /// <summary>Deletes the oldest flows of a camera that are due, at most <see cref="MaxBatch"/>, and returns how many those were.</summary>
    public async Task<RemovedFlows> RemoveAsync(CameraCutoff cutoff, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var looked = await db.LastLookedUpAsync(cancellationToken);
        var due = await db.Due(cutoff, now, looked).OrderBy(flow => flow.CapturedSecond).ThenBy(flow => flow.Id).Take(MaxBatch)
            .Select(flow => flow.Id).ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return default;
        }

        // Asked for again under the lock: somebody may have made one of them evidence meanwhile.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(cancellationToken: cancellationToken);
        var removed = await db.Due(cutoff, now, looked).AsNoTracking().Where(flow => EF.Parameter(due).Contains(flow.Id))
            .ToListAsync(cancellationToken);
        var before = cutoff.FlowsBefore ?? long.MinValue;
        return await RemoveAsync(db, transaction, removed, cancellationToken) with
        {
            Unlisted = removed.Count(flow => flow.CapturedSecond >= before),
        };
    }

    /// <summary>Deletes flows with all that belongs to them, by a transaction that holds the order of flows.</summary>
    /// <param name="delete">Deletes the pictures of each once its row is gone, and returns the bytes that they had; null: as is usual.</param>
    internal async Task<RemovedFlows> RemoveAsync(
        DashboardDbContext db,
        IDbContextTransaction transaction,
        List<Flow> removed,
        CancellationToken cancellationToken,
        Func<Flow, long>? delete = null)
    {
        await RemoveRowsAsync(db, removed, cancellationToken);
        var cameras = await CamerasWithoutLaterAsync(db, removed, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        lastPlates.Publish(cameras);

        // A picture that a crash leaves here belongs to no flow any more, and goes with its day.
        var pictures = removed.Select(delete ?? images.Delete).ToList();
        return new RemovedFlows(removed.Count, new RemovedPictures(pictures.Count(bytes => bytes > 0), pictures.Sum()));
    }

    // Cameras of which no flow with a plate is left that was captured after the last that was removed.
    private static async Task<IReadOnlyList<int>> CamerasWithoutLaterAsync(
        DashboardDbContext db, List<Flow> removed, CancellationToken cancellationToken)
    {
        var cameras = new List<int>();
        foreach (var group in removed.Where(flow => flow.Plate.Length > 0).GroupBy(flow => flow.CameraId))
        {
            var last = group.Max(flow => flow.CapturedSecond);
            if (!await db.Flows.AnyAsync(
                flow => flow.CameraId == group.Key && flow.CapturedSecond > last && flow.Plate != "" && !flow.IsPreview, cancellationToken))
            {
                cameras.Add(group.Key);
            }
        }

        return cameras;
    }

    private static async Task RemoveRowsAsync(DashboardDbContext db, List<Flow> removed, CancellationToken cancellationToken)
    {
        var ids = removed.ConvertAll(flow => flow.Id);
        await db.Deliveries.Where(delivery => EF.Parameter(ids).Contains(delivery.FlowId)).ExecuteDeleteAsync(cancellationToken);
        await db.Alerts.Where(alert => EF.Parameter(ids).Contains(alert.FlowId)).ExecuteDeleteAsync(cancellationToken);
        await db.Set<OpenStay>().Where(stay => EF.Parameter(ids).Contains(stay.FlowId)).ExecuteDeleteAsync(cancellationToken);
        await db.Flows.Where(flow => EF.Parameter(ids).Contains(flow.Id)).ExecuteDeleteAsync(cancellationToken);
        await ForgetPlatesAsync(db, removed, cancellationToken);
    }

    /// <summary>Deletes the roll-ups of a camera of times of which no flow is kept.</summary>
    public async Task RemoveRollUpsAsync(CameraCutoff cutoff, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (cutoff.FlowsBefore is { } before)
        {
            var (camera, month) = (cutoff.CameraId, PlateMonth.FromSecond(before));
            await RemoveHoursAsync(db, camera, before - SpanSeconds.Hour, cancellationToken);
            await db.Set<PlateMonth>().Where(row => row.CameraId == camera && row.Month < month).ExecuteDeleteAsync(cancellationToken);
            await db.Set<StayCount>().Where(count => count.CameraId == camera && count.Start < before - count.Span)
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    // The hours before a moment, and what of them is in days.
    private static async Task RemoveHoursAsync(DashboardDbContext db, int camera, long before, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await CameraDays.LockAsync(db, cancellationToken);
        if (await db.Set<CameraHour>().Where(hour => hour.CameraId == camera && hour.Start < before).ExecuteDeleteAsync(cancellationToken) > 0)
        {
            var partly = CameraDays.DayOf(before);
            await db.Set<CameraDay>().Where(day => day.CameraId == camera && day.Start < partly).ExecuteDeleteAsync(cancellationToken);
            await CameraDays.PackAsync(db, partly, camera, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Deletes what counted flows that are all gone.</summary>
    public async Task RemoveEmptyCountsAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(cancellationToken: cancellationToken);
        await db.FlowCounts.Where(count => count.Flows <= 0).ExecuteDeleteAsync(cancellationToken);
        if (await db.Flows.MinAsync(flow => (long?)flow.Id, cancellationToken) is { } first)
        {
            var run = first / Storage.Search.FlowRunVersion.RunLength;
            await db.FlowRunVersions.Where(version => version.Run < run).ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static int Month(Flow flow) => PlateMonth.FromSecond(flow.CapturedSecond);

    // Nobody else stores flows meanwhile, so no plate comes back between the question and the answer.
    private static async Task ForgetPlatesAsync(DashboardDbContext db, List<Flow> removed, CancellationToken cancellationToken)
    {
        var plates = removed.Select(flow => flow.Plate).Where(plate => plate.Length > 0).Distinct().ToList();
        var left = await db.Flows.Where(flow => EF.Parameter(plates).Contains(flow.Plate)).Select(flow => flow.Plate).Distinct()
            .ToHashSetAsync(cancellationToken);
        var gone = plates.Where(plate => !left.Contains(plate)).ToList();
        if (gone.Count > 0)
        {
            var ends = gone.SelectMany(plate => Enumerable.Range(0, plate.Length).Select(start => plate[start..])).Distinct().ToList();
            await db.PlateSuffixes.Where(row => EF.Parameter(ends).Contains(row.Suffix) && EF.Parameter(gone).Contains(row.Plate))
                .ExecuteDeleteAsync(cancellationToken);
        }

        foreach (var flows in removed.Where(flow => flow.Plate.Length > 0).GroupBy(flow => (flow.CameraId, Month: Month(flow))))
        {
            await ForgetMonthAsync(db, flows.Key.CameraId, flows.Key.Month, flows.Select(flow => flow.Plate).ToHashSet(), left, cancellationToken);
        }
    }

    // A plate that passes another camera still, or this one in another month, has no count of this camera and month any more.
    private static async Task ForgetMonthAsync(
        DashboardDbContext db, int camera, int month, HashSet<string> plates, HashSet<string> left, CancellationToken cancellationToken)
    {
        var elsewhere = plates.Where(left.Contains).ToList();
        if (elsewhere.Count > 0)
        {
            var (from, to) = (PlateMonth.FirstSecond(month), PlateMonth.FirstSecond(month + 1));
            plates.ExceptWith(await db.Flows
                .Where(flow => EF.Parameter(elsewhere).Contains(flow.Plate) && flow.CapturedSecond >= from && flow.CapturedSecond < to
                    && flow.CameraId == camera)
                .Select(flow => flow.Plate).Distinct().ToListAsync(cancellationToken));
        }

        await db.Set<PlateMonth>().Where(row => row.CameraId == camera && row.Month == month && EF.Parameter(plates).Contains(row.Plate))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
