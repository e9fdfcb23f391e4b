namespace Dashboard.Imaging;

/// <summary>
/// Bounds the memory that decoded pictures take at once, in bytes: who would exceed it waits in turn, without holding a thread; a larger picture
/// waits until it is alone.
/// </summary>
internal sealed class NativeMemoryLimit(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> _waiting = [];
    private long _used;

    public long Used
    {
        get
        {
            lock (_gate)
            {
                return _used;
            }
        }
    }

    /// <summary>How many wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Takes bytes, in turn; dispose what is returned to give them back.</summary>
    public async ValueTask<Lease> TakeAsync(long bytes, CancellationToken cancellationToken = default)
    {
        LinkedListNode<(long Bytes, TaskCompletionSource Turn)> place;
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(bytes))
            {
                _used += bytes;
                return new Lease(this, bytes);
            }

            // Whoever gives back goes on with its own work, not with ours.
            place = _waiting.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        await using var cancelled = cancellationToken.UnsafeRegister(static (state, token) =>
        {
            var (limit, place) = ((NativeMemoryLimit, LinkedListNode<(long, TaskCompletionSource)>))state!;
            limit.Leave(place, token);
        }, (this, place));
        await place.Value.Turn.Task;
        return new Lease(this, bytes);
    }

    private bool Fits(long bytes) => _used == 0 || _used + bytes <= maxBytes;

    private void GiveBack(long bytes)
    {
        lock (_gate)
        {
            _used -= bytes;
            CallNext();
        }
    }

    // Who has had its turn keeps it. One that leaves may have stood before others that fit.
    private void Leave(LinkedListNode<(long Bytes, TaskCompletionSource Turn)> place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
                place.Value.Turn.SetCanceled(cancellationToken);
                CallNext();
            }
        }
    }

    private void CallNext()
    {
        while (_waiting.First is { Value: var (next, turn) } && Fits(next))
        {
            _used += next;
            _waiting.RemoveFirst();
            turn.SetResult();
        }
    }

    internal readonly struct Lease(NativeMemoryLimit limit, long bytes) : IDisposable
    {
        public void Dispose() => limit.GiveBack(bytes);
    }
}
