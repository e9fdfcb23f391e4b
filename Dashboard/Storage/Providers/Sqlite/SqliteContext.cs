using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Providers.Sqlite;

/// <summary>The database in one SQLite file; its migrations are in <c>Migrations</c> beside it.</summary>
internal sealed class SqliteContext(DbContextOptions<SqliteContext> options) : DashboardDbContext(options)
{
    private static readonly TimeSpan LockRetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxLockWait = TimeSpan.FromMinutes(1);

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
            catch (IOException) when (File.Exists(path) && waited < MaxLockWait)
            {
                await Task.Delay(LockRetryDelay, cancellationToken);
            }
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
            using var _ = new FileStream(database, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
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
