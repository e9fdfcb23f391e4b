using Dashboard.Flows;

namespace Dashboard.Backups;

/// <summary>
/// Copies pictures. One that the backup before has as well is not copied again: a picture's file is never written twice under its name, so
/// it gets a second name on the same disk. So a backup costs what is new.
/// </summary>
internal sealed class PictureBackup(FlowImages images)
{
    private const string FolderName = "pictures";

    /// <summary>How many there are now.</summary>
    public long Count() => Files().LongCount();

    /// <summary>Copies them in the order of their paths; one that is removed meanwhile is left out.</summary>
    /// <param name="folder">The new backup.</param>
    /// <param name="previous">The one before; null: there is none.</param>
    /// <param name="add">Told each file and its size.</param>
    public async Task CopyAsync(string folder, string? previous, Func<FileSum, long, Task> add, CancellationToken cancellationToken)
    {
        await using var known = (previous is null ? AsyncEnumerable.Empty<FileSum>() : SumList.ReadAsync(previous, cancellationToken))
            .GetAsyncEnumerator(cancellationToken);
        var hasKnown = await known.MoveNextAsync();
        var below = "";
        foreach (var file in Files())
        {
            var name = $"{FolderName}/{images.NameOf(file).Replace(Path.DirectorySeparatorChar, '/')}";
            while (hasKnown && string.CompareOrdinal(known.Current.Path, name) < 0)
            {
                hasKnown = await known.MoveNextAsync();
            }

            var target = Path.Combine(folder, name);
            if (Path.GetDirectoryName(target)! is var into && into != below)
            {
                OwnersFile.CreateFolder(below = into);
            }

            var there = hasKnown && known.Current.Path == name ? known.Current : (FileSum?)null;
            if (await CopyAsync(file, target, there is null ? null : Path.Combine(previous!, name), there, cancellationToken) is { } copied)
            {
                await add(new FileSum(name, copied.Sha256), copied.Bytes);
            }
        }
    }

    private static async Task<(string Sha256, long Bytes)?> CopyAsync(
        string file, string target, string? before, FileSum? known, CancellationToken cancellationToken)
    {
        try
        {
            if (before is not null && new FileInfo(file) is { Exists: true } now && new FileInfo(before) is { Exists: true } then
                && now.Length == then.Length && now.LastWriteTimeUtc == then.LastWriteTimeUtc && OwnersFile.TryLink(before, target))
            {
                return (known!.Value.Sha256, now.Length);
            }

            return await OwnersFile.CopyAsync(file, target, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException && !File.Exists(file))
        {
            return null; // Retention has removed it.
        }
    }

    // Day by day, so that no more than a day's names are held.
    private IEnumerable<string> Files() => images.DayFolders().Order(StringComparer.Ordinal).SelectMany(
        day => Directory.EnumerateFiles(day)
            .Where(file => PictureNames.UuidOf(file) is not null && !file.EndsWith(PictureNames.Unfinished, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));
}
