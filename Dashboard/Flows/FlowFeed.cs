namespace Dashboard.Flows;

/// <summary>Tells who listens that flows were stored. It is a wake-up: a listener that missed some reads them from the database.</summary>
public sealed class FlowFeed
{
    private readonly Lock _gate = new();
    private Action<IReadOnlyList<FlowWithCamera>>[] _listeners = [];

    /// <summary>Calls <paramref name="listener"/> after each batch, on the recorder's thread: it must be quick and not throw. Dispose to stop.</summary>
    public IDisposable Subscribe(Action<IReadOnlyList<FlowWithCamera>> listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners, listener];
        }

        return new Subscription(this, listener);
    }

    internal void Publish(IReadOnlyList<FlowWithCamera> stored)
    {
        foreach (var listener in Volatile.Read(ref _listeners))
        {
            listener(stored);
        }
    }

    private sealed class Subscription(FlowFeed feed, Action<IReadOnlyList<FlowWithCamera>> listener) : IDisposable
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
