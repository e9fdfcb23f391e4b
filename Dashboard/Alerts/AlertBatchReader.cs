using Dashboard.Alerts.Matching;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>Reads what is to be looked up in the alert lists, and looks it up. It changes nothing.</summary>
internal sealed class AlertBatchReader(IDbContextFactory<DashboardDbContext> factory, AlertListCache lists, FlowMatcher matcher)
{
    /// <summary>The number of the last flow that was looked up.</summary>
    public async Task<long> ReadPositionAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.Positions.Where(known => known.Name == Position.Alerts).Select(known => known.Value).SingleAsync(cancellationToken);
    }

    /// <summary>The first flows behind a position, in the order of their numbers and up to a number.</summary>
    public async Task<IReadOnlyList<LocatedFlow>> ReadNewAsync(long position, long upTo, int max, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await LocateAsync(
            db, db.Flows.Where(flow => flow.Id > position && flow.Id <= upTo).OrderBy(flow => flow.Id).Take(max), cancellationToken);
    }

    /// <summary>
    /// The oldest changes of flows that were looked up before. Those of flows beyond the position are left: somebody may just be looking them up
    /// as they were before.
    /// </summary>
    public async Task<IReadOnlyList<FlowOutboxEntry>> ReadUpdatesAsync(long position, int max, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.FlowOutbox.AsNoTracking()
            .Where(update => update.FlowId <= position)
            .OrderBy(update => update.Id)
            .Take(max)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The flows of changes, as they are now.</summary>
    public async Task<IReadOnlyList<LocatedFlow>> ReadChangedAsync(IEnumerable<FlowOutboxEntry> updates, CancellationToken cancellationToken)
    {
        var ids = updates.Select(update => update.FlowId).Distinct().ToList();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await LocateAsync(db, db.Flows.Where(flow => ids.Contains(flow.Id)).OrderBy(flow => flow.Id), cancellationToken);
    }

    /// <summary>Looks flows up in the lists as they were last read.</summary>
    public async Task<AlertBatch> MatchAsync(IReadOnlyList<LocatedFlow> flows, CancellationToken cancellationToken)
    {
        if (lists.Current.Any(list => list.List.MatchStrategy == MatchStrategy.Lenient))
        {
            await AddCandidatesAsync(flows, cancellationToken);
        }

        return new AlertBatch(flows, await matcher.MatchAsync(flows, lists.Current, cancellationToken));
    }

    private static async Task<IReadOnlyList<LocatedFlow>> LocateAsync(
        DashboardDbContext db, IQueryable<Flow> query, CancellationToken cancellationToken)
    {
        var flows = await query.AsNoTracking().ToListAsync(cancellationToken);
        var cameras = flows.Select(flow => flow.CameraId).Distinct().ToList();
        var sites = await db.Cameras.Where(camera => cameras.Contains(camera.Id))
            .ToDictionaryAsync(camera => camera.Id, camera => camera.SiteId, cancellationToken);
        return flows.ConvertAll(flow => new LocatedFlow(flow, sites.GetValueOrDefault(flow.CameraId)));
    }

    private async Task AddCandidatesAsync(IReadOnlyList<LocatedFlow> flows, CancellationToken cancellationToken)
    {
        var ids = flows.Select(located => located.Flow.Id).ToList();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var candidates = (await db.FlowCandidates.AsNoTracking().Where(candidate => ids.Contains(candidate.FlowId)).ToListAsync(cancellationToken))
            .ToLookup(candidate => candidate.FlowId);
        foreach (var (flow, _) in flows)
        {
            flow.Candidates = [.. candidates[flow.Id].OrderBy(candidate => candidate.Rank)];
        }
    }
}
