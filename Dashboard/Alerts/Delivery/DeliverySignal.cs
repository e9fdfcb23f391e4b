using Dashboard.Hosting;

namespace Dashboard.Alerts.Delivery;

/// <summary>
/// Wakes the senders: deliveries were stored, or a web hook changed. Who misses it finds the rows in the database a few seconds later.
/// </summary>
internal sealed class DeliverySignal : WakeSignal;
