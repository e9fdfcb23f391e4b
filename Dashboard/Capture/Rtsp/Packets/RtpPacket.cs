using System.Buffers.Binary;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>Where things are in a packet of RTP (RFC 3550, section 5.1).</summary>
internal static class RtpPacket
{
    public const int HeaderBytes = 12;

    public static bool IsValid(ReadOnlySpan<byte> packet) => packet.Length >= HeaderBytes && packet[0] >> 6 == 2;

    public static int PayloadType(ReadOnlySpan<byte> packet) => packet[1] & 0x7F;

    /// <param name="type">0 to 127.</param>
    public static void SetPayloadType(Span<byte> packet, int type) => packet[1] = (byte)((packet[1] & 0x80) | type);

    public static ushort Sequence(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    public static uint Timestamp(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);

    public static uint Source(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);

    public static void Write(Span<byte> packet, ushort sequence, uint timestamp, uint source)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], source);
    }

    /// <summary>What it carries, behind contributing sources and an extension.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> packet)
    {
        var start = HeaderBytes + (4 * (packet[0] & 0x0F));
        if ((packet[0] & 0x10) != 0 && packet.Length >= start + 4)
        {
            start += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(start + 2)..]));
        }

        return start < packet.Length ? packet[start..] : [];
    }
}
