using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery.Email;

internal sealed class EmailChannel(DeliveryQueue queue, DeliveryContents contents, Mailer mailer) : IDeliveryChannel
{
    public string Name => "e-mail";

    public int? HookId => null;

    public Task<DeliveryRow?> NextAsync(CancellationToken cancellationToken) => queue.NextEmailAsync(cancellationToken);

    public async Task<DeliveryOutcome> SendAsync(DeliveryRow row, CancellationToken cancellationToken)
    {
        if (row.NoticeId is { } id)
        {
            return await contents.FindNoticeAsync(id, cancellationToken) is { } notice
                ? await mailer.SendAsync(row, notice, cancellationToken)
                : DeliveryOutcome.Never("The notice was deleted before it could be sent");
        }

        return await contents.FindAsync(row, cancellationToken) is { } content
            ? await mailer.SendAsync(row, content, cancellationToken)
            : DeliveryOutcome.Never("The flow or alert was deleted before it could be sent");
    }
}
