using System.Linq.Expressions;
using Dashboard.Domain.Flows;

namespace Dashboard.Storage;

/// <summary>
/// Sorts flows by a field and then by id in the same direction, and finds what follows a flow in that order. <see cref="FlowField.Camera"/> is
/// not sorted by the database: aliases sort without case in every script, so the caller walks the cameras in order.
/// </summary>
public static class FlowListOrder
{
    /// <summary>The flows in order.</summary>
    public static IQueryable<Flow> Sort(IQueryable<Flow> flows, FlowOrder order) => order.Field switch
    {
        FlowField.Id or FlowField.Camera => order.Descending ? flows.OrderByDescending(flow => flow.Id) : flows.OrderBy(flow => flow.Id),
        FlowField.Time => By(flows, flow => flow.CapturedSecond, order.Descending),
        FlowField.CameraId => By(flows, flow => flow.CameraId, order.Descending),
        FlowField.Plate => By(flows, flow => flow.Plate, order.Descending),
        FlowField.Confidence => By(flows, flow => flow.Confidence, order.Descending),
        FlowField.TriggerMode => By(flows, flow => flow.TriggerMode, order.Descending),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order.Field, "No such field"),
    };

    /// <summary>
    /// The flows that stand behind one in the order. The key's own bound stands first and by itself, so that an index starts there instead of at
    /// the list's beginning.
    /// </summary>
    public static IQueryable<Flow> Behind(IQueryable<Flow> flows, FlowOrder order, Flow from)
    {
        var (id, second, camera, plate, confidence, mode) = (from.Id, from.CapturedSecond, from.CameraId, from.Plate, from.Confidence, from.TriggerMode);
        return (order.Field, order.Descending) switch
        {
            (FlowField.Id or FlowField.Camera, true) => flows.Where(f => f.Id < id),
            (FlowField.Id or FlowField.Camera, false) => flows.Where(f => f.Id > id),
            (FlowField.Time, true) => flows.Where(f => f.CapturedSecond <= second && (f.CapturedSecond < second || f.Id < id)),
            (FlowField.Time, false) => flows.Where(f => f.CapturedSecond >= second && (f.CapturedSecond > second || f.Id > id)),
            (FlowField.CameraId, true) => flows.Where(f => f.CameraId <= camera && (f.CameraId < camera || f.Id < id)),
            (FlowField.CameraId, false) => flows.Where(f => f.CameraId >= camera && (f.CameraId > camera || f.Id > id)),
            (FlowField.Plate, true) => flows.Where(f => string.Compare(f.Plate, plate) <= 0 && (f.Plate != plate || f.Id < id)),
            (FlowField.Plate, false) => flows.Where(f => string.Compare(f.Plate, plate) >= 0 && (f.Plate != plate || f.Id > id)),
            (FlowField.Confidence, true) => flows.Where(f => f.Confidence <= confidence && (f.Confidence < confidence || f.Id < id)),
            (FlowField.Confidence, false) => flows.Where(f => f.Confidence >= confidence && (f.Confidence > confidence || f.Id > id)),
            (FlowField.TriggerMode, true) => flows.Where(f => f.TriggerMode <= mode && (f.TriggerMode < mode || f.Id < id)),
            (FlowField.TriggerMode, false) => flows.Where(f => f.TriggerMode >= mode && (f.TriggerMode > mode || f.Id > id)),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.Field, "No such field"),
        };
    }

    private static IQueryable<Flow> By<T>(IQueryable<Flow> flows, Expression<Func<Flow, T>> key, bool descending) => descending
        ? flows.OrderByDescending(key).ThenByDescending(flow => flow.Id)
        : flows.OrderBy(key).ThenBy(flow => flow.Id);
}
