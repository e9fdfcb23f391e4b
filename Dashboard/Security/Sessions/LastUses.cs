using Dashboard.Hosting;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Sessions;

/// <summary>
/// When keys and sessions were last used: kept in memory and stored together every few seconds, so that no request that only reads waits for
/// somebody who writes. A kill loses seconds of it.
/// </summary>
internal sealed class LastUses(
    IDbContextFactory<DashboardDbContext> contexts, AccountCache accounts, TimeProvider time, ILogger<LastUses> log)
    : PeriodicWork(TimeSpan.FromSeconds(5), isAtOnce: false, "When keys and sessions were last used could not be stored", time, log)
{
    /// <summary>Most keys, and sessions, whose time waits; what is beyond is noted with its next use.</summary>
    public const int MaxWaiting = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, DateTimeOffset> _keys = [];
    private readonly Dictionary<string, (int UserId, DateTimeOffset At)> _sessions = new(StringComparer.Ordinal);

    /// <summary>When a key was last used, where that is not stored yet.</summary>
    public DateTimeOffset? OfKey(int id)
    {
        lock (_gate)
        {
            return _keys.TryGetValue(id, out var at) ? at : null;
        }
    }

    /// <summary>When a session was last seen, where that is not stored yet.</summary>
    public DateTimeOffset? OfSession(string id)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(id, out var seen) ? seen.At : null;
        }
    }

    public void NoteKey(int id, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_keys.Count < MaxWaiting || _keys.ContainsKey(id))
            {
                _keys[id] = at;
            }
        }
    }

    public void NoteSession(string id, int userId, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_sessions.Count < MaxWaiting || _sessions.ContainsKey(id))
            {
                _sessions[id] = (userId, at);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await StoreAsync(cancellationToken);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested || StorageFailure.MayPass(exception))
        {
            // Seconds of it are lost.
        }
    }

    /// <summary>Stores what waits.</summary>
    internal async Task StoreAsync(CancellationToken cancellationToken)
    {
        KeyValuePair<int, DateTimeOffset>[] keys;
        KeyValuePair<string, (int UserId, DateTimeOffset At)>[] sessions;
        lock (_gate)
        {
            (keys, sessions) = ([.. _keys], [.. _sessions]);
        }

        if (keys.Length + sessions.Length == 0)
        {
            return;
        }

        await WriteAsync(keys, sessions, cancellationToken);
        foreach (var (id, (userId, at)) in sessions)
        {
            accounts.Forget(userId);
            lock (_gate)
            {
                if (_sessions.TryGetValue(id, out var now) && now.At == at)
                {
                    _sessions.Remove(id);
                }
            }
        }

        lock (_gate)
        {
            foreach (var (id, at) in keys.Where(key => _keys.TryGetValue(key.Key, out var now) && now == key.Value))
            {
                _keys.Remove(id);
            }
        }
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => StoreAsync(cancellationToken);

    private async Task WriteAsync(
        KeyValuePair<int, DateTimeOffset>[] keys, KeyValuePair<string, (int UserId, DateTimeOffset At)>[] sessions,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (id, at) in keys)
        {
            DateTimeOffset? used = at;
            await db.ApiKeys.Where(key => key.Id == id && (key.LastUsedAt == null || key.LastUsedAt < used))
                .ExecuteUpdateAsync(set => set.SetProperty(key => key.LastUsedAt, used), cancellationToken);
        }

        foreach (var (id, (_, at)) in sessions)
        {
            await db.UserSessions.Where(session => session.Id == id && session.LastSeenAt < at)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.LastSeenAt, at), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
