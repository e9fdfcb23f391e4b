namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>
/// Some cameras number the packets of their video otherwise than they told. Where none has the number that was told, and all have one other, that is
/// the video; beside packets of the right number others are of something else, such as repetitions (RFC 4588). Not thread-safe.
/// </summary>
internal sealed class PayloadNumbers
{
    /// <summary>So many packets tell the number.</summary>
    public const int MinPackets = 32;

    private bool _isAsTold;
    private int _other;
    private int _count;

    /// <summary>Gives a packet the number that was told, where it has the video's.</summary>
    public void Mend(RtspMedia media, Span<byte> packet)
    {
        if (_isAsTold || !RtpPacket.IsValid(packet))
        {
            return;
        }

        var type = RtpPacket.PayloadType(packet);
        _isAsTold = type == media.PayloadType;
        if (_isAsTold)
        {
            return;
        }

        (_other, _count) = type == _other ? (type, Math.Min(_count + 1, MinPackets)) : (type, 1);
        if (_count == MinPackets)
        {
            RtpPacket.SetPayloadType(packet, media.PayloadType);
        }
    }
}
