using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>Which alerts, newest first.</summary>
/// <param name="ListId">Only of this list; null: of all.</param>
/// <param name="OnlyOpen">Only those that nobody has acknowledged.</param>
/// <param name="Page">Page from 1; past the end is the last.</param>
/// <param name="PageSize">Rows a page, 1 to 500.</param>
internal sealed record AlertQuery(int? ListId = null, bool OnlyOpen = false, int Page = 1, int PageSize = 25);

/// <summary>An alert with what is shown of its flow.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Camera">The camera's alias.</param>
/// <param name="HasPicture">The flow has a picture.</param>
/// <param name="HasPlatePicture">The plate can be cut out of it.</param>
internal sealed record AlertRow(Alert Alert, string Camera, bool HasPicture, bool HasPlatePicture);

/// <summary>One page of alerts.</summary>
/// <param name="Rows">The page's alerts.</param>
/// <param name="Page">The page that was served, after clamping; 1 where there are none.</param>
/// <param name="PageCount">How many pages there are; 0 where there are no alerts.</param>
/// <param name="Total">How many alerts match.</param>
internal sealed record AlertPage(IReadOnlyList<AlertRow> Rows, int Page, int PageCount, int Total);

/// <summary>Finds alerts, and notes who has seen them.</summary>
internal sealed class AlertStore(IDbContextFactory<DashboardDbContext> factory, AlertFeed feed, TimeProvider time)
{
    /// <summary>The most rows a page may have.</summary>
    public const int MaxPageSize = 500;

    /// <summary>A page of alerts, newest first by when the vehicle was first seen, of cameras that are seen.</summary>
    public async Task<AlertPage> PageAsync(AlertQuery query, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var alerts = Matching(db, query, siteScope);
        var size = Math.Clamp(query.PageSize, 1, MaxPageSize);
        var total = await alerts.CountAsync(cancellationToken);
        var pages = (total + size - 1) / size;
        var page = Math.Clamp(query.Page, 1, Math.Max(pages, 1));
        var rows = await alerts.OrderByDescending(alert => alert.FirstSeenAt)
            .ThenByDescending(alert => alert.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        return new AlertPage(await WithFlowsAsync(db, rows, cancellationToken), page, pages, total);
    }

    /// <summary>How many alerts nobody has acknowledged.</summary>
    public async Task<int> CountOpenAsync(SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await Matching(db, new AlertQuery(OnlyOpen: true), siteScope).CountAsync(cancellationToken);
    }

    /// <summary>Notes that somebody has seen an alert; the first one stays. False where there is none, or somebody was first.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="email">Who.</param>
    /// <param name="siteScope">The sites that they may see.</param>
    public async Task<bool> AcknowledgeAsync(long id, string email, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var noted = await Matching(db, new AlertQuery(OnlyOpen: true), siteScope).Where(alert => alert.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(alert => alert.AcknowledgedAt, now).SetProperty(alert => alert.AcknowledgedBy, email), cancellationToken);
        if (noted == 1)
        {
            feed.Publish(await db.Alerts.AsNoTracking().Where(alert => alert.Id == id).ToListAsync(cancellationToken));
        }

        return noted == 1;
    }

    private static IQueryable<Alert> Matching(DashboardDbContext db, AlertQuery query, SiteScope siteScope)
    {
        var alerts = db.Alerts.AsNoTracking();
        if (query.ListId is { } list)
        {
            alerts = alerts.Where(alert => alert.ListId == list);
        }

        if (query.OnlyOpen)
        {
            alerts = alerts.Where(alert => alert.AcknowledgedAt == null);
        }

        return siteScope.Sites is { } sites
            ? alerts.Where(alert => db.Cameras.Any(camera => camera.Id == alert.CameraId && sites.Contains(camera.SiteId)))
            : alerts;
    }

    private static async Task<IReadOnlyList<AlertRow>> WithFlowsAsync(DashboardDbContext db, List<Alert> alerts, CancellationToken cancellationToken)
    {
        var flowIds = alerts.Select(alert => alert.FlowId).Distinct().ToList();
        var flows = await db.Flows.AsNoTracking().Where(flow => flowIds.Contains(flow.Id))
            .Select(flow => new { flow.Id, flow.HasPicture, HasPlate = flow.Corners != null }).ToDictionaryAsync(flow => flow.Id, cancellationToken);
        var cameraIds = alerts.Select(alert => alert.CameraId).Distinct().ToList();
        var cameras = await db.Cameras.Where(camera => cameraIds.Contains(camera.Id))
            .ToDictionaryAsync(camera => camera.Id, camera => camera.Alias, cancellationToken);
        return [.. alerts.Select(alert =>
        {
            var flow = flows.GetValueOrDefault(alert.FlowId);
            return new AlertRow(
                alert, cameras.GetValueOrDefault(alert.CameraId, ""), flow?.HasPicture == true, flow is { HasPicture: true, HasPlate: true });
        })];
    }
}
