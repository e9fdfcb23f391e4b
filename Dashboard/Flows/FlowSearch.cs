using Dashboard.Cameras;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows;

public sealed record FlowWithCamera(Flow Flow, CameraInfo Known)
{
    /// <summary>The camera's alias.</summary>
    public string Camera => Known.Alias;

    /// <summary>The alert lists that it is a hit of, for who asked for them.</summary>
    public IReadOnlyList<ListMark> Lists { get; init; } = [];
}

/// <summary>One page of flows and the exact number of all that match.</summary>
/// <param name="Rows">The page's rows, without candidates.</param>
/// <param name="Page">The page that was served, after clamping; 1 where there are no rows.</param>
/// <param name="PageCount">How many pages there are; 0 where there are no rows.</param>
/// <param name="PageSize">Rows a page.</param>
/// <param name="Total">How many flows match.</param>
public sealed record FlowPage(IReadOnlyList<FlowWithCamera> Rows, int Page, int PageCount, int PageSize, long Total);

/// <summary>The flows before and after one, in the order of a list.</summary>
internal sealed record FlowNeighbours(long? Previous, long? Next);

/// <summary>
/// Finds flows: for the grid, and for both APIs. Every question has a site scope; what lies outside of it does not exist.
/// </summary>
internal sealed class FlowSearch : IDisposable
{
    /// <summary>The most rows a page may have.</summary>
    public const int MaxPageSize = 1000;

    private readonly IDbContextFactory<DashboardDbContext> _database;
    private readonly CameraDirectory? _cameras;
    private readonly FlowTotals _totals = new();

    /// <param name="cameras">Remembers the cameras' names; null: they are read each time.</param>
    public FlowSearch(IDbContextFactory<DashboardDbContext> database, CameraDirectory? cameras = null) => (_database, _cameras) = (database, cameras);

    /// <summary>One page of flows. Throws <see cref="ArgumentException"/> for a condition that a field does not have.</summary>
    public async Task<FlowPage> SearchAsync(FlowQuery query, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var translator = await TranslatorAsync(db, cancellationToken);
        var selection = await FlowSelection.CreateAsync(db, translator, FlowConditions.Within(query.Where, siteScope), cancellationToken);
        var lists = await SplitAsync(selection, query.Order, cancellationToken);

        var total = lists.Sum(list => list.Count);
        var size = Math.Clamp(query.PageSize, 1, MaxPageSize);
        var pages = (int)Math.Min((total + size - 1) / size, int.MaxValue);
        var page = Math.Clamp(query.Page, 1, Math.Max(pages, 1));

        var rows = new List<Flow>(size);
        var skip = (long)(page - 1) * size;
        foreach (var list in lists)
        {
            if (skip < list.Count && rows.Count < size)
            {
                rows.AddRange(await list.TakeAsync(query.Order, skip, size - rows.Count, cancellationToken));
            }

            skip = Math.Max(0, skip - list.Count);
        }

        return new FlowPage(await WithCamerasAsync(db, rows, translator, cancellationToken), page, pages, size, total);
    }

    /// <summary>
    /// The first rows of a list without its total, for who would rather see them before all are counted; none where they cannot be had sooner.
    /// </summary>
    public async Task<IReadOnlyList<FlowWithCamera>> PeekAsync(FlowQuery query, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        if (query.Order.Field == FlowField.Camera)
        {
            return [];
        }

        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var translator = await TranslatorAsync(db, cancellationToken);
        var selection = await FlowSelection.CreateAsync(db, translator, FlowConditions.Within(query.Where, siteScope), cancellationToken);
        var rows = await FlowList.FirstAsync(selection, query.Order, Math.Clamp(query.PageSize, 1, MaxPageSize), cancellationToken);
        return await WithCamerasAsync(db, rows, translator, cancellationToken);
    }

    /// <summary>
    /// Flows with a greater number, lowest number first: for who follows what is stored. A number that was seen is never followed by a lesser one.
    /// </summary>
    /// <param name="number">The greatest number that is known already; 0 for all.</param>
    /// <param name="count">How many at most, 1 to <see cref="MaxPageSize"/>.</param>
    /// <param name="where">Which of them; null: all.</param>
    /// <param name="siteScope">Of which sites.</param>
    public async Task<IReadOnlyList<FlowWithCamera>> AfterAsync(
        long number, int count, FlowCondition? where, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var translator = await TranslatorAsync(db, cancellationToken);
        var condition = await CorrectedPlateComparison.WidenAsync(db, FlowConditions.Within(where, siteScope), cancellationToken);
        var flows = translator.Apply(db.Flows.AsNoTracking(), condition, FlowIndex.Id).Where(flow => flow.Id > number);
        return await WithCamerasAsync(
            db,
            await flows.OrderBy(flow => flow.Id).Take(Math.Clamp(count, 1, MaxPageSize)).ToListAsync(cancellationToken),
            translator,
            cancellationToken);
    }

    /// <summary>The greatest number of a flow; 0 where there is none.</summary>
    public async Task<long> HighestNumberAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        return await FlowSelection.HighestAsync(db, cancellationToken);
    }

    /// <summary>One flow with its candidates; null where there is none.</summary>
    public async Task<FlowWithCamera?> FindAsync(long id, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var compiled = CompiledFlows.For(db);
        if (await compiled.FindAsync(db, id, cancellationToken) is not { } flow)
        {
            return null;
        }

        var row = (await WithCamerasAsync(db, [flow], await TranslatorAsync(db, cancellationToken), cancellationToken))[0];
        if (!siteScope.Includes(row.Known.SiteId))
        {
            return null;
        }

        flow.Candidates = await compiled.CandidatesAsync(db, id, cancellationToken);
        return row;
    }

    /// <summary>
    /// What stands before and after a flow in a list, whether or not the flow itself is in it; both null where no such flow is seen.
    /// </summary>
    public async Task<FlowNeighbours> NeighboursAsync(FlowQuery query, long id, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var flow = await db.Flows.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancellationToken);
        if (flow is null)
        {
            return new FlowNeighbours(null, null);
        }

        var selection = await FlowSelection.CreateAsync(
            db, await TranslatorAsync(db, cancellationToken), FlowConditions.Within(query.Where, siteScope), cancellationToken);
        var backwards = query.Order with { Descending = !query.Order.Descending };
        return new FlowNeighbours(
            await NextAsync(selection, backwards, flow, cancellationToken),
            await NextAsync(selection, query.Order, flow, cancellationToken));
    }

    public async Task<long> CountAsync(FlowCondition? where, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var seen = FlowConditions.Within(where, siteScope);
        return await _totals.CountAsync(
            await FlowSelection.CreateAsync(db, await TranslatorAsync(db, cancellationToken), seen, cancellationToken), cancellationToken);
    }

    /// <summary>Flows an hour between two moments (UTC), for the overview: one number an hour from <paramref name="from"/>, oldest first.</summary>
    public async Task<IReadOnlyList<long>> CountByHourAsync(
        DateTimeOffset from, int hours, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hours);
        var start = from.ToUnixTimeSeconds();
        var end = start + ((long)hours * SpanSeconds.Hour);
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var translator = await TranslatorAsync(db, cancellationToken);
        var counted = await translator.Apply(db.Flows, FlowConditions.Within(null, siteScope), FlowIndex.Time)
            .Where(flow => flow.CapturedSecond >= start && flow.CapturedSecond < end)
            .GroupBy(flow => (flow.CapturedSecond - start) / SpanSeconds.Hour)
            .Select(group => new { Hour = group.Key, Flows = group.LongCount() })
            .ToListAsync(cancellationToken);

        var result = new long[hours];
        foreach (var hour in counted)
        {
            result[hour.Hour] = hour.Flows;
        }

        return result;
    }

    public void Dispose() => _totals.Dispose();

    private ValueTask<FlowQueryTranslator> TranslatorAsync(DashboardDbContext db, CancellationToken cancellationToken) => _cameras is null
        ? new(FlowQueryTranslator.CreateAsync(db, cancellationToken))
        : _cameras.TranslatorAsync(db, cancellationToken);

    private async Task<IReadOnlyList<FlowWithCamera>> WithCamerasAsync(
        DashboardDbContext db, IReadOnlyList<Flow> flows, FlowQueryTranslator translator, CancellationToken cancellationToken)
    {
        if (_cameras is not null && flows.Any(flow => !translator.ById.ContainsKey(flow.CameraId)))
        {
            _cameras.Forget();
            translator = await TranslatorAsync(db, cancellationToken);
        }

        return [.. flows.Select(flow => new FlowWithCamera(flow, translator.CameraOf(flow.CameraId)))];
    }

    // By camera, a list is the lists of the cameras one after another, in the order of their aliases; every other order is one list.
    private async Task<IReadOnlyList<FlowList>> SplitAsync(FlowSelection selection, FlowOrder order, CancellationToken cancellationToken)
    {
        if (order.Field != FlowField.Camera)
        {
            return [new FlowList(selection, await _totals.CountAsync(selection, cancellationToken))];
        }

        var lists = new List<FlowList>();
        foreach (var ids in CamerasInOrder(selection.Translator, order))
        {
            var ofCameras = selection.ForCameras(ids);
            lists.Add(new FlowList(ofCameras, await _totals.CountAsync(ofCameras, cancellationToken)));
        }

        return lists;
    }

    // Cameras of one alias (a camera that was deleted and made again) are one list.
    internal static IEnumerable<int[]> CamerasInOrder(FlowQueryTranslator translator, FlowOrder order)
    {
        var groups = translator.Cameras.GroupBy(camera => camera.Alias, StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase);
        return (order.Descending ? groups.Reverse() : groups).Select(group => group.Select(camera => camera.Id).ToArray());
    }

    private async Task<long?> NextAsync(FlowSelection selection, FlowOrder order, Flow from, CancellationToken cancellationToken)
    {
        if (order.Field != FlowField.Camera)
        {
            return await FlowList.FirstBehindAsync(selection, order, from, cancellationToken);
        }

        var lists = CamerasInOrder(selection.Translator, order).SkipWhile(ids => !ids.Contains(from.CameraId)).ToList();
        var next = lists.Count == 0 ? null : await FlowList.FirstBehindAsync(selection.ForCameras(lists[0]), order, from, cancellationToken);
        foreach (var ids in lists.Skip(1))
        {
            if (next is not null)
            {
                break;
            }

            var later = new FlowList(selection.ForCameras(ids), await _totals.CountAsync(selection.ForCameras(ids), cancellationToken));
            next = later.Count == 0 ? null : (await later.TakeAsync(order, 0, 1, cancellationToken))[0].Id;
        }

        return next;
    }
}
