using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Providers.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dashboard.Backups.Databases;

/// <summary>
/// The database's own online backup: page by page within one read transaction, so that the copy is of one moment, nobody's writing waits, and nothing
/// that is written meanwhile makes it begin anew.
/// </summary>
internal sealed class SqliteBackup(DatabaseOptions database, ServerOptions server) : IDatabaseBackup
{
    // Pages that are copied in a step.
    private const int MaxBatch = 2000;

    internal const string Tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

    public string FileName => SqliteProvider.FileName;

    private string Source => SqliteProvider.PathOf(database, server);

    public async Task<IReadOnlyDictionary<string, long>> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken)
    {
        await using (new FileStream(file, OwnersFile.New()))
        {
        }

        await using (var source = await OpenAsync(Source, cancellationToken, SqliteOpenMode.ReadOnly))
        await using (var target = await OpenAsync(file, cancellationToken))
        {
            await using var moment = source.BeginTransaction(deferred: true);
            await TableRows.NamesAsync(source, moment, Tables, cancellationToken);
            Copy(source, target, progress, cancellationToken);
            await moment.RollbackAsync(cancellationToken);
        }

        return await CheckAsync(file, cancellationToken);
    }

    public Task EnsureEmptyAsync(CancellationToken cancellationToken) => File.Exists(Source)
        ? throw new StartException($"There is a database already: {Source}")
        : Task.CompletedTask;

    public async Task<IReadOnlyList<string>> ReadKeysAsync(string file, CancellationToken cancellationToken)
    {
        // Nobody writes to it, and where it lies nothing may be written beside it.
        var address = $"{new Uri(Path.GetFullPath(file)).AbsoluteUri}?immutable=1";
        await using var connection = await OpenAsync(address, cancellationToken, SqliteOpenMode.ReadOnly);
        return (await TableRows.NamesAsync(connection, null, Tables, cancellationToken)).Contains(TableRows.Keys)
            ? await TableRows.NamesAsync(connection, null, $"SELECT Xml FROM {TableRows.Keys} WHERE Xml IS NOT NULL", cancellationToken)
            : [];
    }

    public async Task<IReadOnlyDictionary<string, long>> RestoreAsync(string file, CancellationToken cancellationToken)
    {
        OwnersFile.CreateFolder(Path.GetDirectoryName(Source)!);
        await OwnersFile.CopyAsync(file, Source, cancellationToken);
        await using var connection = await OpenAsync(Source, cancellationToken);
        return await TableRows.CountAsync(connection, null, Tables, cancellationToken);
    }

    private static void Copy(SqliteConnection source, SqliteConnection target, Action<long, long> progress, CancellationToken cancellationToken)
    {
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup is null || backup.IsInvalid)
        {
            throw new BackupException("The database cannot be copied.");
        }

        int result;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, MaxBatch);
            var pages = raw.sqlite3_backup_pagecount(backup);
            progress(pages - raw.sqlite3_backup_remaining(backup), pages);
        }
        while (result == raw.SQLITE_OK);

        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, target.Handle);
        }
    }

    // A page that the disk has damaged is copied like any other: it is to be known now, and not when the backup is needed.
    private static async Task<IReadOnlyDictionary<string, long>> CheckAsync(string file, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(file, cancellationToken);
        await TableRows.NamesAsync(connection, null, "PRAGMA journal_mode=WAL", cancellationToken);
        var found = await TableRows.NamesAsync(connection, null, "PRAGMA quick_check(1)", cancellationToken);
        return found is ["ok"]
            ? await TableRows.CountAsync(connection, null, Tables, cancellationToken)
            : throw new BackupException($"The database is damaged: {found.FirstOrDefault()}.");
    }

    private static async Task<SqliteConnection> OpenAsync(
        string file, CancellationToken cancellationToken, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
