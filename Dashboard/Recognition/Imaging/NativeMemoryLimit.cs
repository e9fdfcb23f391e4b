namespace Dashboard.Recognition.Imaging;

/// <summary>
/// Bounds the memory that decoded pictures take at once, in bytes: who would exceed it waits; a larger picture waits until it is alone.
/// </summary>
internal sealed class NativeMemoryLimit(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(long Bytes, ManualResetEventSlim Turn)> _waiting = [];
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
    public Lease Take(long bytes)
    {
        ManualResetEventSlim turn;
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(bytes))
            {
                _used += bytes;
                return new Lease(this, bytes);
            }

            turn = new ManualResetEventSlim();
            _waiting.AddLast((bytes, turn));
        }

        using (turn)
        {
            turn.Wait();
        }

        return new Lease(this, bytes);
    }

    private bool Fits(long bytes) => _used == 0 || _used + bytes <= maxBytes;

    private void GiveBack(long bytes)
    {
        lock (_gate)
        {
            _used -= bytes;
            while (_waiting.First is { Value: var (next, turn) } && Fits(next))
            {
                _used += next;
                _waiting.RemoveFirst();
                turn.Set();
            }
        }
    }

    /// <summary>Bytes that were taken.</summary>
    internal readonly struct Lease(NativeMemoryLimit limit, long bytes) : IDisposable
    {
        public void Dispose() => limit.GiveBack(bytes);
    }
}
