using System.Linq.Expressions;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Retention;

/// <summary>
/// Which flows may go: those that are old enough, and nothing needs. What is kept as evidence, waits in a delivery, has an alert that nobody has
/// acknowledged, or was not looked up in the lists yet, stays. A flow belongs to each plate that it ever had: a correction frees no evidence.
/// </summary>
internal static class DueFlows
{
    /// <summary>The flows of a camera that may go, in no certain order.</summary>
    /// <inheritdoc cref="OldEnough"/>
    public static IQueryable<Flow> Due(this DashboardDbContext db, CameraCutoff cutoff, DateTimeOffset now, long looked) =>
        db.OldEnough(cutoff, looked).Where(IsFree(db, now));

    /// <summary>The flows of a camera that are not kept any longer for their age.</summary>
    /// <param name="looked">The number of the last flow that was looked up in the lists.</param>
    public static IQueryable<Flow> OldEnough(this DashboardDbContext db, CameraCutoff cutoff, long looked)
    {
        var (camera, latest, flowsBefore) = (cutoff.CameraId, cutoff.Latest ?? long.MinValue, cutoff.FlowsBefore ?? long.MinValue);
        var old = db.Flows.Where(flow => flow.CameraId == camera && flow.CapturedSecond < latest && flow.Id <= looked && !flow.IsPreview);
        return latest > flowsBefore
            ? old.Where(flow => flow.CapturedSecond < flowsBefore || !db.Alerts.Any(alert => alert.FlowId == flow.Id))
            : old;
    }

    /// <summary>Whether nothing needs a flow or its picture any more, besides its age.</summary>
    public static Expression<Func<Flow, bool>> IsFree(DashboardDbContext db, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        return flow =>
            !db.EvidenceHolds.Any(hold => hold.FlowId == flow.Id)
            && !db.EvidenceHolds.Any(hold => hold.Plate == flow.Plate)
            && !db.FlowCorrections.Any(correction => correction.FlowId == flow.Id
                && db.EvidenceHolds.Any(hold => hold.Plate == correction.Before || hold.Plate == correction.After))
            && !db.Alerts.Any(alert => alert.FlowId == flow.Id && alert.AcknowledgedAt == null)
            && !db.Alerts.Any(alert => alert.FlowId == flow.Id && db.EvidenceHolds.Any(hold => hold.ListId == alert.ListId))
            && !db.Alerts.Any(alert => alert.FlowId == flow.Id && db.AlertLists.Any(list => list.Id == alert.ListId
                && (list.KeepDays == 0 || flow.CapturedSecond >= second - (list.KeepDays * (long)SpanSeconds.Day))))
            && !db.Deliveries.Any(delivery => delivery.FlowId == flow.Id && delivery.State == DeliveryState.Waiting)
            && !db.FlowOutbox.Any(change => change.FlowId == flow.Id);
    }

    /// <summary>Whether a flow is kept as evidence: itself, its plate, or a list that it matched.</summary>
    public static Expression<Func<Flow, bool>> IsHeld(DashboardDbContext db) => flow =>
        db.EvidenceHolds.Any(hold => hold.FlowId == flow.Id)
        || db.EvidenceHolds.Any(hold => hold.Plate == flow.Plate)
        || db.FlowCorrections.Any(correction => correction.FlowId == flow.Id
            && db.EvidenceHolds.Any(hold => hold.Plate == correction.Before || hold.Plate == correction.After))
        || db.Alerts.Any(alert => alert.FlowId == flow.Id && db.EvidenceHolds.Any(hold => hold.ListId == alert.ListId));

    /// <summary>Whether a flow may be erased on request, whatever its age and its lists.</summary>
    /// <inheritdoc cref="OldEnough"/>
    public static Expression<Func<Flow, bool>> IsErasable(DashboardDbContext db, long looked) => flow =>
        !flow.IsPreview
        && flow.Id <= looked
        && !db.EvidenceHolds.Any(hold => hold.FlowId == flow.Id)
        && !db.EvidenceHolds.Any(hold => hold.Plate == flow.Plate)
        && !db.FlowCorrections.Any(correction => correction.FlowId == flow.Id
            && db.EvidenceHolds.Any(hold => hold.Plate == correction.Before || hold.Plate == correction.After))
        && !db.Alerts.Any(alert => alert.FlowId == flow.Id && alert.AcknowledgedAt == null)
        && !db.Alerts.Any(alert => alert.FlowId == flow.Id && db.EvidenceHolds.Any(hold => hold.ListId == alert.ListId))
        && !db.Deliveries.Any(delivery => delivery.FlowId == flow.Id && delivery.State == DeliveryState.Waiting)
        && !db.FlowOutbox.Any(change => change.FlowId == flow.Id);

    /// <summary>The number of the last flow that was looked up in the lists: what came later may still make alerts.</summary>
    public static Task<long> LookedUpAsync(this DashboardDbContext db, CancellationToken cancellationToken) =>
        db.Positions.Where(position => position.Name == Position.Alerts).Select(position => position.Value)
            .SingleOrDefaultAsync(cancellationToken);
}
