using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Matching;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>
/// Stores what a batch of flows made: alerts, deliveries and how far it came, in one transaction. Whether the batch was still to be done the
/// database decides, so that of several machines one does it, and one that is killed has done all of it or nothing.
/// </summary>
internal sealed class AlertWriter(IDbContextFactory<DashboardDbContext> factory, DeliveryPlan plan, AlertFeed feed, DeliverySignal deliveries, AlertStatus status, TimeProvider time)
{
    /// <summary>Stores the batch of flows behind a position. False where somebody else has done it.</summary>
    public Task<bool> StoreNewAsync(
        long from, long upTo, IReadOnlyList<Flow> flows, IReadOnlyList<FlowMatch> matches, IReadOnlyDictionary<int, int> sites, CancellationToken cancel) =>
        StoreAsync(
            async db => await db.Positions.Where(position => position.Name == Position.Alerts && position.Value == from)
                .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, upTo), cancel) == 1,
            flows,
            matches,
            sites,
            cancel);

    /// <summary>Stores what changed flows make now, and that their changes are seen to. False where somebody else has done it.</summary>
    public Task<bool> StoreChangedAsync(
        IReadOnlyList<long> updates, IReadOnlyList<Flow> flows, IReadOnlyList<FlowMatch> matches, IReadOnlyDictionary<int, int> sites, CancellationToken cancel) =>
        StoreAsync(
            async db => await db.FlowOutbox.Where(update => updates.Contains(update.Id)).ExecuteDeleteAsync(cancel) == updates.Count,
            flows,
            matches,
            sites,
            cancel);

    private async Task<bool> StoreAsync(
        Func<DashboardDbContext, Task<bool>> claim,
        IReadOnlyList<Flow> flows,
        IReadOnlyList<FlowMatch> matches,
        IReadOnlyDictionary<int, int> sites,
        CancellationToken cancel)
    {
        await using var db = await factory.CreateDbContextAsync(cancel);
        await plan.RefreshAsync(db, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await claim(db))
        {
            return false;
        }

        var (alerts, made) = await StoreAlertsAsync(db, matches, cancel);
        await StoreDeliveriesAsync(db, flows, made, sites, cancel);
        var queued = await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        status.AddMade(made.Count);
        if (alerts.Count > 0)
        {
            feed.Publish(alerts);
        }

        if (queued > 0)
        {
            deliveries.Wake();
        }

        return true;
    }

    // One alert a flow and list: an alert that is there already follows the flow.
    private async Task<(IReadOnlyList<Alert> All, IReadOnlyList<(Alert Alert, FlowMatch Match)> Made)> StoreAlertsAsync(
        DashboardDbContext db, IReadOnlyList<FlowMatch> matches, CancellationToken cancel)
    {
        if (matches.Count == 0)
        {
            return ([], []);
        }

        var ids = matches.Select(match => match.Flow.Id).Distinct().ToList();
        var there = await db.Alerts.Where(alert => ids.Contains(alert.FlowId)).ToDictionaryAsync(alert => (alert.FlowId, alert.ListId), cancel);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var all = new List<Alert>();
        var made = new List<(Alert, FlowMatch)>();
        foreach (var match in matches)
        {
            if (!there.TryGetValue((match.Flow.Id, match.List.List.Id), out var alert))
            {
                alert = new Alert { FlowId = match.Flow.Id, ListId = match.List.List.Id, ListName = match.List.List.Name, CreatedMs = now };
                db.Alerts.Add(alert);
                made.Add((alert, match));
            }

            alert.Plate = match.Plate;
            alert.Confidence = match.Confidence;
            alert.Description = match.Description;
            alert.CameraId = match.Flow.CameraId;
            alert.FirstSeenMs = match.Flow.FirstSeenMs;
            all.Add(alert);
        }

        await db.SaveChangesAsync(cancel);
        return (all, made);
    }

    private async Task StoreDeliveriesAsync(
        DashboardDbContext db, IReadOnlyList<Flow> flows, IReadOnlyList<(Alert Alert, FlowMatch Match)> made, IReadOnlyDictionary<int, int> sites, CancellationToken cancel)
    {
        // A flow that was told of as a whole is not told of again where it changes once more; the delivery of a flow that waits tells it as it then is.
        var toTell = flows.SelectMany(flow => plan.HooksOf(flow, sites.GetValueOrDefault(flow.CameraId)).Select(hook => (flow.Id, Hook: hook))).ToList();
        var ids = toTell.Select(one => one.Id).Distinct().ToList();
        var told = ids.Count == 0
            ? []
            : (await db.Deliveries.Where(delivery => delivery.Kind == DeliveryKind.Flow && ids.Contains(delivery.FlowId))
                .Select(delivery => new { delivery.FlowId, delivery.HookId }).ToListAsync(cancel))
                .Select(delivery => (delivery.FlowId, delivery.HookId ?? 0)).ToHashSet();

        // In the order of the flows, and of each the flow before its alerts: receivers get them in the order of their numbers.
        var hooks = toTell.Where(one => !told.Contains((one.Id, one.Hook))).ToLookup(one => one.Id, one => one.Hook);
        var alerts = made.ToLookup(one => one.Alert.FlowId);
        foreach (var flow in flows)
        {
            db.Deliveries.AddRange(hooks[flow.Id].Select(hook => plan.OfFlow(flow.Id, hook)));
            db.Deliveries.AddRange(alerts[flow.Id].SelectMany(one => plan.OfAlert(one.Alert, one.Match.List.Recipients, sites.GetValueOrDefault(flow.CameraId))));
        }
    }
}
