using Dashboard.Backups.Databases;
using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Providers.Sqlite;
using Dashboard.Storage.Startup;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Backups.Moves;

internal sealed record MovedDatabase(int Tables, long Rows, long Flows);

/// <summary>
/// Moves everything from SQLite into an empty database of another kind. What is read is a copy of the file, brought up to date; the file itself is
/// only read. All rows come in one transaction, which is committed once the target has been read again and has the same numbers and sums: a move that
/// is stopped, at whatever moment, leaves tables without rows, which the next one takes.
/// </summary>
internal sealed class DatabaseMove(
    DatabaseOptions options, ServerOptions server, DatabaseStartup startup, ILoggerFactory logs)
{
    /// <summary>Folder of the copy, in the data directory; it goes when the move ends.</summary>
    internal const string Folder = "migrate.tmp";

    private const string InUse = "in-use";

    /// <summary>Of one statement: an index over a hundred million rows takes its time.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromHours(6);

    private const string History = "__EFMigrationsHistory";

    /// <summary>What the migrations of a shared database make for Orleans: nothing of it is moved, as a file has one machine.</summary>
    private static readonly string[] OfCluster = ["OrleansQuery", "OrleansMembershipVersionTable", "OrleansMembershipTable"];

    private const string HistoryLock = "__EFMigrationsLock";

    /// <summary>Tables in which a new database has rows before anybody uses it.</summary>
    private static readonly string[] FilledByMigrations = ["AuditChain", "Positions"];

    /// <param name="to">The target.</param>
    /// <param name="begin">Told what is done, how much there is, and of what; what it returns is told how much is done.</param>
    public async Task<MovedDatabase> MoveAsync(
        DatabaseOptions to, Func<string, long, string, Action<long>> begin, CancellationToken cancellationToken = default)
    {
        var file = Check(to);
        await using var target = new ProviderContextFactory(to, server, logs).CreateDbContext();
        await using var alone = await target.LockStartupAsync(cancellationToken);
        await EnsureEmptyAsync(to, target, cancellationToken);
        var folder = server.DataPath(Folder);
        DeleteFolder(folder);
        OwnersFile.CreateFolder(folder);
        try
        {
            await using var used = Use(folder);
            await using var watched = await OpenReadOnlyAsync(file, cancellationToken);
            var before = await VersionAsync(watched, cancellationToken);
            await using var source = await CopyAsync(folder, begin, cancellationToken);
            await startup.MigrateAsync(target, cancellationToken);
            var moved = await target.Database.CreateExecutionStrategy().ExecuteAsync(
                stop => MoveAsync(source, target, begin, async () => await VersionAsync(watched, stop) == before, stop), cancellationToken);
            await target.UpdatePlannerStatisticsAsync(cancellationToken);
            return moved;
        }
        finally
        {
            DeleteFolder(folder);
        }
    }

    /// <summary>Deletes the copy that a move left where it was killed; nothing where there is none, or one is in use.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool DeleteLeftOver(ServerOptions server)
    {
        var folder = server.DataPath(Folder);
        if (!Directory.Exists(folder))
        {
            return false;
        }

        try
        {
            Use(folder).Dispose();
            DeleteFolder(folder);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Held by the process that uses the copy; whoever is killed lets it go.
    private static FileStream Use(string folder) => new(Path.Combine(folder, InUse), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);

    private string Check(DatabaseOptions to)
    {
        if (options.Provider != DatabaseProvider.Sqlite)
        {
            throw new StartException($"Database:Provider is {options.Provider}; only a database of Sqlite can be moved");
        }

        if (to.Provider == DatabaseProvider.Sqlite)
        {
            throw new StartException("--to-provider is Sqlite, which the database is of already; name PostgreSql or SqlServer");
        }

        if (new DatabaseOptionsValidator().Validate(null, to) is { Failed: true } wrong)
        {
            throw new StartException(wrong.FailureMessage!.Replace("Database:ConnectionString", "--to-connection", StringComparison.Ordinal));
        }

        var file = SqliteProvider.PathOf(options, server);
        return File.Exists(file) ? file : throw new StartException($"There is no database to be moved: {file}");
    }

    private static async Task EnsureEmptyAsync(DatabaseOptions to, DashboardDbContext target, CancellationToken cancellationToken)
    {
        await target.Database.OpenConnectionAsync(cancellationToken);
        var names = await TableRows.NamesAsync(
            target.Database.GetDbConnection(),
            null,
            to.Provider == DatabaseProvider.PostgreSql ? PostgreSqlBackup.Tables : "SELECT name FROM sys.tables",
            cancellationToken);
        var tables = Tables(target);
        if (names.Except(tables.Select(table => table.Table)).Except([History, HistoryLock])
            .FirstOrDefault(name => !OfCluster.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } other)
        {
            throw new StartException($"The database that --to-connection names is not empty: it has a table {other}");
        }

        foreach (var table in tables.Where(table => names.Contains(table.Table) && !FilledByMigrations.Contains(table.Table)))
        {
            // Columns may be missing where an older version made the tables: rows are counted by their names alone.
            var rows = (await TableRows.CountAsync(target.Database.GetDbConnection(), null, [table.Table], cancellationToken))[table.Table];
            if (rows > 0)
            {
                throw new StartException($"The database that --to-connection names is not empty: its table {table.Table} has {rows} rows");
            }
        }
    }

    private async Task<DashboardDbContext> CopyAsync(
        string folder, Func<string, long, string, Action<long>> begin, CancellationToken cancellationToken)
    {
        var copied = Path.Combine(folder, SqliteProvider.FileName);
        Action<long>? report = null;
        await new SqliteBackup(options, server).CopyAsync(
            copied, (done, total) => (report ??= begin("Copying the database", total, "pages"))(done), cancellationToken);
        var copy = new DatabaseOptions { ConnectionString = $"Data Source={copied};Pooling=False" };
        var source = new ProviderContextFactory(copy, server, logs).CreateDbContext();
        await startup.MigrateAsync(source, cancellationToken);
        var known = Tables(source).Select(table => table.Table).Concat([History, HistoryLock]);
        await source.Database.OpenConnectionAsync(cancellationToken);
        var there = await TableRows.NamesAsync(source.Database.GetDbConnection(), null, SqliteBackup.Tables, cancellationToken);
        return there.Except(known).FirstOrDefault() is { } unknown
            ? throw new StartException($"The database has a table {unknown}, which this program does not know and would lose; nothing was moved")
            : source;
    }

    private static async Task<MovedDatabase> MoveAsync(
        DashboardDbContext source,
        DashboardDbContext target,
        Func<string, long, string, Action<long>> begin,
        Func<Task<bool>> isUnchanged,
        CancellationToken cancellationToken)
    {
        var tables = Tables(target);
        target.Database.SetCommandTimeout(MaxTime);
        await using var transaction = await target.Database.BeginTransactionAsync(cancellationToken);
        await target.WaitForLocksAsync(cancellationToken);
        await RunAsync(target, transaction, target.DropSearchTriggers, cancellationToken);
        foreach (var table in tables.Reverse())
        {
            await table.EmptyAsync(target, cancellationToken);
        }

        var indexes = await target.DropIndexesAsync(cancellationToken);
        var sums = new List<TableSum>();
        foreach (var table in tables)
        {
            var progress = begin($"Moving {table.Table}", await table.CountAsync(source, cancellationToken), "rows");
            sums.Add(await table.CopyAsync(source, target, transaction, progress, cancellationToken));
            if (table.NumberColumn is { } column && await HighestAsync(source, table.Table, column, cancellationToken) is > 0 and var highest)
            {
                await target.TakeNumbersAsync(table.Table, column, highest, cancellationToken);
            }

            await EnsureAsync(isUnchanged);
        }

        foreach (var (index, table) in tables.Index())
        {
            var there = await table.SumAsync(target, begin($"Comparing {table.Table}", sums[index].Rows, "rows"), cancellationToken);
            if (there != sums[index])
            {
                throw new StartException(
                    $"The table {table.Table} is not the same in the new database ({there.Rows} rows of {sums[index].Rows}); nothing was moved");
            }
        }

        await BuildIndexesAsync(target, transaction, indexes, begin, cancellationToken);
        await RunAsync(target, transaction, target.CreateSearchTriggers, cancellationToken);
        await EnsureAsync(isUnchanged);
        await transaction.CommitAsync(cancellationToken);
        return new MovedDatabase(tables.Count, sums.Sum(sum => sum.Rows), sums[tables.ToList().FindIndex(table => table.Table == "Flows")].Rows);
    }

    private static async Task BuildIndexesAsync(
        DashboardDbContext target,
        IDbContextTransaction transaction,
        IReadOnlyList<string> indexes,
        Func<string, long, string, Action<long>> begin,
        CancellationToken cancellationToken)
    {
        if (indexes.Count == 0)
        {
            return;
        }

        var progress = begin("Building indexes", indexes.Count, "indexes");
        foreach (var (done, index) in indexes.Index())
        {
            await RunAsync(target, transaction, index, cancellationToken);
            progress(done + 1);
        }
    }

    private static async Task EnsureAsync(Func<Task<bool>> isUnchanged)
    {
        if (!await isUnchanged())
        {
            throw new StartException("The database was changed while it was moved: stop the server, and move it again; nothing was moved");
        }
    }

    // Numbers of rows that were deleted are not given again: programs have seen them.
    private static Task<long> HighestAsync(DashboardDbContext source, string table, string column, CancellationToken cancellationToken) =>
#pragma warning disable EF1002 // Names of the model.
        source.Database.SqlQueryRaw<long>(
            $"""
            SELECT MAX(COALESCE((SELECT MAX("{column}") FROM "{table}"), 0), COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0)) AS "Value"
            """).SingleAsync(cancellationToken);
#pragma warning restore EF1002

    private static IReadOnlyList<TableMove> Tables(DashboardDbContext db) => TableMove.All(db.Model);

    private static async Task RunAsync(DashboardDbContext db, IDbContextTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The program's own.
        (command.Transaction, command.CommandText) = (transaction.GetDbTransaction(), sql);
        command.CommandTimeout = (int)MaxTime.TotalSeconds;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // It tells whether another connection has written; what is written is all in the file or its log.
    private static async Task<string> VersionAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return $"{await command.ExecuteScalarAsync(cancellationToken)}";
    }

    private static async Task<SqliteConnection> OpenReadOnlyAsync(string file, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
