using System.Formats.Tar;
using Dashboard.Configuration;

namespace Dashboard.Backups.Archives;

/// <summary>
/// A backup in one file, a tar archive of what a folder of backups would hold, for whoever wants to carry it. It shares no pictures with others.
/// </summary>
internal static class BackupArchive
{
    private const string Parts = ".backup-parts";
    private const string Unfinished = ".backup-unfinished";
    private const long Megabyte = 1_000_000;

    // What is being made is written to all the time; what nobody wrote to for so long was left where it was killed.
    private static readonly TimeSpan LeftAfter = TimeSpan.FromDays(1);

    /// <summary>Makes a file of the backup that <paramref name="writeAsync"/> writes into the folder it is given.</summary>
    /// <param name="path">The file; nothing may be there.</param>
    /// <param name="writeAsync">Makes the backup.</param>
    /// <param name="begin">Told the part of the work that is the file: name, size and unit; what it returns is told how much is done.</param>
    /// <param name="cancellationToken">Ends it; nothing is left then.</param>
    public static async Task<FinishedBackup> WriteAsync(
        string path,
        Func<string, Task<FinishedBackup>> writeAsync,
        Func<string, long, string, Action<long>> begin,
        CancellationToken cancellationToken = default)
    {
        if (Path.EndsInDirectorySeparator(path))
        {
            throw new BackupException(
                $"There is no folder {path} for backups. Make it first, or name a file such as {Path.TrimEndingDirectorySeparator(path)}.tar.");
        }

        path = Path.GetFullPath(path);
        if (File.Exists(path))
        {
            throw new BackupException($"{path} is there already. Name another file, or a folder of backups.");
        }

        var (parts, unfinished) = (path + Parts, path + Unfinished);
        RemoveLeft(Path.GetDirectoryName(path)!);
        try
        {
            var made = await writeAsync(parts);
            File.Delete(unfinished);
            var size = new DirectoryInfo(made.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            await using (var archive = new CountedFile(unfinished, OwnersFile.New(), Begin(begin, "Packing", size)))
            {
                await TarFile.CreateFromDirectoryAsync(made.Folder, archive, includeBaseDirectory: true, cancellationToken);
                archive.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path);
            return made with { Folder = path };
        }
        finally
        {
            File.Delete(unfinished);
            Remove(parts);
        }
    }

    /// <summary>
    /// Unpacks a file beside the data directory for as long as <paramref name="useAsync"/> takes, which is given the folder of the backup.
    /// </summary>
    /// <param name="path">What <see cref="WriteAsync"/> wrote.</param>
    /// <param name="data">The data directory.</param>
    /// <param name="useAsync">Uses the folder.</param>
    /// <param name="begin">As <see cref="WriteAsync"/> takes it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<T> UnpackAsync<T>(
        string path,
        string data,
        Func<string, Task<T>> useAsync,
        Func<string, long, string, Action<long>> begin,
        CancellationToken cancellationToken = default)
    {
        var parts = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)) + Parts;
        using var held = Hold(parts + ".lock", data);
        try
        {
            Remove(parts);
            OwnersFile.CreateFolder(parts);
            return await useAsync(await ExtractAsync(path, parts, begin, cancellationToken));
        }
        finally
        {
            Remove(parts);
        }
    }

    // Of two who unpack for one folder, one would take the other's files for what a kill has left.
    private static FileStream Hold(string path, string data)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new StartException($"A backup is being unpacked for {data} at this moment");
        }
    }

    private static Action<long> Begin(Func<string, long, string, Action<long>> begin, string name, long bytes)
    {
        var report = begin(name, Megabytes(bytes), "MB");
        return done => report(Megabytes(Math.Min(done, bytes))); // An archive is a little larger than what is in it.
    }

    private static long Megabytes(long bytes) => (bytes + Megabyte - 1) / Megabyte;

    private static async Task<string> ExtractAsync(
        string path, string parts, Func<string, long, string, Action<long>> begin, CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = new CountedFile(path, new FileStreamOptions(), Begin(begin, "Unpacking", new FileInfo(path).Length));
            await ArchiveEntries.UnpackAsync(archive, path, parts, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or InvalidOperationException or ArgumentException
            or FormatException or OverflowException or NotSupportedException)
        {
            throw Damaged(path);
        }

        // One that is cut between two of its files is no fault to who unpacks it.
        try
        {
            return BackupFolder.Find(parts, TimeProvider.System.GetUtcNow());
        }
        catch (StartException)
        {
            throw Damaged(path);
        }
    }

    private static BackupException Damaged(string path) => new(
        $"{path} is no backup, or it was cut short or damaged. Copy it again from where it was made and compare the sizes, or take another backup.");

    // What cannot be deleted, such as another user's, keeps nobody from making a backup.
    private static void RemoveLeft(string folder)
    {
        var before = TimeProvider.System.GetUtcNow().UtcDateTime - LeftAfter;
        var there = new DirectoryInfo(folder);
        try
        {
            foreach (var file in there.EnumerateFiles("*" + Unfinished).Where(file => file.LastWriteTimeUtc < before))
            {
                file.Delete();
            }

            foreach (var parts in there.EnumerateDirectories("*" + Parts))
            {
                if (parts.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(parts).All(entry => entry.LastWriteTimeUtc < before))
                {
                    parts.Delete(recursive: true);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What stands in the way of the backup, too, is said when that is written.
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
