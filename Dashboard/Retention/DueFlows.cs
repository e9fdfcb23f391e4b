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
        db.OldEnough(cutoff, looked).WhereFree(db, now);

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

    /// <summary>Those whose flow and picture nothing needs any more, besides their age.</summary>
    public static IQueryable<Flow> WhereFree(this IQueryable<Flow> flows, DashboardDbContext db, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        return flows.WhereUnneeded(db).Where(flow => !db.Alerts.Any(alert => alert.FlowId == flow.Id
            && db.AlertLists.Any(list => list.Id == alert.ListId
                && (list.KeepDays == 0 || flow.CapturedSecond >= second - (list.KeepDays * (long)SpanSeconds.Day)))));
    }

    /// <summary>Those that are kept as evidence: themselves, a plate that they ever had, or a list that they matched.</summary>
    public static IQueryable<Flow> WhereHeld(this IQueryable<Flow> flows, DashboardDbContext db) => flows.Where(IsHeld(db));

    /// <summary>Those that may be erased on request, whatever their age and their lists.</summary>
    /// <inheritdoc cref="OldEnough"/>
    public static IQueryable<Flow> WhereErasable(this IQueryable<Flow> flows, DashboardDbContext db, long looked) =>
        flows.Where(flow => !flow.IsPreview && flow.Id <= looked).WhereUnneeded(db);

    private static IQueryable<Flow> WhereUnneeded(this IQueryable<Flow> flows, DashboardDbContext db)
    {
        var held = IsHeld(db);
        return flows.Where(Expression.Lambda<Func<Flow, bool>>(Expression.Not(held.Body), held.Parameters)).Where(flow =>
            !db.Alerts.Any(alert => alert.FlowId == flow.Id && alert.AcknowledgedAt == null)
            && !db.Deliveries.Any(delivery => delivery.FlowId == flow.Id && delivery.State == DeliveryState.Waiting)
            && !db.FlowOutbox.Any(change => change.FlowId == flow.Id));
    }

    private static Expression<Func<Flow, bool>> IsHeld(DashboardDbContext db) => flow =>
        db.EvidenceHolds.Any(hold => hold.FlowId == flow.Id)
        || db.EvidenceHolds.Any(hold => hold.Plate == flow.Plate)
        || db.FlowCorrections.Any(correction => correction.FlowId == flow.Id
            && db.EvidenceHolds.Any(hold => hold.Plate == correction.Before || hold.Plate == correction.After))
        || db.Alerts.Any(alert => alert.FlowId == flow.Id && db.EvidenceHolds.Any(hold => hold.ListId == alert.ListId));

    /// <summary>The number of the last flow that was looked up in the lists: what came later may still make alerts.</summary>
    public static Task<long> LastLookedUpAsync(this DashboardDbContext db, CancellationToken cancellationToken) =>
        db.Positions.Where(position => position.Name == Position.Alerts).Select(position => position.Value)
            .SingleOrDefaultAsync(cancellationToken);
}
