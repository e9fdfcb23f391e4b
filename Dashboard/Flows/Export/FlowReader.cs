using System.Runtime.CompilerServices;
using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows.Export;

/// <summary>
/// Reads a whole list, however long, some thousand rows at a time: each time from behind the last row, so that no page is passed over, and with
/// a context of its own, for a long read would keep the database from tidying up behind it. Flows that are stored meanwhile are left out.
/// </summary>
internal sealed class FlowReader(IDbContextFactory<DashboardDbContext> database, CameraDirectory cameras)
{
    /// <summary>Rows that are held in memory.</summary>
    public const int MaxBatch = 5000;

    /// <summary>
    /// The rows of the query's condition in its order, in chunks; its page does not matter. Throws as <see cref="FlowSearch.SearchAsync"/>.
    /// </summary>
    /// <param name="query">Which flows, in which order.</param>
    /// <param name="upTo">The greatest number of a flow that belongs to the list.</param>
    /// <param name="siteScope">Of which sites.</param>
    /// <param name="maxBatch">Rows a chunk.</param>
    public async IAsyncEnumerable<IReadOnlyList<FlowWithCamera>> ReadAsync(
        FlowQuery query,
        long upTo,
        SiteScope siteScope,
        [EnumeratorCancellation] CancellationToken cancellationToken = default,
        int maxBatch = MaxBatch)
    {
        FlowQueryTranslator translator;
        await using (var db = await database.CreateDbContextAsync(cancellationToken))
        {
            translator = await cameras.TranslatorAsync(db, cancellationToken);
        }

        var lists = query.Order.Field == FlowField.Camera ? FlowSearch.CamerasInOrder(translator, query.Order).Select(ids => (int[]?)ids) : [null];
        foreach (var ids in lists)
        {
            Flow? last = null;
            do
            {
                IReadOnlyList<Flow> rows;
                await using (var db = await database.CreateDbContextAsync(cancellationToken))
                {
                    var selection = await FlowSelection.CreateAsync(db, translator, FlowConditions.Within(query.Where, siteScope), cancellationToken);
                    rows = await FlowList.ReadOnAsync(
                        ids is null ? selection : selection.ForCameras(ids), query.Order, last, upTo, maxBatch, cancellationToken);
                }

                if (rows.Count > 0)
                {
                    yield return [.. rows.Select(flow => new FlowWithCamera(flow, translator.CameraOf(flow.CameraId)))];
                }

                last = rows.Count < maxBatch ? null : rows[^1];
            }
            while (last is not null);
        }
    }
}
