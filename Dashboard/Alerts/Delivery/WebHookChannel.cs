using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery;

/// <summary>A web hook.</summary>
internal sealed class WebHookChannel(int id, DeliveryQueue queue, WebHookStore hooks, DeliveryContents contents, WebHookSender client) : IDeliveryChannel
{
    public string Name => $"web hook {id}";

    public int? HookId => id;

    public Task<DeliveryRow?> NextAsync(CancellationToken cancel) => queue.HeadAsync(id, cancel);

    public async Task<DeliveryOutcome> SendAsync(DeliveryRow row, CancellationToken cancel)
    {
        if (await hooks.FindAsync(id, cancel) is not { } hook)
        {
            return DeliveryOutcome.Never("The web hook was deleted");
        }

        return await contents.FindAsync(row, cancel) is { } content
            ? await client.PostAsync(hook, DeliveryContents.Write(hook, await contents.WithPlateAsync(content, cancel)), $"{row.Id}", cancel)
            : DeliveryOutcome.Never("What it tells of was deleted before it could be sent");
    }
}
