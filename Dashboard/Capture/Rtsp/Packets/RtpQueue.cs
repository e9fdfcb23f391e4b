using System.Buffers;
using System.Buffers.Binary;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>Packets on their way to a decoder: so many bytes and so long, and no more. One writer, one reader.</summary>
internal sealed class RtpQueue(TimeProvider time) : IDisposable
{
    public const int MaxBytes = 4 << 20;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private readonly LinkedList<Entry> _packets = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _some = new(0, 1);
    private int _bytes;
    private bool _isResting, _isCut, _hasBeenRead;
    private long _wokenAt = time.GetTimestamp();

    /// <summary>Nobody reads, and what is here waits for somebody who will.</summary>
    public bool IsResting
    {
        get
        {
            lock (_lock)
            {
                return _isResting;
            }
        }
    }

    /// <summary>Whether the reader keeps up.</summary>
    public bool IsRelaxed
    {
        get
        {
            lock (_lock)
            {
                return _bytes <= MaxBytes / 2 && !IsLate;
            }
        }
    }

    private bool IsLate =>
        !_isResting && _packets.First is { } first && time.GetElapsedTime(Math.Max(first.Value.Added, _wokenAt)) > MaxAge;

    /// <summary>Takes a copy of a packet; false: the reader is behind.</summary>
    public bool Add(ReadOnlySpan<byte> packet)
    {
        lock (_lock)
        {
            if (_bytes + packet.Length > MaxBytes || IsLate)
            {
                return false;
            }

            var data = ArrayPool<byte>.Shared.Rent(packet.Length);
            packet.CopyTo(data);
            _packets.AddLast(new Entry(data, packet.Length, time.GetTimestamp()));
            _bytes += packet.Length;
            Signal();
            return true;
        }
    }

    /// <summary>Takes back what was added last, as far as it is of a frame: a part of it is of no use.</summary>
    public void RemoveFrame(uint timestamp)
    {
        lock (_lock)
        {
            while (_packets.Last is { } last && RtpPacket.Timestamp(last.Value.Data) == timestamp)
            {
                _packets.RemoveLast();
                Return(last.Value);
            }
        }
    }

    /// <summary>The reader has gone: what it was in the middle of is of no use to the next one.</summary>
    public void Rest()
    {
        lock (_lock)
        {
            if (!_isResting && _hasBeenRead)
            {
                _isCut = true;
                KeepLast(0);
            }

            _isResting = true;
        }
    }

    /// <summary>Whether a reader has gone since this was asked last: the writer has to begin anew.</summary>
    public bool TakeCut()
    {
        lock (_lock)
        {
            var isCut = _isCut;
            _isCut = false;
            return isCut;
        }
    }

    /// <summary>A reader comes. Gives how many frames wait for it.</summary>
    public int Wake()
    {
        lock (_lock)
        {
            (_isResting, _hasBeenRead, _wokenAt) = (false, true, time.GetTimestamp());
            var (frames, before) = (0, 0u);
            foreach (var entry in _packets)
            {
                var timestamp = RtpPacket.Timestamp(entry.Data);
                frames += frames == 0 || timestamp != before ? 1 : 0;
                before = timestamp;
            }

            return frames;
        }
    }

    /// <summary>Lets go all but so many of what was added last.</summary>
    public void KeepLast(int count)
    {
        lock (_lock)
        {
            while (_packets.Count > count)
            {
                var first = _packets.First!.Value;
                _packets.RemoveFirst();
                Return(first);
            }
        }
    }

    /// <summary>Waits for packets, and writes as many as fit with the head that they have over TCP. Gives how many bytes that are.</summary>
    public async Task<int> TakeAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Take(into.Span) is > 0 and var length)
            {
                return length;
            }

            await _some.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lets all packets go.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _packets)
            {
                ArrayPool<byte>.Shared.Return(entry.Data);
            }

            _packets.Clear();
            _bytes = 0;
        }
    }

    private int Take(Span<byte> into)
    {
        lock (_lock)
        {
            var length = 0;
            while (_packets.First is { } first && length + 4 + first.Value.Length <= into.Length)
            {
                into[length] = (byte)'$';
                into[length + 1] = 0;
                BinaryPrimitives.WriteUInt16BigEndian(into[(length + 2)..], (ushort)first.Value.Length);
                first.Value.Data.AsSpan(0, first.Value.Length).CopyTo(into[(length + 4)..]);
                length += 4 + first.Value.Length;
                _packets.RemoveFirst();
                Return(first.Value);
            }

            return length;
        }
    }

    private void Return(Entry entry)
    {
        _bytes -= entry.Length;
        ArrayPool<byte>.Shared.Return(entry.Data);
    }

    private void Signal()
    {
        if (_some.CurrentCount == 0)
        {
            _some.Release();
        }
    }

    private readonly record struct Entry(byte[] Data, int Length, long Added);
}
