using Dashboard.Domain.Flows;

namespace Dashboard.Flows;

/// <summary>A flow with its camera's alias.</summary>
public sealed record FlowRow(Flow Flow, string Camera);

/// <summary>One page of flows and the exact number of all that match.</summary>
/// <param name="Rows">The page's rows, without candidates.</param>
/// <param name="Page">The page that was served, after clamping; 1 where there are no rows.</param>
/// <param name="PageCount">How many pages there are; 0 where there are no rows.</param>
/// <param name="PageSize">Rows a page.</param>
/// <param name="Total">How many flows match.</param>
public sealed record FlowPage(IReadOnlyList<FlowRow> Rows, int Page, int PageCount, int PageSize, long Total);

/// <summary>The flows before and after one, in the order of a list.</summary>
public sealed record FlowNeighbours(long? Previous, long? Next);

/// <summary>Finds flows: for the grid, and for both APIs.</summary>
public sealed class FlowSearch
{
    /// <summary>One page of flows.</summary>
    public Task<FlowPage> SearchAsync(FlowQuery query, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>One flow with its candidates; null where there is none.</summary>
    public Task<FlowRow?> FindAsync(long id, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>What stands before and after a flow in a list.</summary>
    public Task<FlowNeighbours> NeighboursAsync(FlowQuery query, long id, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>How many flows match.</summary>
    public Task<long> CountAsync(FlowCondition? where, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Flows an hour between two moments (UTC), for the overview: one number an hour from <paramref name="from"/>, oldest first.</summary>
    public Task<IReadOnlyList<long>> CountByHourAsync(DateTimeOffset from, int hours, CancellationToken cancel = default) => throw new NotImplementedException();
}
