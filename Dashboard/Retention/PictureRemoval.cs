using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Retention;

internal readonly record struct RemovedPictures(int Pictures, long Bytes)
{
    public static RemovedPictures operator +(RemovedPictures a, RemovedPictures b) => new(a.Pictures + b.Pictures, a.Bytes + b.Bytes);
}

/// <summary>
/// Removes pictures before their flows go. The folders of days say what is there, and the database whether it may go: so what a crash left, and
/// what came late, is found too.
/// </summary>
internal sealed class PictureRemoval(IDbContextFactory<DashboardDbContext> database, FlowImages images)
{
    private const int MaxBatch = 500;

    /// <summary>What stays in a folder is looked at again after this time.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromHours(6);

    private static readonly TimeSpan SettlingTime = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> _nextCheck = [];

    /// <param name="IsListed">Whether it matched a list.</param>
    private sealed record Stored(Flow Flow, bool IsFree, bool IsListed, IReadOnlySet<string> Files);

    /// <summary>Removes the pictures that are older than their camera keeps them, oldest first.</summary>
    /// <param name="tell">Told what is gone, a few hundred at a time.</param>
    public async Task RemoveAsync(RetentionPolicy policy, Action<RemovedPictures> tell, CancellationToken cancellationToken = default)
    {
        foreach (var folder in images.DayFolders().Reverse().TakeWhile(folder => IsBefore(folder, policy.LatestPictures)))
        {
            if (!_nextCheck.TryGetValue(folder, out var next) || next <= policy.Now)
            {
                await RemoveAsync(folder, policy.Now, stored => policy.CutoffOf(stored.Flow.CameraId)?.PicturesBefore, tell, cancellationToken);
            }
        }
    }

    /// <summary>
    /// What <see cref="RemoveAsync(RetentionPolicy, Action{RemovedPictures}, CancellationToken)"/> would remove, and what goes with its flow.
    /// </summary>
    public async Task<RemovedPictures> CountAsync(RetentionPolicy policy, CancellationToken cancellationToken = default)
    {
        var counted = default(RemovedPictures);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        foreach (var files in images.DayFolders().Reverse().TakeWhile(folder => IsBefore(folder, policy.LatestPicturesOrFlows))
            .Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder).Chunk(MaxBatch)))
        {
            var named = ByFlow(files);
            var due = await FindDueAsync(
                db, named, policy.Now, stored => policy.CutoffOf(stored.Flow.CameraId)?.PictureGoesBefore(stored.IsListed), cancellationToken);
            counted += due.ToRemoved();
        }

        return counted;
    }

    /// <summary>Removes the oldest pictures until there is room enough, however young they are; those of the last day stay.</summary>
    /// <param name="now">The time by which pictures are old.</param>
    /// <param name="isEnough">Asked after each few hundred.</param>
    /// <param name="tell">Told what is gone, a few hundred at a time.</param>
    public async Task MakeRoomAsync(
        DateTimeOffset now, Func<bool> isEnough, Action<RemovedPictures> tell, CancellationToken cancellationToken = default)
    {
        var yesterday = now.AddDays(-1).ToUnixTimeSeconds();
        foreach (var folder in images.DayFolders().Reverse().TakeWhile(folder => IsBefore(folder, yesterday)))
        {
            if (isEnough())
            {
                break;
            }

            await RemoveAsync(folder, now, _ => yesterday, tell, cancellationToken, isEnough);
        }
    }

    /// <summary>Forgets which folders need no check: what is kept was changed.</summary>
    public void CheckAll() => _nextCheck.Clear();

    private static bool IsBefore(string folder, long? second) =>
        second is { } before && PictureNames.DayOf(folder) is { } day && day.ToUnixTimeSeconds() < before;

    private async Task RemoveAsync(
        string folder,
        DateTimeOffset now,
        Func<Stored, long?> beforeFor,
        Action<RemovedPictures> tell,
        CancellationToken cancellationToken,
        Func<bool>? isEnough = null)
    {
        foreach (var files in Directory.EnumerateFiles(folder).OrderBy(File.GetLastWriteTimeUtc).Chunk(MaxBatch).ToList())
        {
            if (isEnough?.Invoke() == true)
            {
                return;
            }

            tell(await RemoveAsync(files, now, beforeFor, cancellationToken));
        }

        _nextCheck[folder] = now + CheckInterval;
        if (now - PictureNames.DayOf(folder) > CheckInterval * 8 && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            _nextCheck.Remove(folder);
            Directory.Delete(folder);
        }
    }

    private async Task<RemovedPictures> RemoveAsync(
        string[] files, DateTimeOffset now, Func<Stored, long?> beforeFor, CancellationToken cancellationToken)
    {
        var named = ByFlow(files);
        await using var db = await database.CreateDbContextAsync(cancellationToken);

        // The rows are told first: a picture that a crash leaves behind goes the next time, and none is promised that is not there.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(cancellationToken: cancellationToken);
        var due = await FindDueAsync(db, named, now, beforeFor, cancellationToken);
        long[] pictured = [.. due.Flows.Where(flow => flow.HasPicture).Select(flow => flow.Id)];
        await db.Flows.Where(flow => EF.Parameter(pictured).Contains(flow.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(flow => flow.HasPicture, false).SetProperty(flow => flow.PictureDay, (DateOnly?)null)
                .SetProperty(flow => flow.Views, (string?)null),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var removed = due.ToRemoved(); // Sizes are not known any more once they are deleted.
        images.Delete(due.Files.Select(file => images.NameOf(file.FullName)));
        return removed;
    }

    private ILookup<Guid, FileInfo> ByFlow(string[] files) => files
        .Select(file => (File: file, Uuid: PictureNames.UuidOf(file)))
        .Where(file => file.Uuid is not null && !images.IsClaimed(images.NameOf(file.File)))
        .ToLookup(file => file.Uuid!.Value, file => new FileInfo(file.File));

    private async Task<DuePictures> FindDueAsync(
        DashboardDbContext db, ILookup<Guid, FileInfo> named, DateTimeOffset now, Func<Stored, long?> beforeFor, CancellationToken cancellationToken)
    {
        Guid[] uuids = [.. named.Select(flow => flow.Key)];
        var stored = await ReadAsync(db, uuids, now, cancellationToken);
        var due = stored.Values.Where(one => one.IsFree && one.Flow.CapturedSecond < beforeFor(one)).Select(one => one.Flow).ToList();
        var unknown = uuids.Where(uuid => !stored.ContainsKey(uuid) && named[uuid].All(file => IsSettled(file, now))).ToList();

        // So many were not left by a crash: then the pictures belong to another database.
        var gone = due.Select(flow => flow.Uuid).Concat(unknown.Count < MaxBatch / 2 ? unknown : []).SelectMany(uuid => named[uuid]);

        // A picture that another one has taken the place of, and whose server was killed before it could remove it.
        var replaced = stored.Values.SelectMany(one => named[one.Flow.Uuid].Where(
            file => !one.Files.Contains(images.NameOf(file.FullName)) && IsSettled(file, now)));
        return new DuePictures(due, [.. gone.Concat(replaced).DistinctBy(file => file.FullName)]);
    }

    // Another server may have written it a moment ago, and not its row.
    private static bool IsSettled(FileInfo file, DateTimeOffset now) => now - file.LastWriteTimeUtc > SettlingTime;

    private static async Task<Dictionary<Guid, Stored>> ReadAsync(
        DashboardDbContext db, Guid[] uuids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = db.Flows.AsNoTracking().Where(flow => EF.Parameter(uuids).Contains(flow.Uuid));
        var free = await known.WhereFree(db, now).Select(flow => flow.Id).ToHashSetAsync(cancellationToken);
        var listed = await known.Where(flow => db.Alerts.Any(alert => alert.FlowId == flow.Id)).Select(flow => flow.Id)
            .ToHashSetAsync(cancellationToken);
        var flows = await known.ToListAsync(cancellationToken);
        return flows.ToDictionary(flow => flow.Uuid, flow => new Stored(
            flow, !flow.IsPreview && free.Contains(flow.Id), listed.Contains(flow.Id), PictureNames.All(flow)));
    }

    /// <param name="Flows">Flows whose pictures may go.</param>
    /// <param name="Files">Files that may go: theirs, and those of no flow.</param>
    private sealed record DuePictures(List<Flow> Flows, List<FileInfo> Files)
    {
        public RemovedPictures ToRemoved() => new(
            Files.Select(file => PictureNames.UuidOf(file.Name)).Distinct().Count(), Files.Sum(file => file.Exists ? file.Length : 0));
    }
}
