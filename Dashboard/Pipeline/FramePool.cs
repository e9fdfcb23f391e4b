using Dashboard.Hosting.Process;

namespace Dashboard.Pipeline;

/// <summary>
/// Buffers of frames, kept for reuse by size. Free buffers together have at most <paramref name="maxFreeBytes"/>: the sizes that were used
/// longest ago go first, for cameras have few sizes, but what is cut out of pictures has any. May be called from many threads.
/// </summary>
internal sealed class FramePool(long maxFreeBytes = FramePool.DefaultFreeBytes) : IKeptMemory
{
    /// <summary>Sixteen frames of 3840 x 2160 pixels.</summary>
    public const long DefaultFreeBytes = 192 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Bucket> _free = [];
    private long _freeBytes;
    private long _uses;

    public long FreeBytes
    {
        get
        {
            lock (_gate)
            {
                return _freeBytes;
            }
        }
    }

    /// <summary>A frame of the size; its planes hold anything.</summary>
    public VideoFrame Rent(int width, int height)
    {
        var size = VideoFrame.SizeOf(width, height);
        return new VideoFrame(this, Take(size) ?? GC.AllocateUninitializedArray<byte>(size, pinned: true), width, height);
    }

    /// <inheritdoc/>
    public long Trim()
    {
        lock (_gate)
        {
            var before = _freeBytes;
            foreach (var (size, bucket) in _free.ToList())
            {
                // Those that lay free all the time.
                for (; bucket.MinFree > 0; bucket.MinFree--)
                {
                    Drop(size, bucket);
                }

                bucket.MinFree = bucket.Buffers.Count;
            }

            return before - _freeBytes;
        }
    }

    internal void Return(byte[] buffer)
    {
        lock (_gate)
        {
            if (!_free.TryGetValue(buffer.Length, out var bucket))
            {
                _free[buffer.Length] = bucket = new Bucket();
            }

            bucket.LastUse = ++_uses;
            bucket.Buffers.Push(buffer);
            _freeBytes += buffer.Length;
            while (_freeBytes > maxFreeBytes)
            {
                var (size, oldest) = _free.MinBy(pair => pair.Value.LastUse);
                Drop(size, oldest);
            }
        }
    }

    private byte[]? Take(int size)
    {
        lock (_gate)
        {
            if (!_free.TryGetValue(size, out var bucket))
            {
                return null;
            }

            bucket.LastUse = ++_uses;
            var buffer = bucket.Buffers.Pop();
            _freeBytes -= size;
            bucket.MinFree = Math.Min(bucket.MinFree, bucket.Buffers.Count);
            if (bucket.Buffers.Count == 0)
            {
                _free.Remove(size);
            }

            return buffer;
        }
    }

    private void Drop(int size, Bucket bucket)
    {
        bucket.Buffers.Pop();
        _freeBytes -= size;
        if (bucket.Buffers.Count == 0)
        {
            _free.Remove(size);
        }
    }

    private sealed class Bucket
    {
        public Stack<byte[]> Buffers { get; } = [];

        public long LastUse { get; set; }

        /// <summary>The fewest that were free at once since the pool was trimmed.</summary>
        public int MinFree { get; set; }
    }
}
