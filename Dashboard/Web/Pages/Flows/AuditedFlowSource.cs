using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Web.Pages.Flows.Filter;

namespace Dashboard.Web.Pages.Flows;

/// <summary>The flow source of a page: what is searched and seen is noted, and nothing is searched while a reason is missing.</summary>
internal sealed class AuditedFlowSource(FlowSource flows, FlowAudit audit) : IFlowSource
{
    public async Task<FlowPage> SearchAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        if (await audit.NeedsReasonAsync(query.Where))
        {
            return new([], 1, 0, query.PageSize, 0);
        }

        await audit.SearchedAsync(query.Where);
        return await flows.SearchAsync(query, cancellationToken);
    }

    public async Task<IReadOnlyList<FlowWithCamera>> PeekAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        if (await audit.NeedsReasonAsync(query.Where))
        {
            return [];
        }

        await audit.SearchedAsync(query.Where);
        return await flows.PeekAsync(query, cancellationToken);
    }

    public async Task<long> CountAsync(FlowCondition? where, CancellationToken cancellationToken) =>
        await audit.NeedsReasonAsync(where) ? 0 : await flows.CountAsync(where, cancellationToken);

    // The same search again, for who has it open: it was noted when it was opened.
    public async Task<FlowPage> SearchLiveAsync(FlowQuery query, CancellationToken cancellationToken) =>
        await audit.NeedsReasonAsync(query.Where) ? new([], 1, 0, query.PageSize, 0) : await flows.SearchLiveAsync(query, cancellationToken);

    public async Task<long> CountLiveAsync(FlowCondition? where, CancellationToken cancellationToken) =>
        await audit.NeedsReasonAsync(where) ? 0 : await flows.CountLiveAsync(where, cancellationToken);

    public Task<string?> RecallAsync(string key, CancellationToken cancellationToken) => flows.RecallAsync(key, cancellationToken);

    public Task KeepAsync(string key, string value, CancellationToken cancellationToken) => flows.KeepAsync(key, value, cancellationToken);

    public async Task<FlowWithCamera?> FindAsync(long id, CancellationToken cancellationToken)
    {
        var found = await flows.FindAsync(id, cancellationToken);
        if (found is not null)
        {
            await audit.SawAsync(id);
        }

        return found;
    }

    public Task<FlowNeighbours> FindNeighboursAsync(FlowQuery query, long id, CancellationToken cancellationToken) =>
        flows.FindNeighboursAsync(query, id, cancellationToken);

    public Task<IReadOnlyList<FlowWithCamera>> MarkAsync(IReadOnlyList<FlowWithCamera> rows, CancellationToken cancellationToken) =>
        flows.MarkAsync(rows, cancellationToken);

    public IDisposable FollowMarks(Action<IReadOnlyList<long>> marked) => flows.FollowMarks(marked);

    public Task<IReadOnlyList<CameraChoice>> ListCamerasAsync(CancellationToken cancellationToken) => flows.ListCamerasAsync(cancellationToken);

    public Task<(IReadOnlyList<NamedChoice> Sites, IReadOnlyList<NamedChoice> Lists)> ListNamesAsync(CancellationToken cancellationToken) =>
        flows.ListNamesAsync(cancellationToken);
}
