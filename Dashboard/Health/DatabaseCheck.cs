using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Providers.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Health;

/// <summary>
/// Reads a little of the database every few seconds, the newest flows and then some of the others in turn, in SQLite some of all tables and the heads
/// of very many pages, so that a damaged part is known before somebody needs it. Whatever it fails with is seen by <see cref="DatabaseDamage"/>.
/// </summary>
internal sealed partial class DatabaseCheck(
    IDbContextFactory<DashboardDbContext> database, DatabaseDamage damage, TimeProvider time, ILogger<DatabaseCheck> log)
    : PeriodicWork(Interval, isAtOnce: true, "The database could not be looked through", time, log)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    internal const int MaxBatch = 500;

    /// <summary>What looking at pages may take each time: a gigabyte that lies in memory takes less.</summary>
    private static readonly TimeSpan PageBudget = TimeSpan.FromMilliseconds(400);

    private readonly SqliteWalk _walk = new();
    private readonly SqlitePages _pages = new();
    private readonly SqliteFile _file = new();
    private readonly RisingCount _damagedPages = new();
    private long _after;
    private bool _isTold;

    /// <summary>How often it has looked.</summary>
    internal int Rounds { get; private set; }

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            if (db is SqliteContext)
            {
                await LookAtPagesAsync(db, cancellationToken);
            }

            if (_damagedPages.HasRisen(await db.CountDamagedPagesAsync(cancellationToken)))
            {
                damage.Note();
            }

            await db.Cameras.AsNoTracking().CountAsync(camera => camera.Alias != "", cancellationToken);
            await db.Flows.AsNoTracking().OrderByDescending(flow => flow.Id).Take(1).ToListAsync(cancellationToken);
            var rows = await db.Flows.AsNoTracking().Where(flow => flow.Id > _after).OrderBy(flow => flow.Id).Take(MaxBatch)
                .ToListAsync(cancellationToken);
            _after = rows.Count < MaxBatch ? 0 : rows[^1].Id;
            if (db is SqliteContext)
            {
                await _walk.StepAsync(db.Database.GetDbConnection(), cancellationToken);
            }
        }
        catch (Exception exception) when (damage.Note(exception))
        {
            // It is told below.
        }

        Rounds++;
        if (damage.Since is { } since && !_isTold)
        {
            _isTold = true;
            if (damage.IsGone)
            {
                LogGone(since);
            }
            else
            {
                LogDamage(since);
            }
        }
    }

    private async Task LookAtPagesAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        if (damage.Since is null && _file.IsGone(Path.GetFullPath(connection.DataSource)))
        {
            damage.NoteGone();
        }

        if (damage.Since is null && _pages.Step(connection, PageBudget) is { Count: > 0 } suspects && await IsDamagedAsync(connection, suspects))
        {
            damage.Note();
        }
    }

    // While nobody can write, and all that was written is in the file: what does not fit then never will. Otherwise the next round looks again.
    private async Task<bool> IsDamagedAsync(SqliteConnection connection, IReadOnlyList<uint> suspects)
    {
        using var brief = BriefWait.Begin();
        await using var writer = await database.CreateDbContextAsync(CancellationToken.None);
        try
        {
            await using var held = await writer.Database.BeginTransactionAsync(CancellationToken.None);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            await using var state = await command.ExecuteReaderAsync(CancellationToken.None);
            return await state.ReadAsync(CancellationToken.None) && state.GetInt64(0) == 0 && state.GetInt64(1) == state.GetInt64(2)
                && _pages.IsDamaged(connection, suspects);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is 5 or 6)
        {
            return false;
        }
    }

    [LoggerMessage(
        LogLevel.Critical,
        "The database's file was deleted or moved away, found at {Since:u}: what is stored is lost with the next stop; make a backup now, then stop the"
        + " server and restore it")]
    private partial void LogGone(DateTimeOffset since);

    [LoggerMessage(LogLevel.Critical, "A part of the database is damaged, found at {Since:u}: stop the server and restore a backup")]
    private partial void LogDamage(DateTimeOffset since);
}

/// <summary>
/// Tells whether a count that outlives the program has grown since it was first looked at; one that began anew is looked at afresh.
/// </summary>
internal sealed class RisingCount
{
    private long? _first;

    public bool HasRisen(long? count)
    {
        if (count is not { } now)
        {
            return false;
        }

        _first = _first is { } first ? Math.Min(first, now) : now;
        return now > _first;
    }
}
