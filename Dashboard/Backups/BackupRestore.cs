using System.Data.Common;
using System.Security.Cryptography;
using System.Xml;
using Dashboard.Backups.Databases;
using Dashboard.Configuration;
using Dashboard.Security;
using Dashboard.Security.Keys;
using Dashboard.Storage;
using Dashboard.Storage.Startup;
using Microsoft.Extensions.Options;

namespace Dashboard.Backups;

/// <param name="Name">The backup as people know it: its folder, or the file that it was unpacked from.</param>
/// <param name="Manifest">What is in it.</param>
/// <param name="Settings">The settings file of then, which is put nowhere; null: there was none.</param>
/// <param name="Damaged">Pictures that are not what they were and were left out.</param>
internal sealed record RestoredBackup(string Name, BackupManifest Manifest, string? Settings, IReadOnlyList<string> Damaged);

/// <summary>
/// Restores a backup into an empty data directory and an empty database. Each file is held against its sum as it is copied. What was killed on the
/// way is no server, and is begun anew by the next restoring.
/// </summary>
internal sealed class BackupRestore(
    IDatabaseBackup database, ServerOptions server, DatabaseOptions options, IOptionsMonitor<SecurityOptions> security, TimeProvider time)
{
    private const string Pictures = "pictures/";
    private static readonly string SumOfNothing = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <param name="path">A backup, or a folder of backups, of which the newest is taken.</param>
    /// <param name="skipDamaged">Leave out pictures that are not what they were; otherwise nothing is restored then.</param>
    /// <param name="begin">Told the number of files; what it returns is told how many are done.</param>
    public Task<RestoredBackup> RestoreAsync(
        string path, bool skipDamaged, Func<long, Action<long>> begin, CancellationToken cancellationToken = default)
    {
        var folder = Path.GetFullPath(BackupFolder.Find(path, time.GetUtcNow()));
        return RestoreAsync(folder, folder, skipDamaged, begin, cancellationToken);
    }

    /// <summary>The same of a folder of one backup that people know by another name: the file that it was unpacked from.</summary>
    public async Task<RestoredBackup> RestoreAsync(
        string folder, string name, bool skipDamaged, Func<long, Action<long>> begin, CancellationToken cancellationToken)
    {
        var manifest = await BackupManifest.ReadAsync(folder, cancellationToken);
        await CheckAsync(folder, name, manifest, cancellationToken);
        var into = server.DataPath();
        var wasThere = Directory.Exists(into);
        OwnersFile.CreateFolder(into);
        using var mark = UnfinishedRestore.Begin(into);
        try
        {
            var damaged = await CopyAsync(folder, name, into, skipDamaged, begin(manifest.Pictures), cancellationToken);
            var rows = await database.RestoreAsync(Path.Combine(folder, database.FileName), cancellationToken);
            if (rows.Count != manifest.Rows.Count || rows.Any(table => manifest.Rows.GetValueOrDefault(table.Key, -1) != table.Value))
            {
                throw new StartException("The restored database does not have the rows that the backup's manifest names");
            }

            mark.End();
            var settings = Path.Combine(folder, BackupWriter.SettingsFolder, SettingsFile.FileName);
            return new RestoredBackup(name, manifest, File.Exists(settings) ? settings : null, damaged);
        }
        catch
        {
            Empty(into, isKept: wasThere);
            throw;
        }
    }

    private async Task CheckAsync(string folder, string name, BackupManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Provider != options.Provider)
        {
            throw new StartException($"The backup is of {manifest.Provider}, and Database:Provider is {options.Provider}");
        }

        if (!PlainFile.IsIn(folder, SumList.FileName)
            || (await OwnersFile.SumAsync(Path.Combine(folder, SumList.FileName), cancellationToken)).Sha256 != manifest.SumsSha256)
        {
            throw Damaged(SumList.FileName, name);
        }

        if (UnfinishedRestore.IsIn(server.DataPath()))
        {
            // It was empty when that began.
            UnfinishedRestore.Begin(server.DataPath()).Dispose();
            Empty(server.DataPath(), isKept: true);
        }

        if (Directory.Exists(server.DataPath()) && Directory.EnumerateFileSystemEntries(server.DataPath()).Any())
        {
            throw new StartException($"The folder {server.DataPath()} is not empty; name another one with --DataDirectory");
        }

        await database.EnsureEmptyAsync(cancellationToken);
        await CheckKeysAsync(folder, name, cancellationToken);
    }

    // Without its key file an installation cannot read one secret and does not start: that is to be known before anything is there.
    private async Task CheckKeysAsync(string folder, string name, CancellationToken cancellationToken)
    {
        var keyFile = security.CurrentValue.KeyFile;
        switch (Fit(keyFile, await ReadKeysAsync(folder, name, cancellationToken), name))
        {
            case KeyFileFit.Missing:
                throw new StartException(
                    "The keys in this backup are encrypted with a key file, which no backup holds: give the server's with --Security:KeyFile=…"
                    + " Without it no secret can be read. Nothing was restored");
            case KeyFileFit.Another:
                throw new StartException(
                    $"Security:KeyFile ({keyFile}) is not the file that the keys in this backup were encrypted with: give that one with"
                    + " --Security:KeyFile=… Nothing was restored");
        }
    }

    private KeyFileFit Fit(string keyFile, IReadOnlyList<string> keys, string name)
    {
        try
        {
            return KeysAtRest.Fit(keyFile, keys);
        }
        catch (XmlException)
        {
            throw Damaged(database.FileName, name);
        }
    }

    private async Task<IReadOnlyList<string>> ReadKeysAsync(string folder, string name, CancellationToken cancellationToken)
    {
        try
        {
            return PlainFile.IsIn(folder, database.FileName)
                ? await database.ReadKeysAsync(Path.Combine(folder, database.FileName), cancellationToken)
                : throw Damaged(database.FileName, name);
        }
        catch (DbException)
        {
            throw Damaged(database.FileName, name);
        }
    }

    private async Task<IReadOnlyList<string>> CopyAsync(
        string folder, string name, string into, bool skipDamaged, Action<long> report, CancellationToken cancellationToken)
    {
        var (damaged, done) = (new List<string>(), 0L);
        await foreach (var file in SumList.ReadAsync(folder, cancellationToken))
        {
            var to = TargetOf(file.Path) is { } target ? Below(into, target, name) : null;
            var isPicture = file.Path.StartsWith(Pictures, StringComparison.Ordinal);
            if (!await CopyAsync(folder, file, to, cancellationToken))
            {
                if (!isPicture || !skipDamaged)
                {
                    throw isPicture ? Damaged(file.Path, name, ", and --skip-damaged restores the rest without it") : Damaged(file.Path, name);
                }

                damaged.Add(file.Path);
            }

            if (isPicture)
            {
                report(++done);
            }
        }

        return damaged;
    }

    private static StartException Damaged(string file, string backup, string more = "") =>
        new($"{file} in {backup} is missing, no ordinary file, or not what was written with the backup; another backup may have it{more}");

    // Where a file goes below the data directory; null: it is only looked at. The database has a way of its own.
    private static string? TargetOf(string path) =>
        path.StartsWith(Pictures, StringComparison.Ordinal) ? path
        : path.StartsWith(BackupWriter.OthersFolder + "/", StringComparison.Ordinal) ? path[(BackupWriter.OthersFolder.Length + 1)..]
        : null;

    // What somebody has put into a list must not lead out of the data directory.
    private static string Below(string into, string target, string backup)
    {
        var (folder, to) = (Path.GetFullPath(into) + Path.DirectorySeparatorChar, Path.GetFullPath(Path.Combine(into, target)));
        return to.StartsWith(folder, StringComparison.Ordinal) ? to : throw Damaged(SumList.FileName, backup);
    }

    private static async Task<bool> CopyAsync(string folder, FileSum file, string? to, CancellationToken cancellationToken)
    {
        var from = Path.Combine(folder, file.Path);
        if (!PlainFile.IsIn(folder, file.Path))
        {
            return file.Sha256 == SumOfNothing && await MakeAsync(to);
        }

        if (to is null)
        {
            return (await OwnersFile.SumAsync(from, cancellationToken)).Sha256 == file.Sha256;
        }

        OwnersFile.CreateFolder(Path.GetDirectoryName(to)!);
        if ((await OwnersFile.CopyAsync(from, to, cancellationToken)).Sha256 == file.Sha256)
        {
            return true;
        }

        File.Delete(to);
        return false;
    }

    // An empty file is made rather than copied: whatever it is there, nothing is read of it.
    private static async Task<bool> MakeAsync(string? path)
    {
        if (path is not null)
        {
            OwnersFile.CreateFolder(Path.GetDirectoryName(path)!);
            await using var file = new FileStream(path, OwnersFile.New());
        }

        return true;
    }

    // It was empty when this began.
    private static void Empty(string folder, bool isKept)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            if (isKept)
            {
                OwnersFile.CreateFolder(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What was wrong is what is told.
        }
    }
}
