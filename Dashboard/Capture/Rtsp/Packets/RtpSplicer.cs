namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>
/// Makes one stream of what a camera sends in several sessions: numbers and times go on where the last session ended. Behind each gap, be it between
/// sessions or because the decoder is behind, it lets through nothing until a picture comes that needs none before it. What is kept for the next
/// decoder begins with the last such picture. Not thread-safe.
/// </summary>
/// <param name="media">What the camera sends.</param>
/// <param name="queue">Where it goes.</param>
internal sealed class RtpSplicer(RtspMedia media, RtpQueue queue, TimeProvider time)
{
    // No numbers that are further apart were sent one after the other.
    private const int MaxStep = 1000;
    private const int MaxHeld = 32;
    private const uint Source = 0x4C505231;

    // A camera that renews its picture piece by piece has no key frames.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private readonly List<byte[]> _held = [];
    private bool _isOpen = true, _hasSession, _isFirst = true;
    private long _closedAt, _lastAt;
    private ushort _sequence, _sentSequence;
    private uint _timestamp, _sentTimestamp, _shift;
    private uint? _begunAt;
    private int _preparing;

    /// <summary>Called when the decoder has fallen behind.</summary>
    public Action? OnBehind { get; init; }

    /// <summary>Frames that were left out because the decoder was behind.</summary>
    public long Dropped { get; private set; }

    /// <summary>Whether a picture has begun in this session.</summary>
    public bool IsOpen => _isOpen && _hasSession;

    /// <summary>A session has ended.</summary>
    public void Break()
    {
        _hasSession = false;
        Close();
    }

    /// <summary>Takes a packet, and changes it.</summary>
    public void Add(Span<byte> packet)
    {
        if (!RtpPacket.IsValid(packet) || RtpPacket.PayloadType(packet) != media.PayloadType)
        {
            return;
        }

        var timestamp = RtpPacket.Timestamp(packet);
        var isNewFrame = !_hasSession || timestamp != _timestamp;
        if (!_hasSession)
        {
            Join(timestamp, RtpPacket.Sequence(packet));
        }

        var step = (short)(ushort)(RtpPacket.Sequence(packet) - _sequence);
        if (step > 0 || step < -MaxStep)
        {
            (_sequence, _timestamp) = (RtpPacket.Sequence(packet), timestamp);
        }

        if (queue.TakeCut() && _isOpen)
        {
            Close();
        }

        if (_isOpen)
        {
            if (queue.IsResting || queue.Keeps)
            {
                KeepFromHere(packet, timestamp, isNewFrame);
            }

            Send(packet, timestamp, Math.Abs((int)step) > MaxStep ? (short)1 : step);
        }
        else
        {
            Wait(packet, timestamp, isNewFrame);
        }
    }

    private void Join(uint timestamp, ushort sequence)
    {
        var passed = _isFirst ? 0 : Math.Max(media.ClockRate / 50.0, time.GetElapsedTime(_lastAt).TotalSeconds * media.ClockRate);
        (_shift, _isFirst) = (_sentTimestamp + (uint)(long)passed - timestamp, false);
        (_hasSession, _timestamp, _sequence) = (true, timestamp, (ushort)(sequence - 1));
    }

    private void KeepFromHere(ReadOnlySpan<byte> packet, uint timestamp, bool isNewFrame)
    {
        var role = RtpKeys.RoleOf(media.Codec, RtpPacket.Payload(packet), isNewFrame);
        if (role == RtpRole.Begins && timestamp != _begunAt)
        {
            queue.KeepLast(_preparing);
            _begunAt = timestamp;
        }

        _preparing = role == RtpRole.Prepares ? _preparing + 1 : 0;
    }

    private void Wait(Span<byte> packet, uint timestamp, bool isNewFrame)
    {
        var role = RtpKeys.RoleOf(media.Codec, RtpPacket.Payload(packet), isNewFrame);
        var isLate = isNewFrame && time.GetElapsedTime(_closedAt) > MaxWait;
        var isEntry = role == RtpRole.Begins || isLate;
        if (isEntry && (queue.IsResting || (queue.Keeps && queue.IsRelaxed)))
        {
            queue.KeepLast(0);
            _begunAt = timestamp;
        }

        if (isEntry && queue.IsRelaxed)
        {
            _isOpen = true;
            foreach (var held in _held)
            {
                Send(held, RtpPacket.Timestamp(held), 1);
            }

            _held.Clear();
            if (_isOpen)
            {
                Send(packet, timestamp, 1);
            }
        }
        else if (role == RtpRole.Prepares && _held.Count < MaxHeld)
        {
            _held.Add(packet.ToArray());
        }
        else
        {
            _held.Clear();
            Dropped += isNewFrame ? 1 : 0;
        }
    }

    private void Send(Span<byte> packet, uint timestamp, short step)
    {
        var sequence = (ushort)(_sentSequence + step);
        RtpPacket.Write(packet, sequence, timestamp + _shift, Source);
        if (!queue.Add(packet))
        {
            queue.RemoveFrame(timestamp + _shift);
            Close();
            if (!queue.IsResting)
            {
                Dropped++;
                OnBehind?.Invoke();
            }

            return;
        }

        if (step > 0)
        {
            (_sentSequence, _sentTimestamp, _lastAt) = (sequence, timestamp + _shift, time.GetTimestamp());
        }
    }

    private void Close()
    {
        (_isOpen, _closedAt, _preparing) = (false, time.GetTimestamp(), 0);
        _held.Clear();
    }
}
