using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Statistics.Stays;

/// <summary>A flow that went in or out, as far as times inside are told from it.</summary>
internal sealed record StayPassage
{
    public long Id { get; init; }

    public int CameraId { get; init; }

    /// <summary>When: seconds since 1970, UTC.</summary>
    public long Second { get; init; }

    public string Plate { get; init; } = "";

    /// <summary>What its direction was called; null: it had no name.</summary>
    public string? DirectionName { get; init; }

    public int SiteId { get; init; }
}

/// <summary>A passage that is taken in, and what it touches.</summary>
/// <param name="IsLast">No later one of its plate at its site is known.</param>
/// <param name="Next">When the next one was, if that one is taken in already: its stay is another one now. Others are counted when they are.</param>
internal sealed record TouchedPassage(StayPassage Passage, bool IsLast, long? Next)
{
    /// <summary>The hours to count anew.</summary>
    public IEnumerable<long> Hours => new[] { Passage.Second, Next ?? Passage.Second }.Select(ToHour).Distinct();

    /// <summary>The first second of the hour that a second is in.</summary>
    public static long ToHour(long second) => SpanSeconds.Floor(second, SpanSeconds.Hour);
}

/// <summary>A vehicle that came in and left.</summary>
internal sealed record Stay(StayPassage In, StayPassage Out)
{
    /// <summary>How long it was inside.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds(Out.Second - In.Second);
}

/// <summary>
/// Finds who came in and left again: a flow in a direction out with the flow before it of the same plate at the same site, where that
/// one was in a direction in. Each look is one place in the index of plates.
/// </summary>
internal static class StayPairs
{
    private const int MaxBatch = 500;

    /// <summary>The stays that ended in a span, oldest first.</summary>
    public static async Task<List<Stay>> EndedAsync(DashboardDbContext db, long from, long to, CancellationToken cancellationToken)
    {
        var words = DirectionNames.Both;
        var outs = Passages(db, db.Flows.Where(flow => flow.CapturedSecond >= from && flow.CapturedSecond < to), DirectionNames.Out);
        var found = await outs.Select(passage => new
        {
            Passage = passage,
            Before = (from flow in db.Flows
                      join camera in db.Cameras on flow.CameraId + 0 equals camera.Id
                      where flow.Plate == passage.Plate && flow.CapturedSecond < passage.Second && camera.SiteId == passage.SiteId
                          && !flow.IsPreview && words.Contains(flow.DirectionName!.ToLower())
                      orderby flow.CapturedSecond descending, flow.Id descending
                      select (long?)flow.Id).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        var before = await FindAsync(db, [.. found.Where(one => one.Before is not null).Select(one => one.Before!.Value)], cancellationToken);
        return
        [
            .. found.Where(one => one.Before is { } id && before.TryGetValue(id, out var first) && DirectionNames.IsIn(first.DirectionName))
                .Select(one => new Stay(before[one.Before!.Value], one.Passage))
                .Where(stay => stay.Length <= StayLengths.Max)
                .OrderBy(stay => stay.Out.Second).ThenBy(stay => stay.Out.Id),
        ];
    }

    /// <summary>Flows that went in or out, each with what is known of the next one of its plate at its site.</summary>
    /// <param name="last">The number of the last flow that is taken in.</param>
    public static async Task<List<TouchedPassage>> WithNextAsync(
        DashboardDbContext db, IQueryable<Flow> flows, long last, CancellationToken cancellationToken)
    {
        var words = DirectionNames.Both;
        var found = await Passages(db, flows, words).Select(passage => new
        {
            Passage = passage,
            Next = (from flow in db.Flows
                    join camera in db.Cameras on flow.CameraId + 0 equals camera.Id
                    where flow.Plate == passage.Plate && flow.CapturedSecond > passage.Second && camera.SiteId == passage.SiteId
                        && !flow.IsPreview && words.Contains(flow.DirectionName!.ToLower())
                    orderby flow.CapturedSecond, flow.Id
                    select (long?)flow.Id).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        var next = await FindAsync(db, [.. found.Where(one => one.Next <= last).Select(one => one.Next!.Value)], cancellationToken);
        return found.ConvertAll(one => new TouchedPassage(one.Passage, one.Next is null, next.GetValueOrDefault(one.Next ?? 0)?.Second));
    }

    /// <summary>The last flow of a plate at a site that went in or out; null: there is none.</summary>
    public static Task<StayPassage?> LastAsync(DashboardDbContext db, string plate, int site, CancellationToken cancellationToken) =>
        Passages(db, db.Flows.Where(flow => flow.Plate == plate), DirectionNames.Both).Where(passage => passage.SiteId == site)
            .OrderByDescending(passage => passage.Second).ThenByDescending(passage => passage.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The first flow of a plate at a site after a moment that went in or out; null: there is none.</summary>
    public static Task<StayPassage?> NextAsync(
        DashboardDbContext db, string plate, int site, long second, CancellationToken cancellationToken) =>
        Passages(db, db.Flows.Where(flow => flow.Plate == plate && flow.CapturedSecond > second), DirectionNames.Both)
            .Where(passage => passage.SiteId == site)
            .OrderBy(passage => passage.Second).ThenBy(passage => passage.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Flows by number, as passages.</summary>
    public static async Task<Dictionary<long, StayPassage>> FindAsync(
        DashboardDbContext db, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, StayPassage>();
        foreach (var some in ids.Distinct().Chunk(MaxBatch))
        {
            foreach (var passage in await Passages(db, db.Flows.Where(flow => EF.Parameter(some).Contains(flow.Id)), DirectionNames.Both)
                .ToListAsync(cancellationToken))
            {
                found[passage.Id] = passage;
            }
        }

        return found;
    }

    private static IQueryable<StayPassage> Passages(DashboardDbContext db, IQueryable<Flow> flows, IReadOnlyList<string> words) =>
        from flow in flows
        join camera in db.Cameras on flow.CameraId equals camera.Id
        where flow.Plate != "" && !flow.IsPreview && words.Contains(flow.DirectionName!.ToLower())
        select new StayPassage
        {
            Id = flow.Id,
            CameraId = flow.CameraId,
            Second = flow.CapturedSecond,
            Plate = flow.Plate,
            DirectionName = flow.DirectionName,
            SiteId = camera.SiteId,
        };
}
