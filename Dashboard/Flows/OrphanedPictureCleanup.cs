using Dashboard.Flows.Recording;
using Dashboard.Hosting.Process;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows;

/// <summary>
/// Removes what a killed server left in the picture folders: pictures whose row was never written, and unfinished files. Runs once, in the
/// background, newest days first, for a limited time; pictures whose rows are still to come are left alone.
/// </summary>
internal sealed class OrphanedPictureCleanup(
    IDbContextFactory<DashboardDbContext> database, FlowImages images, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<OrphanedPictureCleanup> log)
    : BackgroundService
{
    /// <summary>
    /// More than this was not left by a crash, which leaves a batch at most: then the database is not the one that the pictures belong to (put
    /// back from a backup, say), and none is removed.
    /// </summary>
    public const int MaxOrphans = 20 * FlowRecorder.MaxBatch;

    // What another server on a folder that both share has written, its row may still be to come: that server alone knows.
    private static readonly TimeSpan SharedAge = TimeSpan.FromHours(1);

    private const int MaxDays = 31;
    private const int MaxBatch = 500;
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    /// <summary>Cleans up once, and returns how many files were removed.</summary>
    public async Task<int> CleanUpAsync(CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        var orphans = new List<string>();
        foreach (var folder in images.DayFolders().Take(MaxDays))
        {
            foreach (var files in Directory.EnumerateFiles(folder).Chunk(MaxBatch))
            {
                orphans.AddRange(await FindOrphansAsync(files, cancellationToken));
                if (orphans.Count > MaxOrphans)
                {
                    log.LogWarning(
                        "Over {Pictures} pictures below {Folder} belong to no flow of this database; none is removed", MaxOrphans, images.Root);
                    return 0;
                }

                if (time.GetElapsedTime(started) > MaxTime)
                {
                    return Remove(orphans);
                }
            }
        }

        return Remove(orphans);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Pictures of a server that this one was started beside by mistake may wait for their rows.
            await lifetime.WaitForStartAsync(stoppingToken);
            await CleanUpAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogWarning("Leftover pictures could not be removed: {Reason}", StorageFailure.Describe(exception));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start cleans up again.
        }
    }

    // The files were listed before; a picture of theirs that is not waiting for its row now has it by the time the database is asked.
    private async Task<IEnumerable<string>> FindOrphansAsync(string[] files, CancellationToken cancellationToken)
    {
        var candidates = files
            .Select(file => (Name: images.NameOf(file), Uuid: PictureNames.UuidOf(file)))
            .Where(found => found.Uuid is not null && !images.IsClaimed(found.Name))
            .ToList();
        var uuids = candidates.Select(found => found.Uuid!.Value).Distinct().ToArray();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var youngest = db.IsShared ? time.GetUtcNow() - SharedAge : DateTimeOffset.MaxValue;
        var stored = await db.Flows.AsNoTracking().Where(flow => EF.Parameter(uuids).Contains(flow.Uuid))
            .ToDictionaryAsync(flow => flow.Uuid, flow => PictureNames.All(flow), cancellationToken);
        return candidates
            .Where(found => !stored.TryGetValue(found.Uuid!.Value, out var kept) || !kept.Contains(found.Name))
            .Where(found => File.GetLastWriteTimeUtc(Path.Combine(images.Root, found.Name)) <= youngest)
            .Select(found => found.Name);
    }

    private int Remove(List<string> orphans)
    {
        images.Delete(orphans);
        if (orphans.Count > 0)
        {
            log.LogInformation("Removed {Pictures} pictures that a crash had left without a flow", orphans.Count);
        }

        return orphans.Count;
    }
}
