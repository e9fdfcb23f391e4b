using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery;

/// <summary>Where one line of deliveries goes.</summary>
internal interface IDeliveryChannel
{
    /// <summary>What the log calls it.</summary>
    string Name { get; }

    /// <summary>The web hook; null: e-mail.</summary>
    int? HookId { get; }

    /// <summary>The next in the line, due or not; null: nothing waits.</summary>
    Task<DeliveryRow?> NextAsync(CancellationToken cancel);

    /// <summary>Sends it once. Whatever the receiver does wrong is in the outcome.</summary>
    Task<DeliveryOutcome> SendAsync(DeliveryRow row, CancellationToken cancel);
}

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

/// <summary>The mail server.</summary>
internal sealed class EmailReceiver(DeliveryQueue queue, DeliveryContents contents, Mailer mailer) : IDeliveryChannel
{
    public string Name => "e-mail";

    public int? HookId => null;

    public Task<DeliveryRow?> NextAsync(CancellationToken cancel) => queue.NextEmailAsync(cancel);

    public async Task<DeliveryOutcome> SendAsync(DeliveryRow row, CancellationToken cancel) => await contents.FindAsync(row, cancel) is { } content
        ? await mailer.SendAsync(row, content, cancel)
        : DeliveryOutcome.Never("What it tells of was deleted before it could be sent");
}
