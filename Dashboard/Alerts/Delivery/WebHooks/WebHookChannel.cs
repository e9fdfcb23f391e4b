using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery.WebHooks;

internal sealed class WebHookChannel(
    int id, DeliveryQueue queue, WebHookStore hooks, DeliveryContents contents, WebHookSender client) : IDeliveryChannel
{
    public string Name => $"web hook {id}";

    public int? HookId => id;

    public Task<DeliveryRow?> NextAsync(CancellationToken cancellationToken) => queue.HeadAsync(id, cancellationToken);

    public async Task<DeliveryOutcome> SendAsync(DeliveryRow row, CancellationToken cancellationToken)
    {
        if (await hooks.FindAsync(id, cancellationToken) is not { } hook)
        {
            return DeliveryOutcome.Never("The web hook was deleted");
        }

        return await contents.FindAsync(row, cancellationToken) is { } content
            ? await client.PostAsync(hook, await contents.WriteAsync(hook, content, cancellationToken), $"{row.Id}", cancellationToken)
            : DeliveryOutcome.Never("The flow or alert was deleted before it could be sent");
    }
}
