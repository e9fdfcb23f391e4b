using System.Data.Common;
using Dashboard.Configuration;
using Dashboard.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage;

/// <summary>
/// Makes the data directory and brings the database up to date before anything else of the server starts.
/// Commands, which never start the server, await <see cref="PrepareAsync"/>.
/// </summary>
public sealed class DatabaseStartup(IServiceProvider services, ServerOptions server, ILogger<DatabaseStartup> log) : IHostedLifecycleService
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Applies the migrations that are missing. Throws <see cref="StartException"/> where the database cannot be used.</summary>
    public async Task PrepareAsync(CancellationToken cancel = default)
    {
        try
        {
            CreateDataDirectory();
            var factory = services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
            await using var db = await factory.CreateDbContextAsync(cancel);
            using var only = await LockAsync(cancel);
            await MigrateAsync(db, cancel);
            await EnsureSiteAsync(db, cancel);
        }
        catch (Exception wrong) when (Cause(wrong) is DbException or IOException or UnauthorizedAccessException)
        {
            var options = services.GetService<DatabaseOptions>() ?? new DatabaseOptions();
            throw new StartException(
                options.Provider switch
                {
                    DatabaseOptions.PostgreSql => $"The database on {PostgreSqlProvider.Place(options.ConnectionString)} cannot be used: {Cause(wrong).Message} (is the server running, and may the user of Database:ConnectionString make tables there?)",
                    DatabaseOptions.SqlServer => $"The database on {SqlServerProvider.Place(options.ConnectionString)} cannot be used: {Cause(wrong).Message} (is the server running, and may the user of Database:ConnectionString make tables there?)",
                    _ => $"The database in {server.DataPath()} cannot be used: {wrong.Message}",
                },
                wrong);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => PrepareAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Providers wrap failures that may pass.
    private static Exception Cause(Exception wrong) => wrong is InvalidOperationException { InnerException: DbException inner } ? inner : wrong;

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

    // The server and a command may start at the same moment. The system lets go of this lock when its holder is killed, which EF's own lock
    // in the database outlives; so under this lock a lock that is found in the database is stale.
    private async Task<FileStream> LockAsync(CancellationToken cancel)
    {
        var path = server.DataPath("migration.lock");
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(100))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && waited < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancel);
            }
        }
    }

    // Everything belongs to a site; the first one is there from the start.
    private static async Task EnsureSiteAsync(DashboardDbContext db, CancellationToken cancel)
    {
        if (await db.Sites.AnyAsync(cancel))
        {
            return;
        }

        db.Sites.Add(new SiteRow { Name = SiteRow.DefaultName });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Another web node has just made it.
        }
    }

    private async Task MigrateAsync(DashboardDbContext db, CancellationToken cancel)
    {
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        var unknown = applied.Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            throw new StartException($"The database was made by a newer version of this program ({unknown[^1]}); start that version, or another DataDirectory");
        }

        var pending = db.Database.GetMigrations().Except(applied).ToList();
        if (pending.Count > 0)
        {
            log.LogInformation("Bringing the database up to date: {Migrations}", string.Join(", ", pending));
            if (db is SqliteContext)
            {
                await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; DROP TABLE IF EXISTS \"__EFMigrationsLock\";", cancel);
            }

            // Making an index over many flows takes its time.
            db.Database.SetCommandTimeout(TimeSpan.FromHours(2));
            await db.Database.MigrateAsync(cancel);
            db.Database.SetCommandTimeout(null);
        }
    }
}
