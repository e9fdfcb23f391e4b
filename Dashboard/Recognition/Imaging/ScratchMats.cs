using System.Collections.Concurrent;
using OpenCvSharp;

namespace Dashboard.Recognition.Imaging;

/// <summary>Matrices that an encoder works in, kept from picture to picture; together they keep at most <paramref name="maxBytes"/>.</summary>
internal sealed class ScratchMats(long maxBytes) : IDisposable
{
    private readonly ConcurrentBag<Scratch> _free = [];
    private long _kept;
    private int _takes;

    /// <summary>Bytes of those that are free.</summary>
    public long KeptBytes => Interlocked.Read(ref _kept);

    /// <summary>Takes a set; give it back after use.</summary>
    public Scratch Take()
    {
        Interlocked.Increment(ref _takes);
        if (!_free.TryTake(out var scratch))
        {
            return new Scratch();
        }

        Interlocked.Add(ref _kept, -scratch.Bytes);
        return scratch;
    }

    /// <summary>Keeps a set, or frees it where more would be kept than may be.</summary>
    public void GiveBack(Scratch scratch)
    {
        if (Interlocked.Add(ref _kept, scratch.Bytes) <= maxBytes)
        {
            _free.Add(scratch);
            return;
        }

        Interlocked.Add(ref _kept, -scratch.Bytes);
        scratch.Dispose();
    }

    /// <summary>Frees all that are kept where none was taken since the last time; returns how many bytes that were.</summary>
    public long Trim()
    {
        if (Interlocked.Exchange(ref _takes, 0) > 0)
        {
            return 0;
        }

        var freed = 0L;
        while (_free.TryTake(out var scratch))
        {
            Interlocked.Add(ref _kept, -scratch.Bytes);
            freed += scratch.Bytes;
            scratch.Dispose();
        }

        return freed;
    }

    public void Dispose()
    {
        while (_free.TryTake(out var scratch))
        {
            scratch.Dispose();
        }
    }

    /// <summary>The planes of a picture in the range that OpenCV converts from, and its pixels.</summary>
    internal sealed class Scratch : IDisposable
    {
        public Mat Planes { get; } = new();

        public Mat Pixels { get; } = new();

        public long Bytes => (Planes.Total() * Planes.ElemSize()) + (Pixels.Total() * Pixels.ElemSize());

        public void Dispose()
        {
            Planes.Dispose();
            Pixels.Dispose();
        }
    }
}
