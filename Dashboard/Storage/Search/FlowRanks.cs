using Dashboard.Domain.Flows;
using Dashboard.Storage.RollUps;
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

    // No flow is from before or after: whole blocks, so that no edge has to be counted.
    private static readonly long Lowest = -100_000L * Block;
    private static readonly long Highest = 100_000L * Block;

    /// <summary>How many flows meet the criteria.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        criteria.IsNothing
            ? Task.FromResult(0L)
            : BetweenAsync(Math.Max(criteria.From ?? Lowest, Lowest), Math.Min(criteria.To ?? Highest, Highest), cancellationToken);

    /// <summary>Where rows of the list by time stand.</summary>
    /// <param name="descending">Newest first.</param>
    /// <param name="total">How many rows the list has, as <see cref="CountAsync"/> told.</param>
    /// <param name="skip">How many of them to pass over.</param>
    /// <param name="take">How many are wanted, at least one; with those passed over at most <paramref name="total"/>.</param>
    public async Task<FlowWindow> FindAsync(bool descending, long total, long skip, int take, CancellationToken cancellationToken)
    {
        var first = criteria.From is { } from ? await BeforeAsync(from, cancellationToken) : 0;
        var lowest = first + (descending ? total - skip - take : skip);
        var highest = lowest + take - 1;
        var low = await HourOfAsync(lowest, cancellationToken);
        var high = highest < low.Before + low.Flows ? low : await HourOfAsync(highest, cancellationToken);
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
    private Task<long> BeforeAsync(long second, CancellationToken cancellationToken) =>
        BetweenAsync(Lowest, Math.Clamp(second, Lowest, Highest), cancellationToken);

    // Whole blocks in the middle, whole days and hours at the edges; only what is left of an hour is counted flow by flow.
    private async Task<long> BetweenAsync(long from, long to, CancellationToken cancellationToken)
    {
        var (first, last) = (SpanSeconds.Ceiling(from, Hour), SpanSeconds.Floor(to, Hour));
        if (first > last)
        {
            return await EdgeAsync(from, to, cancellationToken);
        }

        var pieces = new List<(int Span, long From, long To)>();
        Split(pieces, FlowCount.Spans.Count - 1, first, last);
        var whole = 0L;
        foreach (var piece in pieces)
        {
            whole += criteria.IsPlain
                ? await CompiledFlows.For(db).CountAsync(db, criteria.OneCamera, piece.Span, piece.From, piece.To, cancellationToken)
                : await Counts(piece.Span)
                    .Where(count => count.Start >= piece.From && count.Start < piece.To)
                    .SumAsync(count => count.Flows, cancellationToken);
        }

        return whole + await EdgeAsync(from, first, cancellationToken) + await EdgeAsync(last, to, cancellationToken);
    }

    private static void Split(List<(int Span, long From, long To)> pieces, int level, long from, long to)
    {
        if (from >= to)
        {
            return;
        }

        var span = FlowCount.Spans[level];
        var (first, last) = (SpanSeconds.Ceiling(from, span), SpanSeconds.Floor(to, span));
        if (first >= last)
        {
            Split(pieces, level - 1, from, to);
            return;
        }

        pieces.Add((span, first, last));
        Split(pieces, level - 1, from, first);
        Split(pieces, level - 1, last, to);
    }

    private async Task<long> EdgeAsync(long from, long to, CancellationToken cancellationToken) =>
        from >= to ? 0 : await Flows().LongCountAsync(flow => flow.CapturedSecond >= from && flow.CapturedSecond < to, cancellationToken);

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

        // "+ 0": without an index of cameras, so that the seconds at an edge are looked through and not all flows of a camera.
        return cameras is null ? flows : flows.Where(flow => cameras.Contains(flow.CameraId + 0));
    }

    // The hour that holds the flow with so many older ones. Flows of one second may stand in any order: the hour is the same.
    private async Task<(long Start, long Before, long Flows)> HourOfAsync(long rank, CancellationToken cancellationToken)
    {
        var block = await SpanOfAsync(Block, Lowest, Highest, 0, rank, cancellationToken);
        var day = await SpanOfAsync(Day, block.Start, block.Start + Block, block.Before, rank, cancellationToken);
        return await SpanOfAsync(Hour, day.Start, day.Start + Day, day.Before, rank, cancellationToken);
    }

    private async Task<(long Start, long Before, long Flows)> SpanOfAsync(
        int length, long from, long to, long before, long rank, CancellationToken cancellationToken)
    {
        var spans = criteria.IsPlain
            ? await CompiledFlows.For(db).SpansAsync(db, criteria.OneCamera, length, from, to, cancellationToken)
            : await Counts(length).Where(count => count.Start >= from && count.Start < to)
                .GroupBy(count => count.Start).Select(same => new FlowSpan(same.Key, same.Sum(count => count.Flows))).ToListAsync(cancellationToken);
        var found = (Start: from, Before: before, Flows: 0L);
        foreach (var span in spans.OrderBy(span => span.Start))
        {
            found = (span.Start, found.Before + found.Flows, span.Flows);
            if (rank < found.Before + found.Flows)
            {
                break;
            }
        }

        return found;
    }
}
