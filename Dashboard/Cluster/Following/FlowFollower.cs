using Dashboard.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cluster.Following;

/// <summary>
/// Tells who looks at flows here of those that other machines stored: by position, so that nothing is lost where a notice is. Flows come to be seen
/// in the order of their numbers.
/// </summary>
internal sealed class FlowFollower : IDisposable
{
    private const int MaxBatch = 200;
    private readonly IDbContextFactory<DashboardDbContext> _database;
    private readonly FlowFeed _feed;
    private readonly IDisposable _subscription;
    private readonly Lock _gate = new();
    private readonly HashSet<long> _own = [];
    private long? _position;
    private long _newest;

    public FlowFollower(IDbContextFactory<DashboardDbContext> database, FlowFeed feed)
    {
        (_database, _feed) = (database, feed);
        _subscription = feed.Subscribe(Note);
    }

    /// <summary>The greatest number that this machine stored; 0: none so far.</summary>
    public long Newest => Volatile.Read(ref _newest);

    /// <summary>Tells of what others stored up to a number. The first call only says where it begins.</summary>
    public async Task FollowAsync(long newest, CancellationToken cancellationToken = default)
    {
        if (_position is null)
        {
            _position = newest;
        }

        while (_position < newest)
        {
            var (after, flows) = (_position.Value, new List<FlowWithCamera>());
            await using var db = await _database.CreateDbContextAsync(cancellationToken);
            var rows = await db.Flows.AsNoTracking().Include(flow => flow.Candidates).Where(flow => flow.Id > after).OrderBy(flow => flow.Id)
                .Take(MaxBatch).ToListAsync(cancellationToken);
            var translator = await FlowQueryTranslator.CreateAsync(db, cancellationToken);
            lock (_gate)
            {
                flows.AddRange(rows.Where(flow => !_own.Contains(flow.Id))
                    .Select(flow => new FlowWithCamera(flow, translator.CameraOf(flow.CameraId))));
                _position = rows.Count > 0 ? rows[^1].Id : newest;
                _own.RemoveWhere(id => id <= _position);
            }

            if (flows.Count > 0)
            {
                _feed.PublishElsewhere(flows);
            }
        }
    }

    public void Dispose() => _subscription.Dispose();

    // An end of a preview is told under its old number.
    private void Note(IReadOnlyList<FlowWithCamera> stored)
    {
        lock (_gate)
        {
            foreach (var id in stored.Select(flow => flow.Flow.Id).Where(id => id > (_position ?? 0)))
            {
                _own.Add(id);
                _newest = Math.Max(_newest, id);
            }
        }
    }
}
