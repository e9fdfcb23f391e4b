using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Matching;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>
/// Stores what a batch of flows made: alerts, deliveries and how far it came, in one transaction. Whether the batch was still to be done the
/// database decides, so that of several machines one does it, and one that is killed has done all of it or nothing.
/// </summary>
internal sealed class AlertWriter(
    IDbContextFactory<DashboardDbContext> factory,
    DeliveryFactory deliveries,
    QueueLimiter limiter,
    AlertFeed feed,
    NewAlertFeed newAlerts,
    DeliverySignal queued,
    AlertStatus status,
    TimeProvider time)
{
    /// <summary>Where there is no position yet, begins behind a flow.</summary>
    public async Task BeginAsync(long flow, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await db.Positions.AnyAsync(position => position.Name == Position.Alerts, cancellationToken))
        {
            return;
        }

        db.Positions.Add(new Position { Name = Position.Alerts, Value = flow });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another web node has just made it.
        }
    }

    /// <summary>Stores the batch of flows behind a position, and the new position. False where somebody else has done it.</summary>
    public Task<bool> StoreNewAsync(long from, long upTo, AlertBatch batch, CancellationToken cancellationToken) => StoreAsync(
        async db => await db.Positions.Where(position => position.Name == Position.Alerts && position.Value == from)
            .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, upTo), cancellationToken) == 1,
        batch,
        cancellationToken);

    /// <summary>Stores what changed flows make now, and that their changes are seen to. False where somebody else has done it.</summary>
    public Task<bool> StoreChangedAsync(IReadOnlyCollection<FlowOutboxEntry> updates, AlertBatch batch, CancellationToken cancellationToken)
    {
        var ids = updates.Select(update => update.Id).ToList();
        var onlyCorrected = updates.GroupBy(update => update.FlowId)
            .Where(ofFlow => ofFlow.All(update => update.IsCorrection))
            .Select(ofFlow => ofFlow.Key)
            .ToHashSet();
        return StoreAsync(
            async db => await db.FlowOutbox.Where(update => ids.Contains(update.Id)).ExecuteDeleteAsync(cancellationToken) == ids.Count,
            batch with { OnlyCorrected = onlyCorrected },
            cancellationToken);
    }

    private async Task<bool> StoreAsync(Func<DashboardDbContext, Task<bool>> claim, AlertBatch batch, CancellationToken cancellationToken)
    {
        await deliveries.RefreshAsync(cancellationToken);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await claim(db))
        {
            return false;
        }

        IReadOnlyList<Alert> alerts, made;
        int queuedRows;
        try
        {
            (alerts, var added) = await StoreAlertsAsync(db, batch.Matches, cancellationToken);
            made = [.. added.Select(one => one.Alert)];
            await AddDeliveriesAsync(db, batch, added, cancellationToken);
            queuedRows = await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            limiter.Reset();
            throw;
        }

        status.AddMade(made.Count);
        if (made.Count > 0)
        {
            newAlerts.Publish(made);
        }

        if (alerts.Count > 0)
        {
            feed.Publish(alerts);
        }

        if (queuedRows > 0)
        {
            queued.Wake();
        }

        return true;
    }

    // One alert a flow and list: an alert that is there already follows the flow.
    private async Task<(IReadOnlyList<Alert> All, IReadOnlyList<(Alert Alert, FlowMatch Match)> Added)> StoreAlertsAsync(
        DashboardDbContext db, IReadOnlyList<FlowMatch> matches, CancellationToken cancellationToken)
    {
        if (matches.Count == 0)
        {
            return ([], []);
        }

        var ids = matches.Select(match => match.Flow.Id).Distinct().ToList();
        var stored = await db.Alerts.Where(alert => ids.Contains(alert.FlowId))
            .ToDictionaryAsync(alert => (alert.FlowId, alert.ListId), cancellationToken);
        var fresh = matches.Where(match => !stored.ContainsKey((match.Flow.Id, match.List.List.Id))).ToList();
        var repeats = await RepeatedAlerts.LoadAsync(db, fresh, cancellationToken);
        var now = time.GetUtcNow();
        var all = new List<Alert>();
        var added = new List<(Alert, FlowMatch)>();
        foreach (var match in matches)
        {
            var list = match.List.List;
            var isNew = !stored.TryGetValue((match.Flow.Id, list.Id), out var alert);
            if (alert is null)
            {
                alert = new Alert { FlowId = match.Flow.Id, ListId = list.Id, ListName = list.Name, CreatedAt = now };
                db.Alerts.Add(alert);
                added.Add((alert, match));
            }

            alert.Plate = match.Plate;
            alert.Confidence = match.Confidence;
            alert.Description = match.Description;
            alert.CameraId = match.Flow.CameraId;
            alert.FirstSeenAt = match.Flow.FirstSeenAt;
            all.Add(alert);
            if (isNew)
            {
                repeats.Take(alert, list.RepeatMinutes);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await repeats.StoreAsync(db, cancellationToken);
        return (all, added);
    }

    private async Task AddDeliveriesAsync(
        DashboardDbContext db,
        AlertBatch batch,
        IReadOnlyList<(Alert Alert, FlowMatch Match)> added,
        CancellationToken cancellationToken)
    {
        // A flow that was told of as a whole is not told of again where it changes once more; the delivery of a flow that waits tells it as it then
        // is.
        var toTell = batch.Flows.Where(located => !batch.OnlyCorrected.Contains(located.Flow.Id))
            .SelectMany(located => deliveries.HooksFor(located).Select(hook => (located.Flow.Id, Hook: hook))).ToList();
        var ids = toTell.Select(one => one.Id).Distinct().ToList();
        var told = ids.Count == 0
            ? []
            : (await db.Deliveries.Where(delivery => delivery.Kind == DeliveryKind.Flow && ids.Contains(delivery.FlowId))
                .Select(delivery => new { delivery.FlowId, delivery.HookId }).ToListAsync(cancellationToken))
                .Select(delivery => (delivery.FlowId, delivery.HookId ?? 0)).ToHashSet();

        // In the order of the flows, and of each the flow before its alerts: receivers get them in the order of their numbers.
        var hooks = toTell.Where(one => !told.Contains((one.Id, one.Hook))).ToLookup(one => one.Id, one => one.Hook);
        var alerts = added.ToLookup(one => one.Alert.FlowId);
        foreach (var (flow, _) in batch.Flows)
        {
            db.Deliveries.AddRange(hooks[flow.Id].Select(hook => deliveries.CreateForFlow(flow.Id, hook)));
            db.Deliveries.AddRange(alerts[flow.Id].SelectMany(one => deliveries.CreateForAlert(one.Alert, one.Match)));
        }
    }
}
