using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows;

/// <summary>A flow with its camera's alias.</summary>
public sealed record FlowRow(Flow Flow, string Camera);

/// <summary>One page of flows and the exact number of all that match.</summary>
/// <param name="Rows">The page's rows, without candidates.</param>
/// <param name="Page">The page that was served, after clamping; 1 where there are no rows.</param>
/// <param name="PageCount">How many pages there are; 0 where there are no rows.</param>
/// <param name="PageSize">Rows a page.</param>
/// <param name="Total">How many flows match.</param>
public sealed record FlowPage(IReadOnlyList<FlowRow> Rows, int Page, int PageCount, int PageSize, long Total);

/// <summary>The flows before and after one, in the order of a list.</summary>
public sealed record FlowNeighbours(long? Previous, long? Next);

/// <summary>Finds flows: for the grid, and for both APIs.</summary>
public sealed class FlowSearch(IDbContextFactory<DashboardDbContext> database)
{
    /// <summary>The most rows a page may have.</summary>
    public const int MaximumPageSize = 1000;

    /// <summary>One page of flows. Throws <see cref="ArgumentException"/> for a condition that a field does not have.</summary>
    public async Task<FlowPage> SearchAsync(FlowQuery query, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var translator = await FlowQueryTranslator.CreateAsync(db, cancel);
        var matching = translator.Apply(db.Flows.AsNoTracking(), query.Where);
        var lists = await SplitAsync(matching, translator, query.Order, cancel);

        var total = lists.Sum(list => list.Count);
        var size = Math.Clamp(query.PageSize, 1, MaximumPageSize);
        var pages = (int)Math.Min((total + size - 1) / size, int.MaxValue);
        var page = Math.Clamp(query.Page, 1, Math.Max(pages, 1));

        var rows = new List<Flow>(size);
        var skip = (long)(page - 1) * size;
        foreach (var list in lists)
        {
            if (skip < list.Count && rows.Count < size)
            {
                rows.AddRange(await TakeAsync(list, query.Order, skip, size - rows.Count, cancel));
            }

            skip = Math.Max(0, skip - list.Count);
        }

        var aliases = translator.Cameras.ToDictionary(camera => camera.Id, camera => camera.Alias);
        return new FlowPage([.. rows.Select(flow => new FlowRow(flow, aliases.GetValueOrDefault(flow.CameraId, "")))], page, pages, size, total);
    }

    /// <summary>One flow with its candidates; null where there is none.</summary>
    public async Task<FlowRow?> FindAsync(long id, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var flow = await db.Flows.AsNoTracking().Include(f => f.Candidates.OrderBy(candidate => candidate.Rank)).SingleOrDefaultAsync(f => f.Id == id, cancel);
        return flow is null ? null : new FlowRow(flow, await db.Cameras.Where(camera => camera.Id == flow.CameraId).Select(camera => camera.Alias).SingleAsync(cancel));
    }

    /// <summary>What stands before and after a flow in a list, whether or not the flow itself is in it; both null where there is no such flow.</summary>
    public async Task<FlowNeighbours> NeighboursAsync(FlowQuery query, long id, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var flow = await db.Flows.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancel);
        if (flow is null)
        {
            return new FlowNeighbours(null, null);
        }

        var translator = await FlowQueryTranslator.CreateAsync(db, cancel);
        var matching = translator.Apply(db.Flows.AsNoTracking(), query.Where);
        var backwards = query.Order with { Descending = !query.Order.Descending };
        return new FlowNeighbours(
            await NextAsync(matching, translator, backwards, flow, cancel),
            await NextAsync(matching, translator, query.Order, flow, cancel));
    }

    /// <summary>How many flows match.</summary>
    public async Task<long> CountAsync(FlowCondition? where, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var translator = await FlowQueryTranslator.CreateAsync(db, cancel);
        return await translator.Apply(db.Flows, where).LongCountAsync(cancel);
    }

    /// <summary>Flows an hour between two moments (UTC), for the overview: one number an hour from <paramref name="from"/>, oldest first.</summary>
    public async Task<IReadOnlyList<long>> CountByHourAsync(DateTimeOffset from, int hours, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hours);
        var start = from.ToUnixTimeSeconds();
        var end = start + (hours * 3600L);
        await using var db = await database.CreateDbContextAsync(cancel);
        var counted = await db.Flows
            .Where(flow => flow.CapturedSecond >= start && flow.CapturedSecond < end)
            .GroupBy(flow => (flow.CapturedSecond - start) / 3600)
            .Select(group => new { Hour = group.Key, Flows = group.LongCount() })
            .ToListAsync(cancel);

        var result = new long[hours];
        foreach (var hour in counted)
        {
            result[hour.Hour] = hour.Flows;
        }

        return result;
    }

    private sealed record FlowList(IQueryable<Flow> Flows, long Count);

    // By camera, a list is the lists of the cameras one after another, in the order of their aliases; every other order is one list.
    private static async Task<IReadOnlyList<FlowList>> SplitAsync(
        IQueryable<Flow> matching, FlowQueryTranslator translator, FlowOrder order, CancellationToken cancel)
    {
        if (order.Field != FlowField.Camera)
        {
            return [new FlowList(matching, await matching.LongCountAsync(cancel))];
        }

        var counts = await matching.GroupBy(flow => flow.CameraId).Select(group => new { group.Key, Count = group.LongCount() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancel);
        return [.. CamerasInOrder(translator, order).Select(ids => new FlowList(Of(matching, ids), ids.Sum(id => counts.GetValueOrDefault(id))))];
    }

    // Cameras of one alias (a camera that was deleted and made again) are one list.
    private static IEnumerable<int[]> CamerasInOrder(FlowQueryTranslator translator, FlowOrder order)
    {
        var groups = translator.Cameras.GroupBy(camera => camera.Alias, StringComparer.OrdinalIgnoreCase).OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase);
        return (order.Descending ? groups.Reverse() : groups).Select(group => group.Select(camera => camera.Id).ToArray());
    }

    private static IQueryable<Flow> Of(IQueryable<Flow> flows, int[] cameras)
    {
        var first = cameras.Length > 0 ? cameras[0] : 0;
        return cameras.Length == 1 ? flows.Where(flow => flow.CameraId == first) : flows.Where(flow => cameras.Contains(flow.CameraId));
    }

    // The nearer end is where reading starts, so that the last page costs what the first one does.
    private static async Task<List<Flow>> TakeAsync(FlowList list, FlowOrder order, long skip, int take, CancellationToken cancel)
    {
        var count = (int)Math.Min(take, list.Count - skip);
        var fromEnd = list.Count - skip - count;
        if (skip <= fromEnd)
        {
            return await FlowListOrder.Sort(list.Flows, order).Skip((int)skip).Take(count).ToListAsync(cancel);
        }

        var rows = await FlowListOrder.Sort(list.Flows, order with { Descending = !order.Descending }).Skip((int)fromEnd).Take(count).ToListAsync(cancel);
        rows.Reverse();
        return rows;
    }

    private static async Task<long?> NextAsync(
        IQueryable<Flow> matching, FlowQueryTranslator translator, FlowOrder order, Flow from, CancellationToken cancel)
    {
        if (order.Field != FlowField.Camera)
        {
            return await FirstAsync(FlowListOrder.Behind(matching, order, from));
        }

        var lists = CamerasInOrder(translator, order).SkipWhile(ids => !ids.Contains(from.CameraId)).ToList();
        var same = lists.Count == 0 ? null : await FirstAsync(FlowListOrder.Behind(Of(matching, lists[0]), order, from));
        if (same is not null || lists.Count <= 1)
        {
            return same;
        }

        var later = lists[1..].SelectMany(ids => ids).ToArray();
        var withFlows = await Of(matching, later).Select(flow => flow.CameraId).Distinct().ToListAsync(cancel);
        var nearest = lists[1..].FirstOrDefault(ids => ids.Any(withFlows.Contains));
        return nearest is null ? null : await FirstAsync(Of(matching, nearest));

        Task<long?> FirstAsync(IQueryable<Flow> flows) => FlowListOrder.Sort(flows, order).Select(flow => (long?)flow.Id).FirstOrDefaultAsync(cancel);
    }
}
