using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery;

/// <summary>Where one line of deliveries goes.</summary>
internal interface IDeliveryChannel
{
    string Name { get; }

    /// <summary>The web hook; null: e-mail.</summary>
    int? HookId { get; }

    /// <summary>The next in the line, due or not; null: nothing waits.</summary>
    Task<DeliveryRow?> NextAsync(CancellationToken cancellationToken);

    /// <summary>Sends it once. Whatever the receiver does wrong is in the outcome.</summary>
    Task<DeliveryOutcome> SendAsync(DeliveryRow row, CancellationToken cancellationToken);
}
