namespace Dashboard.Alerts.Delivery;

/// <summary>Tells the senders that something waits. It is a wake-up: who misses it finds the rows in the database a few seconds later.</summary>
public sealed class DeliveryFeed
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends with the next <see cref="Wake"/>. Take it before looking into the database, so that nothing falls between.</summary>
    internal Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Says that deliveries were stored, or that a web hook changed. Quick, from any thread.</summary>
    public void Wake() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
