using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Hosting.Process;
using Dashboard.Scout;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Delivery;

/// <param name="Group">The flow with its camera.</param>
/// <param name="Alert">The alert; null: the flow alone.</param>
/// <param name="ListType">The alert's list's.</param>
/// <param name="SiteName">The site where the camera stands.</param>
internal sealed record DeliveryContent(GroupSource Group, Alert? Alert, AlertListType ListType, string SiteName);

/// <summary>Gathers what a delivery tells of when it is sent: a flow that has grown since is told as it is now.</summary>
internal sealed class DeliveryContents(
    IDbContextFactory<DashboardDbContext> factory,
    AgentIdentity identity,
    FlowImages images,
    WebHookStore hooks,
    HookBodies bodies,
    ILogger<DeliveryContents> log)
{
    /// <summary>The body of a delivery as it would be sent now; null where it is an e-mail, or what it tells of was deleted.</summary>
    public async Task<byte[]?> PreviewAsync(DeliveryRow row, CancellationToken cancellationToken = default) =>
        row.HookId is { } id && await hooks.FindAsync(id, cancellationToken) is { } hook && await FindAsync(row, cancellationToken) is { } content
            ? await WriteAsync(hook, content, cancellationToken)
            : null;

    /// <summary>What is told that is about no flow; null where it was deleted.</summary>
    public async Task<NoticeRow?> FindNoticeAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.Notices.AsNoTracking().SingleOrDefaultAsync(notice => notice.Id == id, cancellationToken);
    }

    /// <summary>What a delivery tells of, without pictures; null where it was deleted.</summary>
    internal async Task<DeliveryContent?> FindAsync(DeliveryRow row, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var flow = await db.Flows.AsNoTracking().Include(f => f.Candidates).SingleOrDefaultAsync(f => f.Id == row.FlowId, cancellationToken);
        var alert = row.AlertId is { } id ? await db.Alerts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) : null;
        if (flow is null || (row.AlertId is not null && alert is null))
        {
            return null;
        }

        var camera = await db.Cameras.AsNoTracking().SingleAsync(c => c.Id == flow.CameraId, cancellationToken);
        var detail = await db.FlowDetails.AsNoTracking().SingleOrDefaultAsync(d => d.FlowId == flow.Id, cancellationToken);
        var agent = camera.AgentId is { } agentId
            ? await db.Agents.AsNoTracking().SingleOrDefaultAsync(a => a.Id == agentId, cancellationToken)
            : null;
        var site = await db.Sites.Where(s => s.Id == camera.SiteId).Select(s => s.Name).SingleOrDefaultAsync(cancellationToken);
        var type = alert is null ? default
            : await db.AlertLists.Where(l => l.Id == alert.ListId).Select(l => l.ListType).SingleOrDefaultAsync(cancellationToken);
        return new DeliveryContent(Group(flow, detail, camera, agent), alert, type, site ?? "");
    }

    /// <summary>The body for a web hook; the vendor's holds the cut-out plate, where there is a picture.</summary>
    internal async Task<byte[]> WriteAsync(WebHook hook, DeliveryContent content, CancellationToken cancellationToken)
    {
        if (hook.Format == HookFormat.Plain)
        {
            return bodies.Write(hook, content);
        }

        var plate = await PictureAsync(() => images.ReadPlateAsync(content.Group.Flow, cancellationToken));
        return bodies.Write(hook, content with { Group = content.Group with { PlateCrop = plate } });
    }

    /// <summary>A picture; null where there is none or it is damaged: what is told matters more than its picture.</summary>
    internal async Task<byte[]?> PictureAsync(Func<Task<byte[]?>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is IOException
            or InvalidDataException
            or UnauthorizedAccessException
            or InvalidOperationException
            or DllNotFoundException)
        {
            log.LogWarning("A delivery goes without its picture: {Reason}", exception.Message);
            return null;
        }
    }

    private GroupSource Group(Flow flow, FlowDetail? detail, CameraRow camera, AgentRow? agent) =>
        new(flow, detail, camera.Alias, camera.Number ?? camera.Id, agent?.Uid ?? identity.Uid)
        {
            AgentVersion = agent?.Version ?? ProgramVersion.Text,
            AgentName = agent?.Name ?? Environment.MachineName,
            Latitude = camera.Latitude,
            Longitude = camera.Longitude,
        };
}
