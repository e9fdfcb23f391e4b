using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>
/// Who is to be told of what. A receiver for whom very many deliveries wait already gets no more: what is beyond is stored as given up, where a
/// person sees it, so that a receiver that is gone for good cannot fill the disk.
/// </summary>
internal sealed class DeliveryPlan(TimeProvider time, int mostWaiting = DeliveryPlan.MostWaiting)
{
    /// <summary>The most deliveries that wait for one receiver.</summary>
    public const int MostWaiting = 100_000;

    // Counting those that wait reads them all.
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, int> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<WebHookRow> _hooks = [];
    private long? _countedAt;

    /// <summary>The active web hooks that are told of flows or alerts.</summary>
    public IReadOnlyList<WebHookRow> Hooks => _hooks;

    /// <summary>Reads the web hooks, and now and then how much waits.</summary>
    public async Task RefreshAsync(DashboardDbContext db, CancellationToken cancel)
    {
        _hooks = await db.WebHooks.AsNoTracking().Where(hook => hook.IsActive && (hook.SendsFlows || hook.SendsAlerts)).OrderBy(hook => hook.Id).ToListAsync(cancel);
        if (_countedAt is { } counted && time.GetElapsedTime(counted) < CountEvery)
        {
            return;
        }

        var waiting = await db.Deliveries.Where(delivery => delivery.State == DeliveryState.Waiting)
            .GroupBy(delivery => new { delivery.HookId, delivery.Recipient })
            .Select(group => new { group.Key.HookId, group.Key.Recipient, Count = group.Count() })
            .ToListAsync(cancel);
        _waiting.Clear();
        foreach (var receiver in waiting)
        {
            _waiting[Receiver(receiver.HookId, receiver.Recipient)] = receiver.Count;
        }

        _countedAt = time.GetTimestamp();
    }

    /// <summary>The web hooks that are told of a flow itself, once it is no preview.</summary>
    public IEnumerable<int> HooksOf(Flow flow, int siteId) =>
        flow.IsPreview ? [] : _hooks.Where(hook => hook.SendsFlows && IsFor(hook, siteId)).Select(hook => hook.Id);

    /// <summary>The delivery of a flow to a web hook.</summary>
    public DeliveryRow OfFlow(long flowId, int hookId) => Queue(new DeliveryRow { Kind = DeliveryKind.Flow, HookId = hookId, FlowId = flowId });

    /// <summary>The deliveries of a new alert.</summary>
    public IEnumerable<DeliveryRow> OfAlert(Alert alert, IEnumerable<string> recipients, int siteId)
    {
        foreach (var hook in _hooks.Where(hook => hook.SendsAlerts && IsFor(hook, siteId) && (hook.ListId is null || hook.ListId == alert.ListId)))
        {
            yield return Queue(new DeliveryRow { Kind = DeliveryKind.Alert, HookId = hook.Id, FlowId = alert.FlowId, AlertId = alert.Id });
        }

        foreach (var recipient in recipients)
        {
            yield return Queue(new DeliveryRow { Kind = DeliveryKind.Email, Recipient = recipient, FlowId = alert.FlowId, AlertId = alert.Id });
        }
    }

    /// <summary>What was planned may not have been stored: what waits is counted anew.</summary>
    public void Forget() => _countedAt = null;

    private static bool IsFor(WebHookRow hook, int siteId) => hook.SiteId is null || hook.SiteId == siteId;

    private static string Receiver(int? hookId, string? recipient) => hookId is { } id ? $"#{id}" : recipient ?? "";

    private DeliveryRow Queue(DeliveryRow row)
    {
        row.CreatedMs = row.DueMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var receiver = Receiver(row.HookId, row.Recipient);
        var waiting = _waiting.GetValueOrDefault(receiver);
        if (waiting >= mostWaiting)
        {
            row.State = DeliveryState.Dead;
            row.LastAnswer = $"Not queued: {mostWaiting} deliveries were waiting for this receiver already";
        }
        else
        {
            _waiting[receiver] = waiting + 1;
        }

        return row;
    }
}
