using Dashboard.Configuration;
using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Providers.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Health.Metrics;

/// <summary>What the database says of work that waits.</summary>
/// <param name="WaitingDeliveries">Deliveries to be sent, at most <see cref="DatabaseNumbers.MaxCount"/>.</param>
/// <param name="FailedDeliveries">Deliveries that are not tried again, at most as many.</param>
/// <param name="OldestDelivery">When the oldest that waits was to be sent first; null: none waits.</param>
/// <param name="NotLookedUp">Flows that the alert lists were not looked up for yet.</param>
/// <param name="NotCounted">Flows that the statistics do not have yet.</param>
/// <param name="Changes">Changes of stored flows that followers were not told of yet.</param>
internal sealed record WaitingWork(
    int WaitingDeliveries, int FailedDeliveries, DateTimeOffset? OldestDelivery, long NotLookedUp, long NotCounted, int Changes);

/// <summary>Asks the database, at most every few seconds, however often it is wanted to know.</summary>
internal sealed class DatabaseNumbers(
    IDbContextFactory<DashboardDbContext> factory, DatabaseOptions database, ServerOptions server, TimeProvider time)
{
    /// <summary>Numbers above this are not counted out.</summary>
    public const int MaxCount = 10_000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);
    private static readonly string[] FileEndings = ["", "-wal"];
    private readonly SteadyClock _clock = new(time);
    private readonly SemaphoreSlim _gate = new(1);
    private (DateTimeOffset At, WaitingWork? Work) _known = (DateTimeOffset.MinValue, null);

    /// <summary>The last answer; null: the database did not answer.</summary>
    public WaitingWork? Current { get; private set; }

    /// <summary>Size of the SQLite file with its log; null: the database is elsewhere.</summary>
    public long? FileBytes => database.Provider != DatabaseProvider.Sqlite ? null
        : FileEndings.Select(end => new FileInfo(SqliteProvider.PathOf(database, server) + end)).Sum(file => file.Exists ? file.Length : 0);

    /// <summary>Asks, if the last answer is too old.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_clock.Now - _known.At >= MaxAge)
            {
                Current = await TryReadAsync(cancellationToken);
                _known = (_clock.Now, Current);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<WaitingWork?> TryReadAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MaxTime);
        try
        {
            return await ReadAsync(limit.Token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // Whether the database answers is a number of its own.
        }
    }

    private async Task<WaitingWork> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var waiting = db.Deliveries.Where(delivery => delivery.State == DeliveryState.Waiting).OrderBy(delivery => delivery.Id);
        var failed = db.Deliveries.Where(delivery => delivery.State == DeliveryState.Failed).OrderBy(delivery => delivery.Id);
        var newest = await db.Flows.MaxAsync(flow => (long?)flow.Id, cancellationToken) ?? 0;
        return new WaitingWork(
            await waiting.Take(MaxCount).CountAsync(cancellationToken),
            await failed.Take(MaxCount).CountAsync(cancellationToken),
            await waiting.Select(delivery => (DateTimeOffset?)delivery.CreatedAt).FirstOrDefaultAsync(cancellationToken),
            newest - Math.Min(newest, await PositionAsync(db, Position.Alerts, cancellationToken)),
            newest - Math.Min(newest, await PositionAsync(db, Position.Statistics, cancellationToken)),
            await db.FlowOutbox.OrderBy(change => change.Id).Take(MaxCount).CountAsync(cancellationToken));
    }

    private static Task<long> PositionAsync(DashboardDbContext db, string name, CancellationToken cancellationToken) =>
        db.Positions.Where(position => position.Name == name).Select(position => position.Value).SingleOrDefaultAsync(cancellationToken);
}
