using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Providers.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Health;

/// <summary>
/// Reads a little of the database every few seconds, the newest flows and then some of the others in turn, in SQLite some of all tables, so that a
/// damaged part is known before somebody needs it. Whatever it fails with is seen by <see cref="DatabaseDamage"/>.
/// </summary>
internal sealed partial class DatabaseCheck(
    IDbContextFactory<DashboardDbContext> database, DatabaseDamage damage, TimeProvider time, ILogger<DatabaseCheck> log)
    : PeriodicWork(Interval, isAtOnce: true, "The database could not be looked through", time, log)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    internal const int MaxBatch = 500;

    private readonly SqliteWalk _walk = new();
    private long _after;
    private bool _isTold;

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            await db.Cameras.AsNoTracking().CountAsync(camera => camera.Alias != "", cancellationToken);
            await db.Flows.AsNoTracking().OrderByDescending(flow => flow.Id).Take(1).ToListAsync(cancellationToken);
            var rows = await db.Flows.AsNoTracking().Where(flow => flow.Id > _after).OrderBy(flow => flow.Id).Take(MaxBatch)
                .ToListAsync(cancellationToken);
            _after = rows.Count < MaxBatch ? 0 : rows[^1].Id;
            if (db is SqliteContext)
            {
                await db.Database.OpenConnectionAsync(cancellationToken);
                await _walk.StepAsync(db.Database.GetDbConnection(), cancellationToken);
            }
        }
        catch (Exception exception) when (damage.Note(exception))
        {
            // It is told below.
        }

        if (damage.Since is { } since && !_isTold)
        {
            _isTold = true;
            LogDamage(since);
        }
    }

    [LoggerMessage(LogLevel.Critical, "A part of the database is damaged, found at {Since:u}: stop the server and restore a backup")]
    private partial void LogDamage(DateTimeOffset since);
}
