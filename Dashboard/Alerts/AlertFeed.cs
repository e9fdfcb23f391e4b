using Dashboard.Domain.Alerts;

namespace Dashboard.Alerts;

/// <summary>Tells who listens that alerts were stored or changed. It is a wake-up: a listener that missed some reads them from the database.</summary>
public sealed class AlertFeed
{
    private readonly Lock _gate = new();
    private Action<IReadOnlyList<Alert>>[] _listeners = [];

    /// <summary>Calls <paramref name="listener"/> after each batch, on the worker's thread: it must be quick and not throw. Dispose to stop.</summary>
    public IDisposable Subscribe(Action<IReadOnlyList<Alert>> listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners, listener];
        }

        return new Subscription(this, listener);
    }

    internal void Publish(IReadOnlyList<Alert> alerts)
    {
        foreach (var listener in Volatile.Read(ref _listeners))
        {
            listener(alerts);
        }
    }

    private sealed class Subscription(AlertFeed feed, Action<IReadOnlyList<Alert>> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (feed._gate)
            {
                feed._listeners = [.. feed._listeners.Where(other => other != listener)];
            }
        }
    }
}
