using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Providers.Sqlite;

/// <summary>The database in one SQLite file; its migrations are in <c>Migrations</c> beside it.</summary>
internal sealed class SqliteContext(DbContextOptions<SqliteContext> options) : DashboardDbContext(options)
{
    internal const string UsualDeletion = "PRAGMA secure_delete=FAST;";

    private static readonly TimeSpan LockRetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxLockWait = TimeSpan.FromMinutes(1);

    private int? _usualWait;

    internal override bool IsShared => false;

    internal override string CreateSearchTriggers => SqliteSearchTables.CreateTriggers;

    internal override string DropSearchTriggers => SqliteSearchTables.DropTriggers;

    internal override string FillSearchTables => SqliteSearchTables.Fill;

    internal override IReadOnlyList<string> MigrationsOf010 { get; } =
    [
        "20261121221033_Initial",
        "20261121225851_PlateInTimeIndex",
        "20261123182325_FlowSearchTables",
        "20261123211706_Agents",
        "20261123225753_DeliveriesByFlow",
        "20261124012834_UserLastSignIn",
    ];

    // While this server itself is at long work, such as an import, nobody has to look for another program.
    internal override async Task<bool> IsLockedAsync(CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = Database.GetDbConnection().CreateCommand();
            (command.CommandText, command.CommandTimeout) = ("BEGIN IMMEDIATE", 1);
            await command.ExecuteNonQueryAsync(cancellationToken);
            command.CommandText = "ROLLBACK";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            return false;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is 5 or 6)
        {
            return !SqliteLockHolder.IsThisProcess(Path.GetFullPath(((SqliteConnection)Database.GetDbConnection()).DataSource));
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    // The driver tries again for as long as a command may take; of the connection, so that it holds for the beginning of a transaction as well.
    internal override void WaitAtMost(TimeSpan? max)
    {
        var connection = (SqliteConnection)Database.GetDbConnection();
        _usualWait ??= connection.DefaultTimeout;
        connection.DefaultTimeout = (int?)max?.TotalSeconds ?? _usualWait.Value;
    }

    // A file beside the database: the system lets go of the lock when its holder is killed, which a row in the database would outlive.
    internal override async Task<IAsyncDisposable> LockStartupAsync(CancellationToken cancellationToken)
    {
        var database = Path.GetFullPath(new SqliteConnectionStringBuilder(Database.GetConnectionString()).DataSource);
        var path = Path.Combine(Path.GetDirectoryName(database)!, "migration.lock");
        KeepFromOthers(database);
        for (var waited = TimeSpan.Zero; ; waited += LockRetryDelay)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (IsHeld(exception) && waited < MaxLockWait)
            {
                await Task.Delay(LockRetryDelay, cancellationToken);
            }
        }
    }

    // By another process: EAGAIN of Linux and of BSD, ERROR_SHARING_VIOLATION. A disk that is full or read-only is no reason to wait.
    internal static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    // A few megabytes at a time: storing waits meanwhile. What is left free is used by the next flows.
    internal override async Task<bool> ReleaseSpaceAsync(CancellationToken cancellationToken)
    {
        const int Pages = 1000;
        const int KeptFree = 5000;
        var free = await Database.SqlQuery<long>($"""SELECT freelist_count AS "Value" FROM pragma_freelist_count""")
            .SingleAsync(cancellationToken);
        var mode = await Database.SqlQuery<long>($"""SELECT auto_vacuum AS "Value" FROM pragma_auto_vacuum""").SingleAsync(cancellationToken);
        if (mode == 0 || free <= KeptFree)
        {
            return false;
        }

        await Database.ExecuteSqlRawAsync($"PRAGMA incremental_vacuum({Pages})", cancellationToken);
        return free - Pages > KeptFree;
    }

    internal override async Task OverwriteDeletedAsync(Func<Task> delete, CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await Database.ExecuteSqlRawAsync("PRAGMA secure_delete=ON", cancellationToken);
            await delete();
        }
        finally
        {
            // The log still has the pages as they were; while somebody reads it, it is emptied later.
            await Database.ExecuteSqlRawAsync($"{UsualDeletion} PRAGMA wal_checkpoint(TRUNCATE);", CancellationToken.None);
            await Database.CloseConnectionAsync();
        }
    }

    // The file holds the keys that its secrets are encrypted with. SQLite gives its log the rights of the file.
    private static void KeepFromOthers(string database)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (!File.Exists(database))
        {
            using (new FileStream(database, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
            }

            // Only before the first table can it be chosen that room may be given back to the disk later.
            var unpooled = new SqliteConnectionStringBuilder { DataSource = database, Pooling = false };
            using var connection = new SqliteConnection(unpooled.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA auto_vacuum=INCREMENTAL; VACUUM;";
            command.ExecuteNonQuery();
        }

        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (var file in new[] { database, $"{database}-wal", $"{database}-shm" }.Where(File.Exists))
        {
            if (File.GetUnixFileMode(file) is var mode && (mode & Others) != 0)
            {
                File.SetUnixFileMode(file, mode & ~Others);
            }
        }
    }
}
