using System.Collections.Concurrent;

namespace Dashboard.Pipeline;

/// <summary>Buffers of frames, kept for reuse by size. At most <paramref name="keep"/> free buffers of a size are kept.</summary>
public sealed class FramePool(int keep = 16)
{
    private readonly ConcurrentDictionary<int, ConcurrentBag<byte[]>> _free = new();

    /// <summary>A frame of the size; its planes hold anything.</summary>
    public VideoFrame Rent(int width, int height)
    {
        var size = VideoFrame.SizeOf(width, height);
        var buffer = _free.TryGetValue(size, out var bag) && bag.TryTake(out var reused)
            ? reused
            : GC.AllocateUninitializedArray<byte>(size, pinned: true);
        return new VideoFrame(this, buffer, width, height);
    }

    internal void Return(byte[] buffer)
    {
        var bag = _free.GetOrAdd(buffer.Length, _ => []);
        if (bag.Count < keep)
        {
            bag.Add(buffer);
        }
    }
}
