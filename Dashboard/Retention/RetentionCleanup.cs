using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Retention;

/// <summary>
/// Deletes what is older than it is kept, every few minutes: flows with all that belongs to them, then pictures, then what must go to leave the
/// disk its room. Several servers may do it at once: what one has deleted the other does not find.
/// </summary>
internal sealed class RetentionCleanup(
    IDbContextFactory<DashboardDbContext> database,
    FlowRemoval flows,
    PictureRemoval pictures,
    RetentionStatus status,
    DiskSpace disk,
    AgeClock ages,
    IOptionsMonitor<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionCleanup> log)
    : PeriodicWork(TimeSpan.FromMinutes(2), isAtOnce: true, "What is older than it is kept could not be deleted", time, log)
{
    // A little more than has to be free, so that not every run has to make room.
    private const double Margin = 1;

    /// <summary>One run of this process at a time.</summary>
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Deletes all that is due now.</summary>
    /// <param name="progress">Told how many flows were deleted so far.</param>
    public async Task<RetentionRun> RunAsync(Action<long>? progress = null, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = await ages.ReadAsync(cancellationToken);
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            var policy = await RetentionPolicy.ReadAsync(db, options.CurrentValue, now, instead: null, cancellationToken);
            var (deleted, theirs) = await RemoveFlowsAsync(policy, progress, cancellationToken);
            var old = theirs + await pictures.RemoveAsync(policy, cancellationToken);
            var forRoom = await MakeRoomAsync(now, cancellationToken);
            while (deleted > 0 && await db.ReleaseSpaceAsync(cancellationToken))
            {
                await Task.Yield(); // Others write in between.
            }

            var run = new RetentionRun(Time.GetUtcNow(), deleted, old.Pictures, forRoom.Pictures, old.Bytes + forRoom.Bytes);
            Tell(run);
            return status.Last = run;
        }
        finally
        {
            _gate.Release();
        }
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => RunAsync(null, cancellationToken);

    private async Task<(long Flows, RemovedPictures Pictures)> RemoveFlowsAsync(
        RetentionPolicy policy, Action<long>? progress, CancellationToken cancellationToken)
    {
        var (deleted, pictures) = (0L, default(RemovedPictures));
        foreach (var cutoff in policy.Cutoffs.Where(cutoff => cutoff.Latest is not null))
        {
            var ofCamera = 0L;
            while (await flows.RemoveAsync(cutoff, policy.Now, cancellationToken) is var removed and { Flows: > 0 })
            {
                (ofCamera, pictures) = (ofCamera + removed.Flows, pictures + removed.Pictures);
                progress?.Invoke(deleted + ofCamera);
            }

            if (ofCamera > 0)
            {
                await flows.RemoveRollUpsAsync(cutoff, cancellationToken);
            }

            deleted += ofCamera;
        }

        if (deleted > 0)
        {
            await flows.RemoveEmptyCountsAsync(cancellationToken);
        }

        return (deleted, pictures);
    }

    private async Task<RemovedPictures> MakeRoomAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var floor = options.CurrentValue.MinimumFreePercent;
        if (floor == 0 || HasRoom(floor))
        {
            status.LackingRoom = null;
            return default;
        }

        var removed = await pictures.MakeRoomAsync(now, () => HasRoom(floor + Margin), cancellationToken);
        status.LackingRoom = HasRoom(floor) ? null : disk.Read();
        return removed;
    }

    private bool HasRoom(double percent) => disk.Read()?.HasFree(percent) != false;

    private void Tell(RetentionRun run)
    {
        if (run.Flows > 0 || run.Pictures > 0)
        {
            Log.LogInformation("Deleted {Flows} flows and {Pictures} pictures that were older than they are kept", run.Flows, run.Pictures);
        }

        if (run.ForRoom > 0)
        {
            Log.LogWarning(
                "Removed the {Pictures} oldest pictures before their time: less than Retention:MinimumFreePercent ({Percent} %) of the disk was free",
                run.ForRoom,
                options.CurrentValue.MinimumFreePercent);
        }

        if (status.LackingRoom is { } disk)
        {
            Log.LogWarning(
                "Only {Free} % of the disk is free, less than Retention:MinimumFreePercent ({Percent} %), and there are no pictures left that may go",
                Math.Round(disk.Free * 100.0 / Math.Max(1, disk.Total), 1),
                options.CurrentValue.MinimumFreePercent);
        }
    }
}
