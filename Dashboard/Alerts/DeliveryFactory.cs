using Dashboard.Alerts.Matching;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>Who is to be told of what: makes the deliveries of flows to web hooks, and of alerts to web hooks and by e-mail.</summary>
internal sealed class DeliveryFactory(IDbContextFactory<DashboardDbContext> factory, QueueLimiter limiter, TimeProvider time)
{
    private IReadOnlyList<WebHookRow> _hooks = [];

    /// <summary>Whether a web hook is told of flows or alerts, as they were last read.</summary>
    public bool HasHooks => _hooks.Count > 0;

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        _hooks = await db.WebHooks.AsNoTracking()
            .Where(hook => hook.IsActive && (hook.SendsFlows || hook.SendsAlerts))
            .OrderBy(hook => hook.Id)
            .ToListAsync(cancellationToken);
        await limiter.RefreshAsync(db, cancellationToken);
    }

    /// <summary>The web hooks that are told of a flow itself, once it is no preview.</summary>
    public IEnumerable<int> HooksFor(LocatedFlow located) =>
        located.Flow.IsPreview ? [] : _hooks.Where(hook => hook.SendsFlows && IsFor(hook, located.SiteId)).Select(hook => hook.Id);

    public DeliveryRow CreateForFlow(long flowId, int hookId) =>
        Queue(new DeliveryRow { Kind = DeliveryKind.Flow, HookId = hookId, FlowId = flowId });

    /// <summary>The deliveries of a new alert. Web hooks are told of each; people get no mail of one that repeats another.</summary>
    public IEnumerable<DeliveryRow> CreateForAlert(Alert alert, FlowMatch match)
    {
        foreach (var hook in _hooks.Where(
            hook => hook.SendsAlerts && IsFor(hook, match.SiteId) && (hook.ListId is null || hook.ListId == alert.ListId)))
        {
            yield return Queue(new DeliveryRow { Kind = DeliveryKind.Alert, HookId = hook.Id, FlowId = alert.FlowId, AlertId = alert.Id });
        }

        foreach (var recipient in alert.RepeatOf is null ? match.List.Recipients : [])
        {
            yield return Queue(new DeliveryRow { Kind = DeliveryKind.Email, Recipient = recipient, FlowId = alert.FlowId, AlertId = alert.Id });
        }
    }

    private static bool IsFor(WebHookRow hook, int siteId) => hook.SiteId is null || hook.SiteId == siteId;

    private DeliveryRow Queue(DeliveryRow row)
    {
        row.CreatedAt = row.DueAt = time.GetUtcNow();
        limiter.Admit(row);
        return row;
    }
}
