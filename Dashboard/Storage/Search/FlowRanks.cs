using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>Seconds that hold the wanted rows of a list by time, and how many of the list's rows in them stand before those.</summary>
internal readonly record struct FlowWindow(long From, long To, int Skip);

/// <summary>
/// Counts flows by time and finds the flow of a rank, from the numbers by block, day and hour; of the flows themselves at most those of two
/// hours are counted. The criteria must be <see cref="FlowCriteria.IsCounted"/>.
/// </summary>
internal sealed class FlowRanks(DashboardDbContext db, FlowCriteria criteria)
{
    private static readonly int Hour = FlowCount.Spans[0];
    private static readonly int Day = FlowCount.Spans[1];
    private static readonly int Block = FlowCount.Spans[2];

    /// <summary>How many flows meet the criteria.</summary>
    public async Task<long> CountAsync(CancellationToken cancel)
    {
        if (criteria.IsNothing)
        {
            return 0;
        }

        var upTo = criteria.To is { } to ? await BeforeAsync(to, cancel) : await Counts(Block).SumAsync(count => count.Flows, cancel);
        return criteria.From is { } from ? upTo - await BeforeAsync(from, cancel) : upTo;
    }

    /// <summary>Where rows of the list by time stand.</summary>
    /// <param name="descending">Newest first.</param>
    /// <param name="total">How many rows the list has, as <see cref="CountAsync"/> told.</param>
    /// <param name="skip">How many of them to pass over.</param>
    /// <param name="take">How many are wanted, at least one; with those passed over at most <paramref name="total"/>.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<FlowWindow> FindAsync(bool descending, long total, long skip, int take, CancellationToken cancel)
    {
        var first = criteria.From is { } from ? await BeforeAsync(from, cancel) : 0;
        var lowest = first + (descending ? total - skip - take : skip);
        var highest = lowest + take - 1;
        var low = await HourOfAsync(lowest, cancel);
        var high = highest < low.Before + low.Flows ? low : await HourOfAsync(highest, cancel);
        var passed = descending
            ? Math.Min(skip, high.Before + high.Flows - 1 - highest)
            : Math.Min(skip, lowest - low.Before);
        return new FlowWindow(low.Start, high.Start + Hour, (int)passed);
    }

    private IQueryable<FlowCount> Counts(int span)
    {
        var counts = db.FlowCounts.Where(count => count.Span == span);
        if (criteria.TriggerMode is { } mode)
        {
            counts = counts.Where(count => count.TriggerMode == mode);
        }

        if (criteria.OneCamera is { } one)
        {
            return counts.Where(count => count.CameraId == one);
        }

        var cameras = criteria.Cameras?.ToArray();
        return cameras is null ? counts : counts.Where(count => cameras.Contains(count.CameraId));
    }

    // Flows of the criteria's cameras and trigger mode before a second, whatever the criteria's own times.
    private async Task<long> BeforeAsync(long second, CancellationToken cancel)
    {
        var (hour, day, block) = (Floor(second, Hour), Floor(second, Day), Floor(second, Block));
        var whole = await Counts(Block).Where(count => count.Start < block)
            .Concat(Counts(Day).Where(count => count.Start >= block && count.Start < day))
            .Concat(Counts(Hour).Where(count => count.Start >= day && count.Start < hour))
            .SumAsync(count => count.Flows, cancel);
        return hour == second ? whole : whole + await Flows().LongCountAsync(flow => flow.CapturedSecond >= hour && flow.CapturedSecond < second, cancel);
    }

    private IQueryable<Flow> Flows()
    {
        IQueryable<Flow> flows = db.Flows;
        if (criteria.TriggerMode is { } mode)
        {
            flows = flows.Where(flow => flow.TriggerMode == mode);
        }

        if (criteria.OneCamera is { } one)
        {
            return flows.Where(flow => flow.CameraId == one);
        }

        var cameras = criteria.Cameras?.ToArray();
        return cameras is null ? flows : flows.Where(flow => cameras.Contains(flow.CameraId + 0));
    }

    // The hour that holds the flow with so many older ones. Flows of one second may stand in any order: the hour is the same.
    private async Task<(long Start, long Before, long Flows)> HourOfAsync(long rank, CancellationToken cancel)
    {
        var block = await SpanOfAsync(Counts(Block), 0, rank, cancel);
        var day = await SpanOfAsync(Counts(Day).Where(count => count.Start >= block.Start && count.Start < block.Start + Block), block.Before, rank, cancel);
        return await SpanOfAsync(Counts(Hour).Where(count => count.Start >= day.Start && count.Start < day.Start + Day), day.Before, rank, cancel);
    }

    private static async Task<(long Start, long Before, long Flows)> SpanOfAsync(IQueryable<FlowCount> counts, long before, long rank, CancellationToken cancel)
    {
        var spans = await counts.GroupBy(count => count.Start).Select(span => new { Start = span.Key, Flows = span.Sum(count => count.Flows) })
            .OrderBy(span => span.Start).ToListAsync(cancel);
        var found = (Start: 0L, Before: before, Flows: 0L);
        foreach (var span in spans)
        {
            found = (span.Start, found.Before + found.Flows, span.Flows);
            if (rank < found.Before + found.Flows)
            {
                break;
            }
        }

        return found;
    }

    private static long Floor(long second, int span) => second - ((second % span) + span) % span;
}
