namespace Dashboard.Hosting;

/// <summary>Tells who listens what was stored or changed. It is a wake-up: a listener that missed some reads them from the database.</summary>
internal abstract class ChangeFeed<T>
{
    private readonly Lock _gate = new();
    private Action<IReadOnlyList<T>>[] _listeners = [];

    /// <summary>
    /// Calls <paramref name="listener"/> after each batch, on the publisher's thread: it must be quick and not throw. Dispose to stop.
    /// </summary>
    public IDisposable Subscribe(Action<IReadOnlyList<T>> listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners, listener];
        }

        return new Subscription(this, listener);
    }

    internal void Publish(IReadOnlyList<T> changes)
    {
        foreach (var listener in Volatile.Read(ref _listeners))
        {
            listener(changes);
        }
    }

    private void Remove(Action<IReadOnlyList<T>> listener)
    {
        lock (_gate)
        {
            // One that subscribed twice goes on once.
            var at = Array.LastIndexOf(_listeners, listener);
            _listeners = [.. _listeners[..at], .. _listeners[(at + 1)..]];
        }
    }

    private sealed class Subscription(ChangeFeed<T> feed, Action<IReadOnlyList<T>> listener) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                feed.Remove(listener);
            }
        }
    }
}
