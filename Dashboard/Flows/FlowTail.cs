using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows;

/// <summary>
/// Reads flows in the order in which they were stored, from a known one on. Numbers are given in the order of the commits, so whoever has
/// seen a flow has seen all with smaller numbers: a number is a position.
/// </summary>
public sealed class FlowTail(IDbContextFactory<DashboardDbContext> database)
{
    /// <summary>The position behind the newest flow; 0 where there is none.</summary>
    public async Task<long> EndAsync(CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.Flows.OrderByDescending(flow => flow.Id).Select(flow => flow.Id).FirstOrDefaultAsync(cancel);
    }

    /// <summary>The next flows behind a position, at most <paramref name="count"/>, without candidates.</summary>
    public async Task<IReadOnlyList<FlowRow>> ReadAsync(long position, int count, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var flows = await db.Flows.AsNoTracking().Where(flow => flow.Id > position).OrderBy(flow => flow.Id).Take(count).ToListAsync(cancel);
        if (flows.Count == 0)
        {
            return [];
        }

        var cameras = flows.Select(flow => flow.CameraId).Distinct().ToArray();
        var aliases = await db.Cameras.Where(camera => cameras.Contains(camera.Id)).ToDictionaryAsync(camera => camera.Id, camera => camera.Alias, cancel);
        return [.. flows.Select(flow => new FlowRow(flow, aliases.GetValueOrDefault(flow.CameraId, "")))];
    }
}
