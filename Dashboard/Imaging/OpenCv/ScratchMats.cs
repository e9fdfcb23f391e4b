using System.Collections.Concurrent;
using OpenCvSharp;

namespace Dashboard.Imaging.OpenCv;

/// <summary>Matrices that pictures are made in, kept from one to the next; together they keep at most <paramref name="maxBytes"/>.</summary>
internal sealed class ScratchMats(long maxBytes) : IDisposable
{
    private readonly ConcurrentBag<Scratch> _free = [];
    private long _kept;
    private int _takes;

    /// <summary>Bytes of those that are free.</summary>
    public long KeptBytes => Interlocked.Read(ref _kept);

    /// <summary>Takes a set, with whatever it holds from before; dispose to give it back.</summary>
    public Lease Take()
    {
        Interlocked.Increment(ref _takes);
        if (!_free.TryTake(out var scratch))
        {
            return new Lease(this, new Scratch());
        }

        Interlocked.Add(ref _kept, -scratch.Bytes);
        return new Lease(this, scratch);
    }

    // Keeps a set, or frees it where more would be kept than may be.
    private void GiveBack(Scratch scratch)
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

    /// <summary>A set that is taken.</summary>
    internal readonly struct Lease(ScratchMats owner, Scratch scratch) : IDisposable
    {
        public Mat Planes => scratch.Planes;

        public Mat Pixels => scratch.Pixels;

        public void Dispose() => owner.GiveBack(scratch);
    }

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
