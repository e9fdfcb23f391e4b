using Dashboard.Alerts;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cluster.Following;

/// <summary>
/// Tells who looks at alerts here that other machines made or changed some: each counts what it did, and where the others' count is another one, what
/// was made since is read by position, so that nothing is lost where a notice is.
/// </summary>
internal sealed class AlertFollower : IDisposable
{
    private const int MaxTold = 500;
    private readonly IDbContextFactory<DashboardDbContext> _database;
    private readonly AlertFeed _feed;
    private readonly IDisposable _subscription;
    private long _changes, _position;
    private long? _elsewhere;

    public AlertFollower(IDbContextFactory<DashboardDbContext> database, AlertFeed feed)
    {
        (_database, _feed) = (database, feed);
        _subscription = feed.Subscribe(_ => Count());
    }

    /// <summary>How often this machine made or changed alerts since its start.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Tells of what others did where their count has changed. The first call only says where it begins.</summary>
    public async Task FollowAsync(long elsewhere, CancellationToken cancellationToken = default)
    {
        if (_elsewhere == elsewhere)
        {
            return;
        }

        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var made = await db.Alerts.AsNoTracking().Where(alert => alert.Id > _position).OrderByDescending(alert => alert.Id).Take(MaxTold)
            .ToListAsync(cancellationToken);
        _position = made.Count > 0 ? made[0].Id : _position;
        var isFirst = _elsewhere is null;
        _elsewhere = elsewhere;
        if (!isFirst)
        {
            made.Reverse();
            Tell(made);
        }
    }

    public void Dispose() => _subscription.Dispose();

    // What is told here is no change of this machine's.
    private void Tell(IReadOnlyList<Alert> made)
    {
        Interlocked.Decrement(ref _changes);
        _feed.Publish(made);
    }

    private void Count() => Interlocked.Increment(ref _changes);
}
