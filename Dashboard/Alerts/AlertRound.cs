using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Matching;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>Makes alerts and deliveries of a batch of flows, in one transaction with the position.</summary>
internal sealed class AlertRound(
    IDbContextFactory<DashboardDbContext> database, AlertMatcher matcher, AlertFeed alerts, DeliveryFeed deliveries, TimeProvider time)
{
    /// <summary>The most deliveries that wait for one receiver; more are given up at once, which a person sees.</summary>
    public const int MostWaiting = 100_000;

    /// <summary>The most changes of flows that one round sees to.</summary>
    public const int MostUpdates = 500;

    /// <summary>Works a batch off. Throws where another process has done so meanwhile; then nothing was stored.</summary>
    /// <param name="rows">New flows, without candidates.</param>
    /// <param name="position">The position that is stored.</param>
    /// <param name="next">The position afterwards.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    public async Task RunAsync(IReadOnlyList<FlowRow> rows, long position, long next, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await matcher.RefreshAsync(db, cancel);
        var hooks = await db.WebHooks.AsNoTracking().Where(hook => hook.IsActive).ToListAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // While flows are read, none changes: a preview's end is seen either with the preview or as a change of its own, never twice.
        await db.LockFlowOrderAsync(cancel);
        if (await db.Positions.Where(saved => saved.Name == Position.Alerts && saved.Value == position)
            .ExecuteUpdateAsync(set => set.SetProperty(saved => saved.Value, next), cancel) == 0)
        {
            throw new DbUpdateConcurrencyException("another process has just worked off these flows");
        }

        var fresh = rows.Select(row => row.Flow.Id).ToList();
        var updates = await db.FlowUpdates.AsNoTracking().Where(update => EF.Parameter(fresh).Contains(update.FlowId)).ToListAsync(cancel);
        updates.AddRange(await db.FlowUpdates.AsNoTracking().OrderBy(update => update.Id).Take(MostUpdates).ToListAsync(cancel));
        var work = await WorkAsync(db, fresh.Concat(updates.Select(update => update.FlowId)).Distinct().ToList(), cancel);
        var made = await StoreAlertsAsync(db, work, cancel);
        var queued = await QueueAsync(db, work, made, hooks, cancel);
        var done = updates.Select(update => update.Id).ToList();
        await db.FlowUpdates.Where(update => EF.Parameter(done).Contains(update.Id)).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(cancel);

        if (work.Exists(item => item.Hits.Count > 0))
        {
            alerts.Raise();
        }

        if (queued > 0)
        {
            deliveries.Wake();
        }
    }

    // Each flow once, as it is now.
    private async Task<List<Work>> WorkAsync(DashboardDbContext db, List<long> ids, CancellationToken cancel)
    {
        var flows = await db.Flows.AsNoTracking().Where(flow => EF.Parameter(ids).Contains(flow.Id)).Include(flow => flow.Candidates).OrderBy(flow => flow.Id).ToListAsync(cancel);
        var sites = await db.Cameras.AsNoTracking().ToDictionaryAsync(camera => camera.Id, camera => camera.SiteId, cancel);
        var work = new List<Work>(flows.Count);
        foreach (var flow in flows)
        {
            var site = sites.GetValueOrDefault(flow.CameraId);
            work.Add(new Work(flow, site, await matcher.MatchAsync(db, flow, site, cancel)));
        }

        return work;
    }

    // One alert a flow and list: what was raised from a preview is brought up to date, not repeated.
    private async Task<List<(Alert Alert, ListHit Hit, Work Work)>> StoreAlertsAsync(DashboardDbContext db, List<Work> work, CancellationToken cancel)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var ids = work.Where(item => item.Hits.Count > 0).Select(item => item.Flow.Id).ToList();
        var there = (await db.Alerts.Where(alert => EF.Parameter(ids).Contains(alert.FlowId)).ToListAsync(cancel)).ToDictionary(alert => (alert.FlowId, alert.ListId));
        List<(Alert, ListHit, Work)> made = [];
        foreach (var item in work)
        {
            foreach (var hit in item.Hits)
            {
                if (!there.TryGetValue((item.Flow.Id, hit.List.Id), out var alert))
                {
                    alert = new Alert { FlowId = item.Flow.Id, ListId = hit.List.Id, CreatedMs = now };
                    db.Alerts.Add(alert);
                    made.Add((alert, hit, item));
                }

                (alert.ListName, alert.Plate, alert.Confidence, alert.Description) = (hit.List.Name, hit.Text, hit.Confidence, hit.Description);
                (alert.CameraId, alert.FirstSeenMs) = (item.Flow.CameraId, item.Flow.FirstSeenMs);
            }
        }

        await db.SaveChangesAsync(cancel);
        return made;
    }

    private async Task<int> QueueAsync(
        DashboardDbContext db, List<Work> work, List<(Alert Alert, ListHit Hit, Work Work)> made, List<WebHookRow> hooks, CancellationToken cancel)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        List<DeliveryRow> queue = [];
        foreach (var item in work)
        {
            var flow = item.Flow;
            foreach (var hook in hooks.Where(hook => hook.SendsFlows && !flow.IsPreview && (hook.SiteId is null || hook.SiteId == item.Site)))
            {
                queue.Add(new DeliveryRow { Kind = DeliveryKind.Flow, HookId = hook.Id, FlowId = flow.Id });
            }

            foreach (var (alert, hit, _) in made.Where(one => one.Work == item))
            {
                foreach (var hook in hooks.Where(hook => hook.SendsAlerts && (hook.SiteId is null || hook.SiteId == item.Site) && (hook.ListId is null || hook.ListId == hit.List.Id)))
                {
                    queue.Add(new DeliveryRow { Kind = DeliveryKind.Alert, HookId = hook.Id, FlowId = flow.Id, AlertId = alert.Id });
                }

                foreach (var recipient in hit.List.Recipients.Split([',', ';', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    queue.Add(new DeliveryRow { Kind = DeliveryKind.Email, Recipient = recipient, FlowId = flow.Id, AlertId = alert.Id });
                }
            }
        }

        foreach (var delivery in queue)
        {
            (delivery.CreatedMs, delivery.DueMs) = (now, now);
        }

        foreach (var receiver in queue.GroupBy(delivery => delivery.HookId))
        {
            var room = MostWaiting - await db.Deliveries.CountAsync(delivery => delivery.State == DeliveryState.Waiting && delivery.HookId == receiver.Key, cancel);
            foreach (var beyond in receiver.Skip(Math.Max(0, room)))
            {
                (beyond.State, beyond.LastAnswer) = (DeliveryState.Dead, $"{MostWaiting} deliveries were waiting for this receiver already.");
            }
        }

        db.Deliveries.AddRange(queue);
        await db.SaveChangesAsync(cancel);
        return queue.Count;
    }

    private sealed record Work(Flow Flow, int Site, IReadOnlyList<ListHit> Hits);
}
