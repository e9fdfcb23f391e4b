using System.Data.Common;
using Dashboard.Configuration;
using Dashboard.Storage.Providers.PostgreSql;
using Dashboard.Storage.Providers.Sqlite;
using Dashboard.Storage.Providers.SqlServer;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Dashboard.Storage.Startup;

/// <summary>
/// Makes the data directory and brings the database up to date before anything else of the server starts.
/// Commands, which never start the server, await <see cref="PrepareAsync"/>.
/// </summary>
internal sealed partial class DatabaseStartup(IServiceProvider services, ServerOptions server, ILogger<DatabaseStartup> log) : IHostedLifecycleService
{
    private const int MinSqliteThreads = 32;
    private const int MaxLockWaits = 8;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Applies the migrations that are missing, then what other stages do first. Throws <see cref="StartException"/> where the database cannot be
    /// used.
    /// </summary>
    public Task PrepareAsync(CancellationToken cancellationToken = default) => ExplainedAsync(async () =>
    {
        if (UnfinishedRestore.IsIn(server.DataPath()))
        {
            throw new StartException(
                $"The restoring of a backup into {server.DataPath()} was interrupted: restore it again, which begins anew");
        }

        CreateDataDirectory();
        var factory = services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (db is SqliteContext)
        {
            GrowThreadPool();
        }

        // The server and a command, or several servers on one database, may start at the same moment.
        await using var startup = await db.LockStartupAsync(cancellationToken);
        await MigrateAsync(db, cancellationToken);
        await EnsureSiteAsync(db, cancellationToken);
        foreach (var step in services.GetServices<IDatabaseStartupStep>())
        {
            await OnceFreeAsync(() => step.RunAsync(db, cancellationToken));
        }

        return true;
    });

    /// <summary>Where a database of this program is looked for and missing; null: there is one. Makes nothing.</summary>
    public async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        var options = services.GetService<DatabaseOptions>() ?? new DatabaseOptions();
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            var path = SqliteProvider.PathOf(options, server);
            return File.Exists(path) ? null : $"at {path}";
        }

        return await ExplainedAsync(async () =>
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(cancellationToken);
            var isThere = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any();
            return isThere ? null : $"of this program on {Place(options)}";
        });
    }

    public Task StartingAsync(CancellationToken cancellationToken) => PrepareAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Place(DatabaseOptions options) => options.Provider == DatabaseProvider.PostgreSql
        ? PostgreSqlProvider.Place(options.ConnectionString)
        : SqlServerProvider.Place(options.ConnectionString);

    // Steps may ask on connections of their own, which give up waiting for a lock soon: a start does not fail for one that passes.
    private static async Task OnceFreeAsync(Func<Task> step)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await step();
                return;
            }
            catch (Exception exception) when (tries < MaxLockWaits && StorageFailure.IsLocked(exception))
            {
                // Each try waits for a while by itself.
            }
        }
    }

    // What the database says, in the words of somebody who sets the server up.
    private async Task<T> ExplainedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (Cause(exception) is DbException or IOException or UnauthorizedAccessException)
        {
            var options = services.GetService<DatabaseOptions>() ?? new DatabaseOptions();
            throw new StartException(
                options.Provider == DatabaseProvider.Sqlite
                    ? $"The database in {server.DataPath()} cannot be used: {Cause(exception).Message}"
                    : ExplainServer(Place(options), exception),
                exception);
        }
    }

    private static string ExplainServer(string place, Exception exception) => Cause(exception) switch
    {
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } =>
            $"The database on {place} is locked by another program, such as a server that is being updated; try again once that is done",

        // PgBouncer lets no options of a session through by itself.
        PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } between when between.MessageText.Contains("startup parameter") =>
            $"The database on {place} cannot be used: {between.MessageText} (through PgBouncer, set ignore_startup_parameters = options there)",
        var cause => $"The database on {place} cannot be used: {cause.Message} "
            + "(is the server running, and may the user of Database:ConnectionString make tables there?)",
    };

    // Providers wrap failures that may pass.
    private static Exception Cause(Exception exception) => exception switch
    {
        InvalidOperationException or DbUpdateException when exception.InnerException is DbException inner => inner,
        _ => exception,
    };

    // SQLite answers on the thread that asks. With a thread for each core, a few long questions would keep everybody else waiting until the
    // pool has grown, which takes seconds.
    private static void GrowThreadPool()
    {
        ThreadPool.GetMinThreads(out var workers, out var others);
        ThreadPool.SetMinThreads(Math.Max(workers, MinSqliteThreads), others);
    }

    private void CreateDataDirectory()
    {
        var path = server.DataPath();
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    // Everything belongs to a site; the first one is there from the start.
    private static async Task EnsureSiteAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.Sites.AnyAsync(cancellationToken))
        {
            db.Sites.Add(new SiteRow { Name = SiteRow.DefaultName });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Applies the migrations that a database lacks.</summary>
    internal async Task MigrateAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (await SquashedHistory.RewriteAsync(db, applied, cancellationToken))
        {
            log.LogInformation("The database is one of release 0.1.0; its list of migrations was rewritten");
            applied = [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
        }

        var unknown = applied.Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            throw new StartException(
                $"The database was made by a newer version of this program ({unknown[^1]}); start that version, or another DataDirectory");
        }

        var pending = db.Database.GetMigrations().Except(applied).ToList();
        if (pending.Count > 0)
        {
            log.LogInformation("Bringing the database up to date: {Migrations}", string.Join(", ", pending));
            if (db is SqliteContext)
            {
                // Under our own lock, a lock of EF's that is found in the database was left by a process that was killed.
                await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; DROP TABLE IF EXISTS \"__EFMigrationsLock\";", cancellationToken);
            }

            // Making an index over many flows takes its time.
            db.Database.SetCommandTimeout(TimeSpan.FromHours(2));
            var (steps, time) = (Steps(applied, pending), services.GetService<TimeProvider>() ?? TimeProvider.System);
            var start = time.GetTimestamp();
            await SlowWork.RunAsync(
                steps,
                migration => db.Database.MigrateAsync(migration, cancellationToken),
                time,
                (index, took) => LogSlow((int)took.TotalSeconds, index + 1, pending.Count, steps[index] ?? string.Join(", ", pending)));
            log.LogInformation("The database is up to date, after {Seconds} s", (int)time.GetElapsedTime(start).TotalSeconds);
            db.Database.SetCommandTimeout(null);
        }
    }

    // One by one, so that each can be told of. To go to one that is older than what is there already would undo the newer ones; null is all of them.
    internal static IReadOnlyList<string?> Steps(IReadOnlyList<string> applied, IReadOnlyList<string> pending) =>
        applied.All(there => string.CompareOrdinal(there, pending[0]) < 0) ? [.. pending] : [null];

    [LoggerMessage(
        LogLevel.Information,
        "Bringing the database up to date has taken {Seconds} s so far, at migration {Number} of {Count}, {Migration}; the server starts once all are "
            + "done. A start that is stopped now leaves the database as it was before this migration")]
    private partial void LogSlow(int seconds, int number, int count, string migration);
}
