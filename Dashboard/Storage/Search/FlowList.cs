using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>Selected flows as a list of known length, of which any rows cost about the same.</summary>
internal sealed record FlowList(FlowSelection Selection, long Count)
{
    /// <summary>So many rows are passed over sooner than their place is looked up.</summary>
    private const int FewToPass = 500;

    private FlowCriteria Criteria => Selection.Criteria;

    private FlowQueryPlan Plan => Selection.Plan;

    /// <summary>Rows of the list in an order; fewer where it ends.</summary>
    public async Task<IReadOnlyList<Flow>> TakeAsync(FlowOrder order, long skip, int take, CancellationToken cancellationToken)
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
            return await ReadAsync(order, skip, count, cancellationToken);
        }

        var rows = await ReadAsync(order with { Descending = !order.Descending }, fromEnd, count, cancellationToken);
        return [.. rows.Reverse()];
    }

    /// <summary>The first flows of a selection, of which nobody knows yet how many there are.</summary>
    public static Task<IReadOnlyList<Flow>> FirstAsync(FlowSelection selection, FlowOrder order, int take, CancellationToken cancellationToken) =>
        ReadOnAsync(selection, order, null, long.MaxValue, take, cancellationToken);

    /// <summary>
    /// The flows of a selection that stand behind one in the order, or the first ones; only those with this number or a lesser one.
    /// </summary>
    public static async Task<IReadOnlyList<Flow>> ReadOnAsync(
        FlowSelection selection, FlowOrder order, Flow? behind, long upTo, int take, CancellationToken cancellationToken)
    {
        if (selection.IsNothing)
        {
            return [];
        }

        var flows = selection.Flows(selection.Plan.ReadOnIndex(order)).Where(flow => flow.Id + 0 <= upTo);
        var rest = behind is null ? flows : FlowListOrder.Behind(flows, order, behind);
        return await FlowListOrder.Sort(rest, order, selection.Plan.ReadsInOrder).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// The first flow of a selection that stands behind one in the order, whether or not that is selected; null where there is none.
    /// </summary>
    public static Task<long?> FirstBehindAsync(FlowSelection selection, FlowOrder order, Flow from, CancellationToken cancellationToken)
    {
        var flows = FlowListOrder.Behind(selection.Flows(selection.Plan.ReadOnIndex(order)), order, from);
        return FlowListOrder.Sort(flows, order, selection.Plan.ReadsInOrder).Select(flow => (long?)flow.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<Flow>> ReadAsync(FlowOrder order, long skip, int take, CancellationToken cancellationToken) =>
        Plan.PageMethod(order) switch
        {
            FlowPageMethod.ByTime => skip > FewToPass || (!Criteria.IsPlain && await IsShortAsync(skip + take, cancellationToken))
                ? await ReadWindowAsync(order, skip, take, cancellationToken)
                : await ReadByTimeAsync(
                    order, new FlowWindow(Criteria.From ?? long.MinValue, Criteria.To ?? long.MaxValue, (int)skip), take, cancellationToken),
            FlowPageMethod.OneFlow => await CompiledFlows.For(Selection.Db)
                .FindAsync(Selection.Db, Criteria.OneNumber!.Value, cancellationToken) is { } flow ? [flow] : [],
            FlowPageMethod.ListedNumbers => await FlowListOrder.Sort(Selection.Flows(FlowIndex.Id), order, fromIndex: false)
                .Skip((int)skip)
                .Take(take)
                .ToListAsync(cancellationToken),
            FlowPageMethod.Found => await ReadFoundAsync(order, skip, take, cancellationToken),
            FlowPageMethod.FoundIfListIsShort when await IsShortAsync(skip + take, cancellationToken) =>
                await ReadFoundAsync(order, skip, take, cancellationToken),
            FlowPageMethod.FoundIfPartIsShort when await IsPartShortAsync(skip + take, cancellationToken) =>
                await ReadFoundAsync(order, skip, take, cancellationToken),
            _ => await ReadWalkedAsync(order, skip, take, cancellationToken),
        };

    private Task<IReadOnlyList<Flow>> ReadFoundAsync(FlowOrder order, long skip, int take, CancellationToken cancellationToken)
    {
        var flows = FlowListOrder.Sort(Selection.Flows(Plan.Finder), order, fromIndex: Plan.Finder == FlowIndexes.ForOrder(order.Field));
        return ReadNumbersFirstAsync(flows, skip, take, cancellationToken);
    }

    private async Task<IReadOnlyList<Flow>> ReadWalkedAsync(FlowOrder order, long skip, int take, CancellationToken cancellationToken)
    {
        var flows = FlowListOrder.Sort(Selection.Flows(Plan.OrderIndex(order)), order);
        return skip <= FewToPass
            ? await flows.Skip((int)skip).Take(take).ToListAsync(cancellationToken)
            : await ReadNumbersFirstAsync(flows, skip, take, cancellationToken);
    }

    // What is sorted or passed over is read from an index, and only the rows that are wanted from the table.
    private async Task<IReadOnlyList<Flow>> ReadNumbersFirstAsync(IQueryable<Flow> sorted, long skip, int take, CancellationToken cancellationToken)
    {
        var wanted = await sorted.Skip((int)Math.Min(skip, int.MaxValue)).Take(take).Select(flow => flow.Id).ToListAsync(cancellationToken);
        var rows = await Selection.Db.Flows.AsNoTracking()
            .Where(flow => EF.Parameter(wanted).Contains(flow.Id))
            .ToDictionaryAsync(flow => flow.Id, cancellationToken);
        return [.. wanted.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    private async Task<IReadOnlyList<Flow>> ReadWindowAsync(FlowOrder order, long skip, int take, CancellationToken cancellationToken)
    {
        var window = await new FlowRanks(Selection.Db, Criteria).FindAsync(order.Descending, Count, skip, take, cancellationToken);
        var within = window with
        {
            From = Math.Max(window.From, Criteria.From ?? long.MinValue),
            To = Math.Min(window.To, Criteria.To ?? long.MaxValue),
        };
        return await ReadByTimeAsync(order, within, take, cancellationToken);
    }

    private async Task<IReadOnlyList<Flow>> ReadByTimeAsync(FlowOrder order, FlowWindow window, int take, CancellationToken cancellationToken)
    {
        var (from, to, skip) = window;
        if (Criteria.IsPlain)
        {
            return await CompiledFlows.For(Selection.Db)
                .ByTimeAsync(Selection.Db, Criteria.OneCamera, from, to, order.Descending, skip, take, cancellationToken);
        }

        var within = Selection.Flows(Plan.OrderIndex(order)).Where(flow => flow.CapturedSecond >= from && flow.CapturedSecond < to);
        return await FlowListOrder.Sort(within, order).Skip(skip).Take(take).ToListAsync(cancellationToken);
    }

    // Walking through all flows until the wanted rows were met would read more than finding the whole list.
    private async Task<bool> IsShortAsync(long rows, CancellationToken cancellationToken) => Count < await WalkedAsync(rows, cancellationToken);

    // The same where a part of the flows has to be read to find the list: those of a camera or of some days.
    private async Task<bool> IsPartShortAsync(long rows, CancellationToken cancellationToken) =>
        await new FlowRanks(Selection.Db, Criteria with { Others = [] }).CountAsync(cancellationToken) < await WalkedAsync(rows, cancellationToken);

    // How many flows are passed until so many of the list are met, if they are spread evenly.
    private async Task<double> WalkedAsync(long rows, CancellationToken cancellationToken) =>
        (double)rows * await FlowSelection.HighestAsync(Selection.Db, cancellationToken) / Count;
}
