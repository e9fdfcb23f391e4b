using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows.Plates;

/// <summary>Passages of a plate that stand on one page.</summary>
/// <param name="Rows">The newest first, without candidates.</param>
/// <param name="Page">The page that was served, after clamping; 1 where there are none.</param>
/// <param name="PageCount">How many pages there are; 0 where there are no passages.</param>
internal sealed record PassagePage(IReadOnlyList<FlowWithCamera> Rows, int Page, int PageCount);

/// <summary>What is known of a plate over all of its passages.</summary>
/// <param name="Total">How many passages there are.</param>
/// <param name="Counted">The newest of them, which the rest is made from.</param>
/// <param name="First">The first of all; null: none.</param>
/// <param name="Last">The last of all; null: none.</param>
/// <param name="ByCamera">Passages by camera, most first.</param>
/// <param name="ByHour">Passages by hour of the day in the server's zone, 24 numbers.</param>
/// <param name="Pairs">Pairs of passages, the newest first.</param>
public sealed record PlateSummary(
    string Plate,
    long Total,
    int Counted,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    IReadOnlyList<(CameraInfo Camera, int Passages)> ByCamera,
    IReadOnlyList<int> ByHour,
    IReadOnlyList<PassagePair> Pairs);

/// <summary>Another plate that looks alike, with its passages.</summary>
internal sealed record SimilarPlate(string Plate, long Passages, DateTimeOffset Last);

/// <summary>
/// Tells of a plate what its passages tell: each question is a range of the index of plates, however many flows there are. What cameras of other
/// sites saw is not counted.
/// </summary>
internal sealed class PlateHistory(IDbContextFactory<DashboardDbContext> factory, CameraDirectory cameras)
{
    /// <summary>The most passages that cameras, hours and pairs are made from.</summary>
    public const int MaxCounted = 20_000;

    /// <summary>The most pairs that are told.</summary>
    public const int MaxPairs = 50;

    private const int MaxVariants = 500;
    private const int MaxSimilar = 12;

    /// <summary>A page of passages, the newest first.</summary>
    public async Task<PassagePage> PageAsync(
        string plate, int page, int pageSize, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var (flows, translator) = await FlowsAsync(db, plate, siteScope, cancellationToken);
        var total = await flows.LongCountAsync(cancellationToken);
        var pages = (int)Math.Min((total + pageSize - 1) / pageSize, int.MaxValue / pageSize);
        var served = Math.Clamp(page, 1, Math.Max(1, pages));
        var rows = await NewestFirst(flows).Skip((served - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new PassagePage(WithCameras(rows, translator), served, pages);
    }

    /// <summary>What an agent said of a flow; <see cref="FlowAsSent.Nothing"/> where none sent it, and where the flow is not seen.</summary>
    public async Task<FlowAsSent> SentAsync(long flow, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var found = await db.FlowDetails.Where(detail => detail.FlowId == flow)
            .Join(db.Flows, detail => detail.FlowId, row => row.Id, (detail, row) => new { row.CameraId, detail.WrittenPlate, detail.ToldAt })
            .SingleOrDefaultAsync(cancellationToken);
        return found is not null && siteScope.Includes((await cameras.TranslatorAsync(db, cancellationToken)).CameraOf(found.CameraId).SiteId)
            ? new FlowAsSent(found.WrittenPlate, found.ToldAt)
            : FlowAsSent.Nothing;
    }

    /// <summary>The passages of a flow's plate before that flow, the newest first.</summary>
    public async Task<IReadOnlyList<FlowWithCamera>> BeforeAsync(
        Flow flow, int count, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var (flows, translator) = await FlowsAsync(db, flow.Plate, siteScope, cancellationToken);
        var (second, id) = (flow.CapturedSecond, flow.Id);
        var before = flows.Where(other => other.CapturedSecond <= second && (other.CapturedSecond < second || other.Id < id));
        return WithCameras(await NewestFirst(before).Take(count).ToListAsync(cancellationToken), translator);
    }

    /// <summary>One passage of a plate with its candidates; null where the flow has another plate or is not seen.</summary>
    public async Task<FlowWithCamera?> FindAsync(string plate, long id, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        var flow = await db.Flows.AsNoTracking().Include(row => row.Candidates)
            .SingleOrDefaultAsync(row => row.Id == id && row.Plate == plate, cancellationToken);
        return flow is not null && translator.CameraOf(flow.CameraId) is var camera && siteScope.Includes(camera.SiteId)
            ? new FlowWithCamera(flow, camera)
            : null;
    }

    /// <summary>What all passages tell together.</summary>
    public async Task<PlateSummary> SummarizeAsync(
        string plate, TimeZoneInfo zone, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var (flows, translator) = await FlowsAsync(db, plate, siteScope, cancellationToken);
        var newest = await NewestFirst(flows).Select(flow => new { flow.Id, flow.CapturedSecond, flow.CameraId })
            .Take(MaxCounted)
            .ToListAsync(cancellationToken);
        var total = newest.Count < MaxCounted ? newest.Count : await flows.LongCountAsync(cancellationToken);
        var first = total == newest.Count
            ? newest.LastOrDefault()?.CapturedSecond
            : await flows.MinAsync(flow => (long?)flow.CapturedSecond, cancellationToken);
        var hours = new int[24];
        foreach (var passage in newest)
        {
            hours[TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(passage.CapturedSecond), zone).Hour]++;
        }

        var recent = newest.Take(MaxPairs + 1)
            .Select(passage => new Passage(passage.Id, DateTimeOffset.FromUnixTimeSeconds(passage.CapturedSecond), passage.CameraId))
            .ToList();
        return new PlateSummary(
            plate,
            total,
            newest.Count,
            first is { } second ? DateTimeOffset.FromUnixTimeSeconds(second) : null,
            newest.Count > 0 ? DateTimeOffset.FromUnixTimeSeconds(newest[0].CapturedSecond) : null,
            [.. newest.GroupBy(passage => passage.CameraId)
                .Select(ofCamera => (Camera: translator.CameraOf(ofCamera.Key), Passages: ofCamera.Count()))
                .OrderByDescending(ofCamera => ofCamera.Passages)
                .ThenBy(ofCamera => ofCamera.Camera.Alias, StringComparer.OrdinalIgnoreCase)],
            hours,
            PassagePair.Build(await WithDirectionsAsync(db, recent, cancellationToken)));
    }

    /// <summary>Plates that look alike and have passages, most passages first.</summary>
    public async Task<IReadOnlyList<SimilarPlate>> ListSimilarAsync(string plate, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        var variants = LookAlikeFolding.Variants(plate, MaxVariants).Skip(1).ToList();
        if (variants.Count == 0)
        {
            return [];
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var known = await db.PlateSuffixes
            .Where(suffix => EF.Parameter(variants).Contains(suffix.Suffix) && suffix.Suffix == suffix.Plate)
            .Select(suffix => suffix.Plate)
            .ToListAsync(cancellationToken);
        var found = new List<SimilarPlate>();
        foreach (var other in known.Order(StringComparer.Ordinal))
        {
            var (flows, _) = await FlowsAsync(db, other, siteScope, cancellationToken);
            if (await flows.MaxAsync(flow => (long?)flow.CapturedSecond, cancellationToken) is { } last)
            {
                found.Add(new SimilarPlate(other, await flows.LongCountAsync(cancellationToken), DateTimeOffset.FromUnixTimeSeconds(last)));
            }
        }

        return [.. found.OrderByDescending(one => one.Passages).ThenBy(one => one.Plate, StringComparer.Ordinal).Take(MaxSimilar)];
    }

    private static IQueryable<Flow> NewestFirst(IQueryable<Flow> flows) =>
        flows.OrderByDescending(flow => flow.CapturedSecond).ThenByDescending(flow => flow.Id);

    private static IReadOnlyList<FlowWithCamera> WithCameras(List<Flow> flows, FlowQueryTranslator translator) =>
        flows.ConvertAll(flow => new FlowWithCamera(flow, translator.CameraOf(flow.CameraId)));

    // Flows that agents pushed before flows had a direction have it in their details only.
    private static async Task<IEnumerable<Passage>> WithDirectionsAsync(
        DashboardDbContext db, List<Passage> passages, CancellationToken cancellationToken)
    {
        var ids = passages.ConvertAll(passage => passage.FlowId);
        var directions = await db.Flows.AsNoTracking().Where(flow => EF.Parameter(ids).Contains(flow.Id) && flow.Direction != null)
            .Select(flow => new { flow.Id, flow.Direction, flow.DirectionName })
            .ToDictionaryAsync(flow => flow.Id, cancellationToken);
        var told = await db.FlowDetails.AsNoTracking()
            .Where(detail => EF.Parameter(ids).Contains(detail.FlowId) && detail.Direction != null)
            .ToDictionaryAsync(detail => detail.FlowId, detail => detail.Direction, cancellationToken);
        return passages.Select(passage => directions.GetValueOrDefault(passage.FlowId) is { } known
            ? passage with { Direction = known.Direction, DirectionName = known.DirectionName }
            : passage with { Direction = told.GetValueOrDefault(passage.FlowId) });
    }

    private async Task<(IQueryable<Flow> Flows, FlowQueryTranslator Translator)> FlowsAsync(
        DashboardDbContext db, string plate, SiteScope siteScope, CancellationToken cancellationToken)
    {
        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        var flows = db.Flows.AsNoTracking().Where(flow => flow.Plate == plate);
        if (siteScope.Sites is null)
        {
            return (flows, translator);
        }

        var seen = translator.Cameras.Where(camera => siteScope.Includes(camera.SiteId)).Select(camera => camera.Id).ToList();
        return (flows.Where(flow => EF.Parameter(seen).Contains(flow.CameraId + 0)), translator);
    }
}
