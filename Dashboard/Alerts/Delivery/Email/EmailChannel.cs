using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery.Email;

/// <summary>The mail server.</summary>
internal sealed class EmailChannel(DeliveryQueue queue, DeliveryContents contents, Mailer mailer) : IDeliveryChannel
{
    public string Name => "e-mail";

    public int? HookId => null;

    public Task<DeliveryRow?> NextAsync(CancellationToken cancel) => queue.NextEmailAsync(cancel);

    public async Task<DeliveryOutcome> SendAsync(DeliveryRow row, CancellationToken cancel) => await contents.FindAsync(row, cancel) is { } content
        ? await mailer.SendAsync(row, content, cancel)
        : DeliveryOutcome.Never("What it tells of was deleted before it could be sent");
}
