using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Statistics;

public sealed record CameraFlows(int CameraId, string Camera, long Flows);

/// <summary>Numbers of some time, such as a day.</summary>
/// <param name="Total">All flows.</param>
/// <param name="Read">Flows with a plate.</param>
/// <param name="DistinctPlates">How many different plates were read.</param>
/// <param name="Manual">Flows that somebody asked for.</param>
/// <param name="Cameras">Flows a camera, most first; cameras without flows are left out.</param>
internal sealed record FlowDay(long Total, long Read, long DistinctPlates, long Manual, IReadOnlyList<CameraFlows> Cameras)
{
    /// <summary>Share of flows with a plate, 0 to 1; 0 where there are no flows.</summary>
    public double ReadShare => Total == 0 ? 0 : (double)Read / Total;
}

/// <summary>Numbers over flows, for the overview.</summary>
internal sealed class DayReader(IDbContextFactory<DashboardDbContext> database)
{
    /// <summary>Numbers of the flows captured from <paramref name="from"/> on and before <paramref name="to"/>, by whole seconds.</summary>
    public async Task<FlowDay> ReadAsync(DateTimeOffset from, DateTimeOffset to, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        var (start, end) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var translator = await FlowQueryTranslator.CreateAsync(db, cancellationToken);
        var flows = translator.Apply(db.Flows, FlowConditions.Within(null, siteScope), FlowIndex.Time)
            .Where(flow => flow.CapturedSecond >= start && flow.CapturedSecond < end);
        var cameras = await flows
            .GroupBy(flow => flow.CameraId)
            .Select(group => new
            {
                group.Key,
                Flows = group.LongCount(),
                Read = group.LongCount(flow => flow.Plate != ""),
                Manual = group.LongCount(flow => flow.TriggerMode == TriggerMode.Manual),
            })
            .ToListAsync(cancellationToken);
        var plates = await flows.Where(flow => flow.Plate != "").Select(flow => flow.Plate).Distinct().LongCountAsync(cancellationToken);

        return new FlowDay(
            cameras.Sum(camera => camera.Flows),
            cameras.Sum(camera => camera.Read),
            plates,
            cameras.Sum(camera => camera.Manual),
            [.. cameras.Select(camera => new CameraFlows(camera.Key, translator.Alias(camera.Key), camera.Flows))
                .OrderByDescending(camera => camera.Flows).ThenBy(camera => camera.CameraId)]);
    }
}
