using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Web.Pages.Flows.Filter;

namespace Dashboard.Web.Pages.Flows;

/// <summary>What the flows page reads, in the scope of the person who is signed in. Tests put their own flows behind it.</summary>
internal interface IFlowSource
{
    /// <summary>One page of a list, with the exact total.</summary>
    Task<FlowPage> SearchAsync(FlowQuery query, CancellationToken cancellationToken);

    /// <summary>The first rows of a list without its total; none where they cannot be had sooner than the total.</summary>
    Task<IReadOnlyList<FlowWithCamera>> PeekAsync(FlowQuery query, CancellationToken cancellationToken);

    /// <summary>How many flows match; null: all.</summary>
    Task<long> CountAsync(FlowCondition? where, CancellationToken cancellationToken);

    /// <summary><see cref="SearchAsync"/> for open lists that were told of new flows: asked once for all that ask the same.</summary>
    Task<FlowPage> SearchLiveAsync(FlowQuery query, CancellationToken cancellationToken);

    /// <summary><see cref="CountAsync"/> likewise.</summary>
    Task<long> CountLiveAsync(FlowCondition? where, CancellationToken cancellationToken);

    /// <summary>What the person chose and kept; null: nothing.</summary>
    Task<string?> RecallAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps what the person chose.</summary>
    Task KeepAsync(string key, string value, CancellationToken cancellationToken);

    /// <summary>One flow with its candidates; null where there is none.</summary>
    Task<FlowWithCamera?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>What stands before and after a flow in a list.</summary>
    Task<FlowNeighbours> FindNeighboursAsync(FlowQuery query, long id, CancellationToken cancellationToken);

    /// <summary>The same rows with the alert lists that they are hits of; a row of which nothing new is known is the same one.</summary>
    Task<IReadOnlyList<FlowWithCamera>> MarkAsync(IReadOnlyList<FlowWithCamera> rows, CancellationToken cancellationToken);

    /// <summary>Calls <paramref name="marked"/> with the numbers of flows that made alerts, from any thread; dispose to stop.</summary>
    IDisposable FollowMarks(Action<IReadOnlyList<long>> marked);

    /// <summary>The cameras to choose from in filters.</summary>
    Task<IReadOnlyList<CameraChoice>> ListCamerasAsync(CancellationToken cancellationToken);

    /// <summary>The sites and the alert lists to choose from in filters.</summary>
    Task<(IReadOnlyList<NamedChoice> Sites, IReadOnlyList<NamedChoice> Lists)> ListNamesAsync(CancellationToken cancellationToken);
}
