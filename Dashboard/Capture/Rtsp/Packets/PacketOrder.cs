namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>
/// Gives packets that overtook others on the way their order back. One that is missing is waited for a little: nothing is handed on meanwhile, and
/// the picture of a camera with few packets would stand for seconds. Not thread-safe.
/// </summary>
/// <param name="give">Is given each packet in its turn.</param>
internal sealed class PacketOrder(Action<Memory<byte>> give, TimeProvider time)
{
    /// <summary>How long a packet is waited for that others have overtaken.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);

    private const int MaxWaiting = 32;
    private const int MaxStep = 256;
    private readonly SortedList<int, (byte[] Packet, long At)> _waiting = [];
    private int _next = -1;

    /// <summary>Packets that never came, or too late.</summary>
    public long Lost { get; private set; }

    /// <summary>How long the next one is still waited for; null: none is missing.</summary>
    public TimeSpan? Wait => _waiting.Count == 0 ? null
        : MaxWait - time.GetElapsedTime(_waiting.Values.Min(one => one.At)) is var left && left > TimeSpan.Zero ? left
        : TimeSpan.Zero;

    /// <summary>Takes a packet, which may be reused then. What is none is left out.</summary>
    public void Add(Memory<byte> packet)
    {
        if (!RtpPacket.IsValid(packet.Span))
        {
            return;
        }

        var number = RtpPacket.Sequence(packet.Span);
        var ahead = _next < 0 ? 0 : (short)(ushort)(number - _next);
        if (ahead is > 0 and < MaxStep)
        {
            // Numbers wrap around: they are kept by how far they are from a number that all of them are behind.
            _waiting.TryAdd(_next + ahead, (packet.ToArray(), time.GetTimestamp()));
            if (_waiting.Count > MaxWaiting)
            {
                PassOver();
            }

            return;
        }

        if (ahead == 0 && _next >= 0)
        {
            _next++;
            give(packet);
        }
        else if (_next < 0 || ahead is <= -MaxStep or >= MaxStep)
        {
            _waiting.Clear();
            _next = number + 1;
            give(packet);
        }

        GiveNext();
    }

    /// <summary>Hands on what has waited for long enough for those before it.</summary>
    public void Flush()
    {
        while (Wait == TimeSpan.Zero)
        {
            PassOver();
        }
    }

    private void PassOver()
    {
        Lost += _waiting.GetKeyAtIndex(0) - _next;
        _next = _waiting.GetKeyAtIndex(0);
        GiveNext();
    }

    private void GiveNext()
    {
        while (_waiting.Count > 0 && _waiting.GetKeyAtIndex(0) <= _next)
        {
            var next = _waiting.GetValueAtIndex(0).Packet;
            _waiting.RemoveAt(0);
            _next++;
            give(next);
        }
    }
}
