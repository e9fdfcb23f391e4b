using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Statistics;

/// <summary>
/// The most frequent plates of a span. Each month of each camera nominates its most frequent ones, and the best of those are counted exactly
/// through the index of plates. A plate that is frequent overall but in no month of any camera among the first of it is missed: the first few
/// hundred, or fewer where there are many months and cameras, so that each of them is asked.
/// </summary>
internal sealed class TopPlates
{
    /// <summary>How many are told.</summary>
    public const int Count = 20;

    private const int MaxNominated = 300;
    private const int MinNominated = 20;
    private const int Counted = 60;
    private const int MaxNominations = 40_000;

    /// <summary>The plates of these cameras, most frequent first; a plate that passed once is not among them.</summary>
    /// <param name="query">Which span.</param>
    /// <param name="areAll">These are all cameras that there are.</param>
    public async Task<IReadOnlyList<PlateNumbers>> FindAsync(
        DashboardDbContext db, StatisticsQuery query, IReadOnlyList<int> cameras, bool areAll, CancellationToken cancellationToken)
    {
        var (from, to) = (query.From.ToUnixTimeSeconds(), query.To.ToUnixTimeSeconds());
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        var (first, last) = (PlateMonth.FromSecond(from), PlateMonth.FromSecond(to - 1));
        var nominated = Math.Clamp(MaxNominations / Math.Max(1, (last - first + 1) * cameras.Count), MinNominated, MaxNominated);
        for (var month = first; month <= last; month++)
        {
            foreach (var camera in cameras)
            {
                var best = await db.Set<PlateMonth>().AsNoTracking().Where(row => row.Month == month && row.CameraId == camera)
                    .OrderByDescending(row => row.Flows).Take(nominated)
                    .Select(row => new { row.Plate, row.Flows }).ToListAsync(cancellationToken);
                foreach (var plate in best)
                {
                    sums[plate.Plate] = sums.GetValueOrDefault(plate.Plate) + plate.Flows;
                }
            }
        }

        string[] candidates = [.. sums.OrderByDescending(sum => sum.Value).Take(Counted).Select(sum => sum.Key)];
        IQueryable<Flow> flows = db.Flows.AsNoTracking()
            .Where(flow => candidates.Contains(flow.Plate) && flow.CapturedSecond >= from && flow.CapturedSecond < to);
        flows = areAll ? flows : flows.Where(flow => cameras.Contains(flow.CameraId));
        var counts =
            await flows.GroupBy(flow => flow.Plate).Select(group => new { group.Key, Flows = group.LongCount() }).ToListAsync(cancellationToken);
        return
        [
            .. counts.Where(plate => plate.Flows > 1).OrderByDescending(plate => plate.Flows).ThenBy(plate => plate.Key, StringComparer.Ordinal)
                .Take(Count).Select(plate => new PlateNumbers(plate.Key, plate.Flows)),
        ];
    }
}
