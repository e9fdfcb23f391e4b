using System.Collections.Concurrent;

namespace Dashboard.Pipeline;

/// <summary>
/// Buffers of frames, kept for reuse by size. At most <paramref name="keep"/> free buffers of a size are kept, and those of the
/// <see cref="MaxSizes"/> sizes that were used last: cameras have few sizes, but what is cut out of pictures has any.
/// </summary>
internal sealed class FramePool(int keep = 16)
{
    /// <summary>The most sizes of which free buffers are kept.</summary>
    public const int MaxSizes = 64;

    private readonly ConcurrentDictionary<int, Bucket> _free = new();
    private long _uses;

    /// <summary>Bytes of the free buffers.</summary>
    internal long FreeBytes => _free.Sum(pair => (long)pair.Key * pair.Value.Buffers.Count);

    /// <summary>A frame of the size; its planes hold anything.</summary>
    public VideoFrame Rent(int width, int height)
    {
        var size = VideoFrame.SizeOf(width, height);
        var buffer = _free.TryGetValue(size, out var bucket) && bucket.Buffers.TryTake(out var reused)
            ? reused
            : GC.AllocateUninitializedArray<byte>(size, pinned: true);
        return new VideoFrame(this, buffer, width, height);
    }

    internal void Return(byte[] buffer)
    {
        var bucket = _free.GetOrAdd(buffer.Length, _ => new Bucket());
        bucket.LastUse = Interlocked.Increment(ref _uses);
        if (bucket.Buffers.Count < keep)
        {
            bucket.Buffers.Add(buffer);
        }

        if (_free.Count > MaxSizes)
        {
            _free.TryRemove(_free.MinBy(pair => pair.Value.LastUse).Key, out _);
        }
    }

    private sealed class Bucket
    {
        public ConcurrentBag<byte[]> Buffers { get; } = [];

        public long LastUse { get; set; }
    }
}
