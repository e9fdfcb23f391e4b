using Dashboard.Backups.Databases;
using Dashboard.Configuration;
using Dashboard.Hosting.Process;
using Dashboard.Storage;

namespace Dashboard.Backups;

/// <param name="Folder">Where it is.</param>
/// <param name="Manifest">What is in it.</param>
/// <param name="Settings">The settings file that it has a copy of; null: none was found.</param>
internal sealed record FinishedBackup(string Folder, BackupManifest Manifest, string? Settings);

/// <summary>
/// Makes backups while the server works. The database first, then the pictures: whatever a row of it names was on the disk before the row, so what is
/// stored meanwhile adds pictures that no row has yet, and takes none away.
/// </summary>
internal sealed class BackupWriter(IDatabaseBackup database, PictureBackup pictures, ServerOptions server, DatabaseOptions options, TimeProvider time)
{
    /// <summary>Folder of the data directory's other files, such as an agent's identity.</summary>
    public const string OthersFolder = "others";

    public const string SettingsFolder = "settings";

    private const int MaxOtherBytes = 10_000_000;

    /// <summary>Makes a backup in a folder of backups.</summary>
    /// <param name="path">The folder; made where it is not there.</param>
    /// <param name="keep">How many are kept afterwards; null: all.</param>
    /// <param name="begin">Told each part of the work: name, size and unit; what it returns is told how much is done.</param>
    /// <param name="cancellationToken">Ends it; nothing is left then.</param>
    public async Task<FinishedBackup> WriteAsync(
        string path, int? keep = null, Func<string, long, string, Action<long>>? begin = null, CancellationToken cancellationToken = default)
    {
        path = Path.GetFullPath(path);
        if (server.IsInDataDirectory(path))
        {
            throw new BackupException("Backups belong outside of the data directory, best on another disk.");
        }

        begin ??= (_, _, _) => _ => { };
        var folder = new BackupFolder(path);
        using var alone = folder.Lock();
        var at = time.GetUtcNow();
        folder.CleanUp(keep: null, at);
        var previous = folder.Whole().LastOrDefault();
        var unfinished = folder.Begin(at);
        try
        {
            var settings = SettingsFile.Find(SettingsFile.Folders(server.DataPath()));
            var manifest = await FillAsync(unfinished, previous, settings, at, begin, cancellationToken);
            var whole = BackupFolder.Finish(unfinished);
            folder.CleanUp(keep, at);
            return new FinishedBackup(whole, manifest, settings);
        }
        catch
        {
            TryDelete(unfinished);
            throw;
        }
    }

    private async Task<BackupManifest> FillAsync(
        string folder,
        string? previous,
        string? settings,
        DateTimeOffset at,
        Func<string, long, string, Action<long>> begin,
        CancellationToken cancellationToken)
    {
        var (bytes, copied) = (0L, 0L);
        var copy = Path.Combine(folder, database.FileName);
        Action<long>? pages = null;
        var rows = await database.CopyAsync(
            copy, (done, total) => (pages ??= begin("Copying the database", total, "pages"))(done), cancellationToken);
        await using (var list = new FileStream(Path.Combine(folder, SumList.FileName), OwnersFile.New()))
        await using (var sums = new StreamWriter(list))
        {
            async Task AddAsync(FileSum file, long size)
            {
                bytes += size;
                await sums.WriteLineAsync(SumList.Line(file).AsMemory(), cancellationToken);
            }

            // In the order of their paths, as the list has to be.
            var (sha256, length) = await OwnersFile.SumAsync(copy, cancellationToken);
            await AddAsync(new FileSum(database.FileName, sha256), length);
            await CopyOthersAsync(folder, AddAsync, cancellationToken);
            var report = begin("Copying pictures", pictures.Count(), "pictures");
            await pictures.CopyAsync(
                folder,
                previous,
                async (picture, size) =>
                {
                    await AddAsync(picture, size);
                    report(++copied);
                },
                cancellationToken);
            if (settings is not null)
            {
                await CopyAsync(settings, folder, $"{SettingsFolder}/{SettingsFile.FileName}", AddAsync, cancellationToken);
            }

            await sums.FlushAsync(cancellationToken);
            list.Flush(flushToDisk: true);
        }

        var (sum, _) = await OwnersFile.SumAsync(Path.Combine(folder, SumList.FileName), cancellationToken);
        var manifest = new BackupManifest(ProgramVersion.Text, at, options.Provider, rows, copied, bytes, sum);
        await manifest.WriteAsync(folder, cancellationToken);
        return manifest;
    }

    // Small files that lie in the data directory itself: the identity of an agent, keys of the first release.
    private async Task CopyOthersAsync(string folder, Func<FileSum, long, Task> addAsync, CancellationToken cancellationToken)
    {
        var data = server.DataPath();
        if (!Directory.Exists(data))
        {
            return;
        }

        var files = Directory.EnumerateFiles(data, "*.uid").Concat(
            Directory.Exists(server.DataPath("keys")) ? Directory.EnumerateFiles(server.DataPath("keys")) : []);
        foreach (var file in files.Where(file => new FileInfo(file).Length < MaxOtherBytes)
            .OrderBy(file => Path.GetRelativePath(data, file), StringComparer.Ordinal))
        {
            await CopyAsync(file, folder, $"{OthersFolder}/{Path.GetRelativePath(data, file).Replace('\\', '/')}", addAsync, cancellationToken);
        }
    }

    private static async Task CopyAsync(
        string file, string folder, string name, Func<FileSum, long, Task> addAsync, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder, name);
        OwnersFile.CreateFolder(Path.GetDirectoryName(target)!);
        var (sum, size) = await OwnersFile.CopyAsync(file, target, cancellationToken);
        await addAsync(new FileSum(name, sum), size);
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run removes it.
        }
    }
}
