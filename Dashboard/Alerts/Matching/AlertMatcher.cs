using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Matching;

/// <summary>A list that a flow makes an alert on.</summary>
/// <param name="List">The list.</param>
/// <param name="Text">The text that alerts.</param>
/// <param name="Confidence">Its confidence, 0 to 1.</param>
/// <param name="Description">The entry's description; empty on a white list.</param>
public sealed record ListHit(AlertList List, string Text, double Confidence, string Description);

/// <summary>
/// Holds flows against all lists, in memory: the database is asked only where a list is met, for the entry's description. Not for several
/// callers at once.
/// </summary>
public sealed class AlertMatcher(ServerOptions server)
{
    private Dictionary<int, AlertListIndex> _indexes = [];

    /// <summary>Takes in what has changed of the lists since the last time.</summary>
    public async Task RefreshAsync(DashboardDbContext db, CancellationToken cancel = default)
    {
        var lists = await db.AlertLists.AsNoTracking().Include(list => list.Sites).OrderBy(list => list.Id).ToListAsync(cancel);
        var indexes = new Dictionary<int, AlertListIndex>();
        foreach (var list in lists)
        {
            indexes[list.Id] = _indexes.TryGetValue(list.Id, out var known) && known.List.Revision == list.Revision
                ? known with { List = list }
                : await AlertListIndex.ReadAsync(db, list, cancel);
        }

        _indexes = indexes;
    }

    /// <summary>The lists that a flow alerts on. <see cref="RefreshAsync"/> comes first.</summary>
    /// <param name="db">For the descriptions of entries.</param>
    /// <param name="flow">The flow with its candidates.</param>
    /// <param name="site">The site of its camera.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<IReadOnlyList<ListHit>> MatchAsync(DashboardDbContext db, Flow flow, int site, CancellationToken cancel = default)
    {
        List<ListHit>? hits = null;
        foreach (var index in _indexes.Values)
        {
            if (index.IsFor(flow, site, server.Zone) && await MatchAsync(db, index, flow, cancel) is { } hit)
            {
                (hits ??= []).Add(hit);
            }
        }

        return hits ?? [];
    }

    private static async Task<ListHit?> MatchAsync(DashboardDbContext db, AlertListIndex index, Flow flow, CancellationToken cancel)
    {
        var match = index.Find(flow);
        var isBlack = index.List.ListType == AlertListType.Black;
        if (match is { } found && (isBlack || !found.IsCertain))
        {
            var description = await db.AlertEntries.Where(entry => entry.ListId == index.List.Id && entry.Plate == found.Entry).Select(entry => entry.Description).FirstOrDefaultAsync(cancel);
            return isBlack
                ? description is null ? null : new ListHit(index.List, found.Text, found.Confidence, description)
                : description is null ? new ListHit(index.List, flow.Plate, flow.Confidence, "") : null;
        }

        return match is null && !isBlack ? new ListHit(index.List, flow.Plate, flow.Confidence, "") : null;
    }
}
