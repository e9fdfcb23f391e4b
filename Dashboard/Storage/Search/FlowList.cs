using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>Selected flows as a list of known length, of which any rows cost about the same.</summary>
/// <param name="Selection">Which flows.</param>
/// <param name="Count">How many there are.</param>
internal sealed record FlowList(FlowSelection Selection, long Count)
{
    /// <summary>A list this short is found whole and sorted; of a longer one an index in its order is walked.</summary>
    private const long Short = 100_000;

    /// <summary>So many rows are passed over sooner than their place is looked up.</summary>
    private const int FewToPass = 500;

    private FlowCriteria Criteria => Selection.Criteria;

    /// <summary>Rows of the list in an order; fewer where it ends.</summary>
    public async Task<IReadOnlyList<Flow>> TakeAsync(FlowOrder order, long skip, int take, CancellationToken cancel)
    {
        var count = (int)Math.Min(take, Count - skip);
        if (count <= 0)
        {
            return [];
        }

        // The nearer end is where reading starts.
        var fromEnd = Count - skip - count;
        if (skip <= fromEnd)
        {
            return await ReadAsync(order, skip, count, cancel);
        }

        var rows = await ReadAsync(order with { Descending = !order.Descending }, fromEnd, count, cancel);
        return [.. rows.Reverse()];
    }

    /// <summary>The first flow of a selection that stands behind one in the order, whether or not that is selected; null where there is none.</summary>
    public static Task<long?> FirstBehindAsync(FlowSelection selection, FlowOrder order, Flow from, CancellationToken cancel)
    {
        var usable = selection.Plates is null ? OrderIndexOf(selection.Criteria, order) : FlowIndex.Plate;
        var flows = FlowListOrder.Behind(selection.Flows(usable), order, from);
        return FlowListOrder.Sort(flows, order, fromIndex: selection.Plates is null).Select(flow => (long?)flow.Id).FirstOrDefaultAsync(cancel);
    }

    private async Task<IReadOnlyList<Flow>> ReadAsync(FlowOrder order, long skip, int take, CancellationToken cancel)
    {
        if (Criteria.IsCounted && order.Field is FlowField.Time or FlowField.Camera && (skip > FewToPass || IsRare))
        {
            var window = await new FlowRanks(Selection.Db, Criteria).FindAsync(order.Descending, Count, skip, take, cancel);
            var (from, to) = (window.From, window.To);
            var within = Selection.Flows(OrderIndexOf(Criteria, order)).Where(flow => flow.CapturedSecond >= from && flow.CapturedSecond < to);
            return await FlowListOrder.Sort(within, order).Skip(window.Skip).Take(take).ToListAsync(cancel);
        }

        var finder = Selection.Finder(await FlowTotals.HighestAsync(Selection.Db, cancel));
        var sorts = Selection.Plates is not null || Criteria.IsOfNumbers || finder == FlowIndex.Id || IsShort(order);
        var flows = Selection.Flows(sorts ? finder : OrderIndexOf(Criteria, order));
        var fromIndex = !sorts || finder == FlowIndexes.Of(order.Field);
        if (!sorts && skip <= FewToPass)
        {
            return await FlowListOrder.Sort(flows, order).Skip((int)skip).Take(take).ToListAsync(cancel);
        }

        // Numbers first: what is sorted or passed over is read from an index, and only the rows that are wanted from the table.
        var wanted = await FlowListOrder.Sort(flows, order, fromIndex).Skip((int)Math.Min(skip, int.MaxValue)).Take(take).Select(flow => flow.Id).ToListAsync(cancel);
        var rows = await Selection.Db.Flows.AsNoTracking().Where(flow => EF.Parameter(wanted).Contains(flow.Id)).ToDictionaryAsync(flow => flow.Id, cancel);
        return [.. wanted.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    // Cameras or a trigger mode that are not what an index is sorted by, and so few flows of them that walking would pass over nearly all others.
    private bool IsRare => Count <= Short && (Criteria.TriggerMode is not null || Criteria.Cameras is { Count: > 1 });

    private bool IsShort(FlowOrder order)
    {
        var isWalkedThroughOthers = Criteria.PlatePart is not null || !Criteria.IsCounted || FlowIndexes.Of(order.Field) is not (FlowIndex.Time or FlowIndex.Camera);
        return Count <= Short && Criteria.Condition is not null && isWalkedThroughOthers;
    }

    // A list by time of one camera stands in that camera's index; conditions on time bound either.
    private static FlowIndex OrderIndexOf(FlowCriteria criteria, FlowOrder order) => FlowIndexes.Of(order.Field) switch
    {
        FlowIndex.Time or FlowIndex.Camera when criteria.OneCamera is not null => FlowIndex.Camera | FlowIndex.Time,
        FlowIndex.Camera when order.Field == FlowField.Camera => FlowIndex.Time,
        var index => index,
    };
}
