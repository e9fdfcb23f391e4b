using System.Buffers;
using System.Buffers.Binary;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>Packets on their way to a decoder: so many bytes and so long, and no more. One writer, one reader.</summary>
/// <param name="time">Where the time comes from.</param>
/// <param name="keeps">
/// What a reader has taken stays for the next one, from the last picture on that needs none before it: readers come and go, and key frames may be ten
/// seconds apart.
/// </param>
internal sealed class RtpQueue(TimeProvider time, bool keeps = false) : IDisposable
{
    /// <summary>Bytes that wait for a reader at most.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>The same where readers come and go: ten seconds of a large stream.</summary>
    public const int MaxKeptBytes = 12 << 20;

    /// <summary>What a reader that comes is still shown, so that a vehicle is not lost that the substream showed a little late.</summary>
    public static readonly TimeSpan ShownAge = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private readonly LinkedList<Entry> _packets = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _some = new(0, 1);
    private LinkedListNode<Entry>? _unread;
    private int _bytes, _unreadBytes;

    // Entries at the head that no next reader needs; none of them has been read.
    private int _old;
    private bool _isResting, _isCut, _hasBeenRead, _isWhole;
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
                return _unreadBytes <= Max / 2 && !IsLate;
            }
        }
    }

    /// <summary>Called when what was kept for a next reader is too much until the next picture that needs none before it.</summary>
    public Action? OnForgotten { get; init; }

    /// <summary>Whether what was read stays, so that each picture that needs none before it has to be told of by <see cref="KeepLast"/>.</summary>
    public bool Keeps => keeps;

    private int Max => keeps ? MaxKeptBytes : MaxBytes;

    private bool IsLate => !_isResting && _unread is { } first && time.GetElapsedTime(Math.Max(first.Value.Added, _wokenAt)) > MaxAge;

    /// <summary>Takes a copy of a packet; false: the reader is behind.</summary>
    public bool Add(ReadOnlySpan<byte> packet)
    {
        lock (_lock)
        {
            if (_unreadBytes + packet.Length > Max || IsLate)
            {
                if (_isResting && keeps)
                {
                    OnForgotten?.Invoke();
                }

                return false;
            }

            if (_bytes + packet.Length > Max)
            {
                LetGoOfRead();
            }

            var data = ArrayPool<byte>.Shared.Rent(packet.Length);
            packet.CopyTo(data);
            var added = _packets.AddLast(new Entry(data, packet.Length, time.GetTimestamp()));
            _unread ??= added;
            (_bytes, _unreadBytes) = (_bytes + packet.Length, _unreadBytes + packet.Length);
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
                // The unread ones are the last.
                _unreadBytes -= _unread is null ? 0 : last.Value.Length;
                _unread = last == _unread ? null : _unread;
                _packets.RemoveLast();
                Return(last.Value);
            }

            _old = Math.Min(_old, _packets.Count);
        }
    }

    /// <summary>The reader has gone: what it was in the middle of is of no use to the next one, unless the beginning of that is still here.</summary>
    public void Rest()
    {
        lock (_lock)
        {
            var isLeft = !_isResting && _hasBeenRead;
            _isResting = true;
            if (isLeft && _isWhole)
            {
                KeepLast(_packets.Count - _old);
                (_unread, _unreadBytes) = (_packets.First, _bytes);
            }
            else if (isLeft)
            {
                _isCut = true;
                KeepLast(0);
            }
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

    /// <summary>A reader comes. Gives how many frames wait for it, and how many of them came longer ago than <see cref="ShownAge"/>.</summary>
    public (int Waiting, int Over) Wake()
    {
        lock (_lock)
        {
            (_isResting, _hasBeenRead, _wokenAt) = (false, true, time.GetTimestamp());
            var (frames, over, before) = (0, 0, 0u);
            for (var node = _unread; node is not null; node = node.Next)
            {
                var timestamp = RtpPacket.Timestamp(node.Value.Data);
                if (frames == 0 || timestamp != before)
                {
                    frames++;
                    over += time.GetElapsedTime(node.Value.Added, _wokenAt) > ShownAge ? 1 : 0;
                }

                before = timestamp;
            }

            return (frames, over);
        }
    }

    /// <summary>
    /// With the last so many packets begins a picture that needs none before it: all others go, but for those that a reader has still to read.
    /// </summary>
    public void KeepLast(int count)
    {
        lock (_lock)
        {
            while (_packets.Count > count && (_isResting || !keeps || _packets.First != _unread))
            {
                RemoveFirst();
            }

            (_isWhole, _old) = (keeps, Math.Max(0, _packets.Count - count));
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
            (_unread, _bytes, _unreadBytes, _old) = (null, 0, 0, 0);
        }
    }

    private int Take(Span<byte> into)
    {
        lock (_lock)
        {
            var length = 0;
            while (_unread is { } first && length + 4 + first.Value.Length <= into.Length)
            {
                into[length] = (byte)'$';
                into[length + 1] = 0;
                BinaryPrimitives.WriteUInt16BigEndian(into[(length + 2)..], (ushort)first.Value.Length);
                first.Value.Data.AsSpan(0, first.Value.Length).CopyTo(into[(length + 4)..]);
                length += 4 + first.Value.Length;
                (_unread, _unreadBytes) = (first.Next, _unreadBytes - first.Value.Length);
                if (!_isWhole || _old > 0)
                {
                    _old = Math.Max(0, _old - 1);
                    _packets.Remove(first);
                    Return(first.Value);
                }
            }

            return length;
        }
    }

    // It is too much to be kept until the next picture that needs none before it.
    private void LetGoOfRead()
    {
        while (_packets.First is { } first && first != _unread)
        {
            RemoveFirst();
        }

        if (_isWhole)
        {
            OnForgotten?.Invoke();
        }

        (_isWhole, _old) = (false, 0);
    }

    private void RemoveFirst()
    {
        var first = _packets.First!;
        if (first == _unread)
        {
            (_unread, _unreadBytes) = (first.Next, _unreadBytes - first.Value.Length);
        }

        _packets.Remove(first);
        Return(first.Value);
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
