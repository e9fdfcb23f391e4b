using System.Linq.Expressions;
using Dashboard.Domain.Flows;

namespace Dashboard.Storage.Search;

/// <summary>
/// Sorts flows by a field, then by time and by id, all in the same direction (by first sight then by id), and finds what follows a flow in that
/// order.
/// <see cref="FlowField.Camera"/> is not sorted by the database: aliases sort without case in every script, so the caller walks the cameras in order.
/// </summary>
internal static class FlowListOrder
{
    /// <summary>The fields that flows can be sorted by.</summary>
    public static FlowField[] Fields =>
    [
        FlowField.Id, FlowField.Time, FlowField.Camera, FlowField.CameraId, FlowField.FirstSeen, FlowField.Plate, FlowField.Confidence,
        FlowField.TriggerMode,
    ];

    /// <param name="flows">What to sort.</param>
    /// <param name="fromIndex">The order may be read from an index; otherwise the database finds first and sorts then.</param>
    public static IQueryable<Flow> Sort(IQueryable<Flow> flows, FlowOrder order, bool fromIndex = true)
    {
        var ordered = order.Field switch
        {
            FlowField.Id or FlowField.Time or FlowField.Camera or FlowField.FirstSeen => null,
            FlowField.CameraId => By(flows, flow => flow.CameraId, order.Descending, fromIndex),
            FlowField.Plate => By(flows, flow => flow.Plate, order.Descending, fromIndex),
            FlowField.Confidence => By(flows, flow => flow.Confidence, order.Descending, fromIndex),
            FlowField.TriggerMode => By(flows, flow => flow.TriggerMode, order.Descending, fromIndex),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.Field, "No such field"),
        };
        if (order.Field == FlowField.FirstSeen)
        {
            return Then(By(flows, flow => flow.FirstSeenAt, order.Descending, fromIndex), flow => flow.Id, order.Descending, fromIndex);
        }

        if (order.Field == FlowField.Id)
        {
            return By(flows, flow => flow.Id, order.Descending, fromIndex);
        }

        ordered = ordered is null
            ? By(flows, flow => flow.CapturedSecond, order.Descending, fromIndex)
            : Then(ordered, flow => flow.CapturedSecond, order.Descending, fromIndex);
        return Then(ordered, flow => flow.Id, order.Descending, fromIndex);
    }

    /// <summary>
    /// The flows that stand behind one in the order. The key's own bound stands first and by itself, so that an index starts there instead of at
    /// the list's beginning.
    /// </summary>
    public static IQueryable<Flow> Behind(IQueryable<Flow> flows, FlowOrder order, Flow from)
    {
        var (id, second, first, camera) = (from.Id, from.CapturedSecond, from.FirstSeenAt, from.CameraId);
        var (plate, confidence, mode) = (from.Plate, from.Confidence, from.TriggerMode);
        return (order.Field, order.Descending) switch
        {
            (FlowField.FirstSeen, true) => flows.Where(f => f.FirstSeenAt <= first && (f.FirstSeenAt < first || f.Id < id)),
            (FlowField.FirstSeen, false) => flows.Where(f => f.FirstSeenAt >= first && (f.FirstSeenAt > first || f.Id > id)),
            (FlowField.Id, true) => flows.Where(f => f.Id < id),
            (FlowField.Id, false) => flows.Where(f => f.Id > id),
            (FlowField.Time or FlowField.Camera, true) => flows.Where(f => f.CapturedSecond <= second && (f.CapturedSecond < second || f.Id < id)),
            (FlowField.Time or FlowField.Camera, false) => flows.Where(f => f.CapturedSecond >= second && (f.CapturedSecond > second || f.Id > id)),
            (FlowField.CameraId, true) => flows.Where(f =>
                f.CameraId <= camera && (f.CameraId < camera || f.CapturedSecond < second || (f.CapturedSecond == second && f.Id < id))),
            (FlowField.CameraId, false) => flows.Where(f =>
                f.CameraId >= camera && (f.CameraId > camera || f.CapturedSecond > second || (f.CapturedSecond == second && f.Id > id))),
            (FlowField.Plate, true) => flows.Where(f =>
                string.Compare(f.Plate, plate) <= 0 && (f.Plate != plate || f.CapturedSecond < second || (f.CapturedSecond == second && f.Id < id))),
            (FlowField.Plate, false) => flows.Where(f =>
                string.Compare(f.Plate, plate) >= 0 && (f.Plate != plate || f.CapturedSecond > second || (f.CapturedSecond == second && f.Id > id))),
            (FlowField.Confidence, true) => flows.Where(f =>
                f.Confidence <= confidence && (f.Confidence < confidence || f.CapturedSecond < second || (f.CapturedSecond == second && f.Id < id))),
            (FlowField.Confidence, false) => flows.Where(f =>
                f.Confidence >= confidence && (f.Confidence > confidence || f.CapturedSecond > second || (f.CapturedSecond == second && f.Id > id))),
            (FlowField.TriggerMode, true) => flows.Where(f =>
                f.TriggerMode <= mode && (f.TriggerMode < mode || f.CapturedSecond < second || (f.CapturedSecond == second && f.Id < id))),
            (FlowField.TriggerMode, false) => flows.Where(f =>
                f.TriggerMode >= mode && (f.TriggerMode > mode || f.CapturedSecond > second || (f.CapturedSecond == second && f.Id > id))),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.Field, "No such field"),
        };
    }

    private static IOrderedQueryable<Flow> By<T>(IQueryable<Flow> flows, Expression<Func<Flow, T>> key, bool descending, bool fromIndex) =>
        descending ? flows.OrderByDescending(Hidden(key, fromIndex)) : flows.OrderBy(Hidden(key, fromIndex));

    private static IOrderedQueryable<Flow> Then<T>(IOrderedQueryable<Flow> flows, Expression<Func<Flow, T>> key, bool descending, bool fromIndex) =>
        descending ? flows.ThenByDescending(Hidden(key, fromIndex)) : flows.ThenBy(Hidden(key, fromIndex));

    private static Expression<Func<Flow, T>> Hidden<T>(Expression<Func<Flow, T>> key, bool fromIndex) =>
        fromIndex ? key : Expression.Lambda<Func<Flow, T>>(FlowIndexes.Hide(key.Body, FlowIndex.None), key.Parameters);
}
