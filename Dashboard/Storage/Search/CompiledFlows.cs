using System.Runtime.CompilerServices;
using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Storage.Search;

/// <summary>How many flows there are in a span that begins at a second.</summary>
internal sealed record FlowSpan(long Start, long Flows);

/// <summary>
/// The queries that are asked all day long, translated once for each database: for the first pages of all flows, of a camera and of some time,
/// translating would take longer than the database does.
/// </summary>
internal sealed class CompiledFlows
{
    private static readonly ConditionalWeakTable<IModel, CompiledFlows> Known = [];

    private readonly Func<DashboardDbContext, long, long, int, int, IAsyncEnumerable<Flow>> _newest =
        EF.CompileAsyncQuery((DashboardDbContext db, long from, long to, int skip, int take) => db.Flows.AsNoTracking()
            .Where(flow => flow.CapturedSecond >= from && flow.CapturedSecond < to)
            .OrderByDescending(flow => flow.CapturedSecond).ThenByDescending(flow => flow.Id).Skip(skip).Take(take));

    private readonly Func<DashboardDbContext, long, long, int, int, IAsyncEnumerable<Flow>> _oldest =
        EF.CompileAsyncQuery((DashboardDbContext db, long from, long to, int skip, int take) => db.Flows.AsNoTracking()
            .Where(flow => flow.CapturedSecond >= from && flow.CapturedSecond < to)
            .OrderBy(flow => flow.CapturedSecond).ThenBy(flow => flow.Id).Skip(skip).Take(take));

    private readonly Func<DashboardDbContext, int, long, long, int, int, IAsyncEnumerable<Flow>> _newestOfCamera =
        EF.CompileAsyncQuery((DashboardDbContext db, int camera, long from, long to, int skip, int take) => db.Flows.AsNoTracking()
            .Where(flow => flow.CameraId == camera && flow.CapturedSecond >= from && flow.CapturedSecond < to)
            .OrderByDescending(flow => flow.CapturedSecond).ThenByDescending(flow => flow.Id).Skip(skip).Take(take));

    private readonly Func<DashboardDbContext, int, long, long, int, int, IAsyncEnumerable<Flow>> _oldestOfCamera =
        EF.CompileAsyncQuery((DashboardDbContext db, int camera, long from, long to, int skip, int take) => db.Flows.AsNoTracking()
            .Where(flow => flow.CameraId == camera && flow.CapturedSecond >= from && flow.CapturedSecond < to)
            .OrderBy(flow => flow.CapturedSecond).ThenBy(flow => flow.Id).Skip(skip).Take(take));

    private readonly Func<DashboardDbContext, int, long, long, CancellationToken, Task<long>> _count =
        EF.CompileAsyncQuery((DashboardDbContext db, int span, long from, long to, CancellationToken _) => db.FlowCounts
            .Where(count => count.Span == span && count.Start >= from && count.Start < to).Sum(count => count.Flows));

    private readonly Func<DashboardDbContext, int, long, long, int, CancellationToken, Task<long>> _countOfCamera =
        EF.CompileAsyncQuery((DashboardDbContext db, int span, long from, long to, int camera, CancellationToken _) => db.FlowCounts
            .Where(count => count.Span == span && count.Start >= from && count.Start < to && count.CameraId == camera).Sum(count => count.Flows));

    private readonly Func<DashboardDbContext, int, long, long, IAsyncEnumerable<FlowSpan>> _spans =
        EF.CompileAsyncQuery((DashboardDbContext db, int span, long from, long to) => db.FlowCounts
            .Where(count => count.Span == span && count.Start >= from && count.Start < to)
            .GroupBy(count => count.Start).Select(same => new FlowSpan(same.Key, same.Sum(count => count.Flows))));

    private readonly Func<DashboardDbContext, int, long, long, int, IAsyncEnumerable<FlowSpan>> _spansOfCamera =
        EF.CompileAsyncQuery((DashboardDbContext db, int span, long from, long to, int camera) => db.FlowCounts
            .Where(count => count.Span == span && count.Start >= from && count.Start < to && count.CameraId == camera)
            .GroupBy(count => count.Start).Select(same => new FlowSpan(same.Key, same.Sum(count => count.Flows))));

    private readonly Func<DashboardDbContext, long, CancellationToken, Task<Flow?>> _byNumber =
        EF.CompileAsyncQuery((DashboardDbContext db, long id, CancellationToken _) => db.Flows.AsNoTracking().FirstOrDefault(flow => flow.Id == id));

    private readonly Func<DashboardDbContext, long, IAsyncEnumerable<FlowCandidate>> _candidates =
        EF.CompileAsyncQuery((DashboardDbContext db, long id) => db.FlowCandidates.AsNoTracking().Where(candidate => candidate.FlowId == id)
            .OrderBy(candidate => candidate.Rank).AsQueryable());

    /// <summary>Those of a context's database.</summary>
    public static CompiledFlows For(DashboardDbContext db) => Known.GetValue(db.Model, static _ => new CompiledFlows());

    /// <summary>Rows of the list by time, of one camera or of all, from a second on and before another.</summary>
    public async Task<IReadOnlyList<Flow>> ByTimeAsync(
        DashboardDbContext db, int? camera, long from, long to, bool descending, int skip, int take, CancellationToken cancellationToken)
    {
        var rows = (camera, descending) switch
        {
            ({ } one, true) => _newestOfCamera(db, one, from, to, skip, take),
            ({ } one, false) => _oldestOfCamera(db, one, from, to, skip, take),
            (null, true) => _newest(db, from, to, skip, take),
            (null, false) => _oldest(db, from, to, skip, take),
        };
        return await ListAsync(rows, cancellationToken);
    }

    /// <summary>How many flows there are in each span of a length, of one camera or of all; spans without flows may be left out.</summary>
    public Task<List<FlowSpan>> SpansAsync(DashboardDbContext db, int? camera, int span, long from, long to, CancellationToken cancellationToken) =>
        ListAsync(camera is { } one ? _spansOfCamera(db, span, from, to, one) : _spans(db, span, from, to), cancellationToken);

    /// <summary>How many flows there are in spans of a length, of one camera or of all.</summary>
    public Task<long> CountAsync(DashboardDbContext db, int? camera, int span, long from, long to, CancellationToken cancellationToken) =>
        camera is { } one ? _countOfCamera(db, span, from, to, one, cancellationToken) : _count(db, span, from, to, cancellationToken);

    /// <summary>A flow without its candidates; null where there is none.</summary>
    public Task<Flow?> FindAsync(DashboardDbContext db, long id, CancellationToken cancellationToken) => _byNumber(db, id, cancellationToken);

    /// <summary>A flow's candidates, best first.</summary>
    public Task<List<FlowCandidate>> CandidatesAsync(DashboardDbContext db, long id, CancellationToken cancellationToken) =>
        ListAsync(_candidates(db, id), cancellationToken);

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            list.Add(row);
        }

        return list;
    }
}
