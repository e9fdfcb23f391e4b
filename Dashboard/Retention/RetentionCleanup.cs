using Dashboard.Hosting;
using Dashboard.Retention.Plates;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Dashboard.Storage.Auditing;
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
    ErasedPictures erased,
    RetentionStatus status,
    DiskSpace disk,
    AgeClock ages,
    AuditTrail audit,
    IOptionsMonitor<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionCleanup> log)
    : PeriodicWork(TimeSpan.FromMinutes(2), isAtOnce: true, "What is older than it is kept could not be deleted", time, log), IHostedLifecycleService
{
    /// <summary>How often the audit is told, at most, of what the server deletes by itself: something goes in nearly every run.</summary>
    public static readonly TimeSpan AuditInterval = TimeSpan.FromHours(1);

    // A little more than has to be free, so that not every run has to make room.
    private const double Margin = 1;

    private static readonly AuditActor Itself = new(null, "retention", "");

    /// <summary>One run of this process at a time.</summary>
    private readonly SemaphoreSlim _gate = new(1);
    private readonly RetentionTally _untold = new();
    private long? _toldAt;
    private volatile bool _isStopping;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the audit is stored for the last time. A run that is under way is told of when it has been stopped.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        if (_gate.Wait(0, CancellationToken.None))
        {
            WriteAudit(Itself, _untold);
            _gate.Release();
        }

        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deletes all that is due now.</summary>
    /// <param name="progress">Told how many flows were deleted so far.</param>
    public async Task<RetentionRun> RunAsync(Action<long>? progress = null, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        var tally = new RetentionTally();
        try
        {
            var now = await ages.ReadAsync(cancellationToken);
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            var policy = await RetentionPolicy.ReadAsync(db, options.CurrentValue, now, instead: null, cancellationToken);
            await RemoveFlowsAsync(policy, tally, progress, cancellationToken);
            await pictures.RemoveAsync(policy, removed => tally.OldPictures += removed, cancellationToken);
            await MakeRoomAsync(now, tally, cancellationToken);
            while (tally.Flows > 0 && await db.ReleaseSpaceAsync(cancellationToken))
            {
                await Task.Yield(); // Others write in between.
            }

            await erased.FinishAsync(cancellationToken);
            await ForgetErasedAsync(db, now, cancellationToken);
            var run = tally.ToRun(Time.GetUtcNow());
            Tell(run);
            return status.Last = run;
        }
        finally
        {
            // Also of what was stopped half-way.
            if (AuditActor.Current is { } person)
            {
                WriteAudit(person, tally);
            }
            else
            {
                _untold.Add(tally);
                if (_isStopping || _toldAt is not { } at || Time.GetElapsedTime(at) >= AuditInterval)
                {
                    WriteAudit(Itself, _untold);
                }
            }

            _gate.Release();
        }
    }

    private void WriteAudit(AuditActor by, RetentionTally tally)
    {
        if (tally.Describe() is { Length: > 0 } deleted)
        {
            audit.Write(by, AuditAction.Removed, "cleanup", deleted);
            (tally.OldFlows, tally.UnlistedFlows, tally.OldPictures, tally.ForRoom) = (0, 0, default, default);
            _toldAt = by == Itself ? Time.GetTimestamp() : _toldAt;
        }
    }

    private static Task<int> ForgetErasedAsync(DashboardDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now.AddDays(-ErasedFlow.KeptDays);
        return db.ErasedFlows.Where(flow => flow.At < before).ExecuteDeleteAsync(cancellationToken);
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => RunAsync(null, cancellationToken);

    private async Task RemoveFlowsAsync(
        RetentionPolicy policy, RetentionTally tally, Action<long>? progress, CancellationToken cancellationToken)
    {
        foreach (var cutoff in policy.Cutoffs.Where(cutoff => cutoff.Latest is not null))
        {
            var before = tally.Flows;
            while (await flows.RemoveAsync(cutoff, policy.Now, cancellationToken) is var removed and { Flows: > 0 })
            {
                tally.OldFlows += removed.Flows - removed.Unlisted;
                tally.UnlistedFlows += removed.Unlisted;
                tally.OldPictures += removed.Pictures;
                progress?.Invoke(tally.Flows);
            }

            if (tally.Flows > before)
            {
                await flows.RemoveRollUpsAsync(cutoff, cancellationToken);
            }
        }

        if (tally.Flows > 0)
        {
            await flows.RemoveEmptyCountsAsync(cancellationToken);
        }
    }

    private async Task MakeRoomAsync(DateTimeOffset now, RetentionTally tally, CancellationToken cancellationToken)
    {
        var floor = options.CurrentValue.MinimumFreePercent;
        if (floor == 0 || HasRoom(floor))
        {
            status.LackingRoom = null;
            return;
        }

        await pictures.MakeRoomAsync(now, () => HasRoom(floor + Margin), removed => tally.ForRoom += removed, cancellationToken);
        status.LackingRoom = HasRoom(floor) ? null : disk.Read();
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
