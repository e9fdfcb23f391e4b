using System.Collections.Concurrent;
using Dashboard.Hosting;
using Dashboard.Scout;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>
/// Tells web hooks every minute how the machines are: the server itself, and each agent that was heard of. Only this minute's counts, so one
/// that does not arrive is not sent again. Of several web nodes one sends: the first to claim the minute in the database.
/// </summary>
internal sealed class WebHookHeartbeatSender(
    IDbContextFactory<DashboardDbContext> factory,
    WebHookStore hooks,
    WebHookSender client,
    ServerHeartbeat heartbeat,
    HookBodies bodies,
    TimeProvider time,
    ILogger<WebHookHeartbeatSender> log)
    : PeriodicWork(TimeSpan.FromMinutes(1), isAtOnce: false, "No heartbeats this minute", time, log)
{
    private const int MaxAheadMinutes = 5;
    private const int MaxParallel = 32;
    private static readonly TimeSpan HeardOf = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<int, bool> _failing = new();

    /// <summary>Sends this minute's, unless another node has; returns how many were taken.</summary>
    public async Task<int> SendAsync(CancellationToken cancellationToken = default)
    {
        var told = (await hooks.ListAsync(cancellationToken)).Where(hook => hook is { IsActive: true, SendsHeartbeats: true }).ToList();
        if (told.Count == 0 || !await ClaimAsync(cancellationToken))
        {
            return 0;
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var since = Time.GetUtcNow() - HeardOf;
        var agents = await db.Agents.AsNoTracking()
            .Where(a => !a.IsServer && a.LastSeenAt > since && a.Heartbeat != null)
            .ToListAsync(cancellationToken);
        var own = await heartbeat.TakeAsync(cancellationToken);
        var taken = 0;
        await Parallel.ForEachAsync(told, new ParallelOptions
        {
            MaxDegreeOfParallelism = MaxParallel,
            CancellationToken = cancellationToken,
        }, async (hook, stop) =>
        {
            var theirs = agents.Where(a => hook.SiteId is null || a.SiteId == hook.SiteId).Select(a => bodies.PassOnHeartbeat(hook, a.Heartbeat!));
            foreach (var body in theirs.Prepend(bodies.WriteHeartbeat(hook, own)))
            {
                var outcome = await client.PostAsync(hook, body, $"heartbeat-{own.Timestamp}", stop);
                Record(hook, outcome);
                if (outcome.Result != DeliveryResult.Delivered)
                {
                    return;
                }

                Interlocked.Increment(ref taken);
            }
        });
        return taken;
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => SendAsync(cancellationToken);

    private async Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        var minute = Time.GetUtcNow().ToUnixTimeSeconds() / 60;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await db.Positions.AnyAsync(p => p.Name == Position.Heartbeats, cancellationToken))
        {
            // One of a time to come was claimed before the clock was put right; another server's clock may be a little ahead.
            return await db.Positions.Where(p => p.Name == Position.Heartbeats && (p.Value < minute || p.Value > minute + MaxAheadMinutes))
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Value, minute), cancellationToken) == 1;
        }

        db.Positions.Add(new Position { Name = Position.Heartbeats, Value = minute });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (!StorageFailure.MayPass(exception))
        {
            return false;
        }
    }

    private void Record(WebHook hook, DeliveryOutcome outcome)
    {
        var isFailing = outcome.Result != DeliveryResult.Delivered;
        if (isFailing && _failing.TryAdd(hook.Id, true))
        {
            Log.LogWarning(
                "Web hook {Hook} does not take heartbeats: {Answer}", hook, outcome.Status is { } status ? $"status {status}" : outcome.Answer);
        }
        else if (!isFailing)
        {
            _failing.TryRemove(hook.Id, out _);
        }
    }
}
