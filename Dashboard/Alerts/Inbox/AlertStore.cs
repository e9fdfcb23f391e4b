using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Inbox;

/// <summary>Finds alerts, as people look at them.</summary>
internal sealed class AlertStore(IDbContextFactory<DashboardDbContext> factory)
{
    /// <summary>The most groups of a page, and the most alerts of a group that are shown.</summary>
    public const int MaxRows = 100;

    // Of the plates of a page.
    private const int MaxComments = 1000;

    /// <summary>Open alerts above this number are not counted out.</summary>
    public const int MaxCount = 10_000;

    /// <summary>A page of alerts by plate and list, the newest first by when the vehicle was first seen, of cameras that are seen.</summary>
    public async Task<AlertGroupPage> PageAsync(
        AlertFilter filter, int page, int size, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        size = Math.Clamp(size, 1, MaxRows);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var groups = Matching(db, filter, siteScope)
            .GroupBy(alert => new { alert.Plate, alert.ListId })
            .Select(group => new
            {
                Id = group.Max(alert => alert.Id),
                Seen = group.Max(alert => alert.FirstSeenAt),
                Count = group.Count(),
                Open = group.Sum(alert => alert.AcknowledgedAt == null ? 1 : 0),
                Repeats = group.Sum(alert => alert.RepeatCount),
            });
        var total = await groups.CountAsync(cancellationToken);
        var pages = (total + size - 1) / size;
        var served = Math.Clamp(page, 1, Math.Max(pages, 1));
        var found = await groups.OrderByDescending(group => group.Seen)
            .ThenByDescending(group => group.Id)
            .Skip((served - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        var ids = found.ConvertAll(group => group.Id);
        var alerts = await db.Alerts.AsNoTracking().Where(alert => ids.Contains(alert.Id)).ToListAsync(cancellationToken);
        var rows = (await DescribeAsync(db, alerts, cancellationToken)).ToDictionary(row => row.Alert.Id);
        var comments = await FindCommentsAsync(Matching(db, filter with { OnlyOpen = true }, siteScope), alerts, cancellationToken);
        return new AlertGroupPage(
            [.. found.Where(group => rows.ContainsKey(group.Id))
                .Select(group => new AlertGroup(rows[group.Id], group.Count, group.Open, group.Repeats))
                .Select(group => group with { Commented = comments.GetValueOrDefault(group.Key) })],
            served,
            pages,
            total);
    }

    /// <summary>The alerts of a group, newest first, at most <see cref="MaxRows"/>.</summary>
    public async Task<IReadOnlyList<AlertRow>> ListAsync(
        AlertFilter filter, AlertGroupKey key, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var alerts = await Matching(db, filter with { ListId = key.ListId }, siteScope)
            .Where(alert => alert.Plate == key.Plate)
            .OrderByDescending(alert => alert.FirstSeenAt)
            .ThenByDescending(alert => alert.Id)
            .Take(MaxRows)
            .ToListAsync(cancellationToken);
        return await DescribeAsync(db, alerts, cancellationToken);
    }

    /// <summary>The newest open alerts, at most <see cref="MaxRows"/>.</summary>
    public async Task<IReadOnlyList<AlertRow>> ListOpenAsync(
        int count, SiteScope siteScope, DateTimeOffset? madeSince = null, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var open = Matching(db, new AlertFilter(OnlyOpen: true), siteScope);
        open = madeSince is { } since ? open.Where(alert => alert.CreatedAt >= since) : open;
        var alerts = await open.OrderByDescending(alert => alert.CreatedAt)
            .ThenByDescending(alert => alert.Id)
            .Take(Math.Clamp(count, 1, MaxRows))
            .ToListAsync(cancellationToken);
        return await DescribeAsync(db, alerts, cancellationToken);
    }

    /// <summary>How many alerts are open, by the site of their camera; of very many, <see cref="MaxCount"/> are counted.</summary>
    public async Task<IReadOnlyDictionary<int, int>> CountOpenAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var byCamera = await Matching(db, new AlertFilter(OnlyOpen: true), SiteScope.Unrestricted)
            .OrderByDescending(alert => alert.CreatedAt)
            .Take(MaxCount)
            .GroupBy(alert => alert.CameraId)
            .Select(group => new { Camera = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var cameras = byCamera.ConvertAll(group => group.Camera);
        var sites = await db.Cameras.Where(camera => cameras.Contains(camera.Id))
            .ToDictionaryAsync(camera => camera.Id, camera => camera.SiteId, cancellationToken);
        return byCamera.GroupBy(group => sites.GetValueOrDefault(group.Camera), group => group.Count)
            .ToDictionary(group => group.Key, group => group.Sum());
    }

    /// <summary>The lists on which flows made alerts, by the flow's number. Whoever may see a flow may see these.</summary>
    public async Task<ILookup<long, ListMark>> FindMarksAsync(IReadOnlyCollection<long> flows, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var found = await db.Alerts.Where(alert => flows.Contains(alert.FlowId))
            .OrderBy(alert => alert.Id)
            .Select(alert => new { alert.FlowId, alert.ListId, alert.ListName })
            .ToListAsync(cancellationToken);
        var lists = await FindListsAsync(db, found.Select(alert => alert.ListId), cancellationToken);
        return found.ToLookup(
            alert => alert.FlowId,
            alert => new ListMark(alert.ListId, alert.ListName, lists.TryGetValue(alert.ListId, out var list) ? list.Color : AlertListColor.Grey));
    }

    /// <summary>Alerts that stand for themselves.</summary>
    internal static IQueryable<Alert> Matching(DashboardDbContext db, AlertFilter filter, SiteScope siteScope)
    {
        var alerts = db.Alerts.AsNoTracking().Where(alert => alert.RepeatOf == null);
        if (filter.ListId is { } list)
        {
            alerts = alerts.Where(alert => alert.ListId == list);
        }

        if (filter.CameraId is { } camera)
        {
            alerts = alerts.Where(alert => alert.CameraId == camera);
        }

        if (filter.OnlyOpen)
        {
            alerts = alerts.Where(alert => alert.AcknowledgedAt == null);
        }

        if (filter.From is { } from)
        {
            alerts = alerts.Where(alert => alert.FirstSeenAt >= from);
        }

        if (filter.To is { } to)
        {
            alerts = alerts.Where(alert => alert.FirstSeenAt < to);
        }

        return siteScope.Sites is { } sites
            ? alerts.Where(alert => db.Cameras.Any(known => known.Id == alert.CameraId && sites.Contains(known.SiteId)))
            : alerts;
    }

    // The newest of each plate and list. What was said of an alert goes on to hold when the vehicle passes again.
    private static async Task<Dictionary<AlertGroupKey, Alert>> FindCommentsAsync(
        IQueryable<Alert> open, List<Alert> newest, CancellationToken cancellationToken)
    {
        var plates = newest.Select(alert => alert.Plate).Distinct().ToList();
        var commented = await open.Where(alert => alert.Comment != "" && plates.Contains(alert.Plate))
            .OrderByDescending(alert => alert.Id)
            .Take(MaxComments)
            .ToListAsync(cancellationToken);
        return commented.GroupBy(alert => new AlertGroupKey(alert.Plate, alert.ListId)).ToDictionary(group => group.Key, group => group.First());
    }

    private static async Task<IReadOnlyList<AlertRow>> DescribeAsync(DashboardDbContext db, List<Alert> alerts, CancellationToken cancellationToken)
    {
        var flowIds = alerts.Select(alert => alert.FlowId).Distinct().ToList();
        var flows = await db.Flows.AsNoTracking().Where(flow => flowIds.Contains(flow.Id))
            .Select(flow => new { flow.Id, flow.Plate, flow.CapturedAt, flow.HasPicture, HasPlate = flow.Corners != null })
            .ToDictionaryAsync(flow => flow.Id, cancellationToken);
        var cameraIds = alerts.Select(alert => alert.CameraId).Distinct().ToList();
        var cameras = await db.Cameras.Where(camera => cameraIds.Contains(camera.Id))
            .Select(camera => new { camera.Id, camera.Alias, camera.SiteId })
            .ToDictionaryAsync(camera => camera.Id, cancellationToken);
        var lists = await FindListsAsync(db, alerts.Select(alert => alert.ListId), cancellationToken);
        return [.. alerts.Select(alert =>
        {
            var (flow, camera) = (flows.GetValueOrDefault(alert.FlowId), cameras.GetValueOrDefault(alert.CameraId));
            var isKnown = lists.TryGetValue(alert.ListId, out var list);
            return new AlertRow(
                alert,
                camera?.Alias ?? "",
                camera?.SiteId ?? 0,
                flow?.HasPicture == true,
                flow is { HasPicture: true, HasPlate: true },
                isKnown ? list.Type : AlertListType.Black,
                isKnown ? list.Color : AlertListColor.Grey)
            {
                ReadPlate = flow?.Plate ?? "",
                CapturedAt = flow?.CapturedAt,
            };
        })];
    }

    private static async Task<Dictionary<int, (AlertListType Type, AlertListColor Color)>> FindListsAsync(
        DashboardDbContext db, IEnumerable<int> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToList();
        return (await db.AlertLists.Where(list => wanted.Contains(list.Id))
            .Select(list => new { list.Id, list.ListType, list.Color })
            .ToListAsync(cancellationToken)).ToDictionary(list => list.Id, list => (list.ListType, list.Color));
    }
}
