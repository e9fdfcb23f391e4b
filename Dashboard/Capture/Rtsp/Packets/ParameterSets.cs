using System.Buffers;
using System.Buffers.Binary;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>
/// Tells when the pictures of a camera become others: what it says of them (their size and shape among it) before a picture that needs none before
/// it differs from what it said before the last such one. Of codings that are not known here it knows of no change. Not thread-safe.
/// </summary>
/// <param name="codec">Name of the coding.</param>
internal sealed class ParameterSets(string codec)
{
    private const int MaxPackets = 32;
    private readonly List<byte[]> _packets = [];
    private readonly ArrayBufferWriter<byte> _sets = new();
    private byte[] _last = [];
    private bool _hasBegun;

    /// <summary>After a change: the packets that go before the picture and are needed for it, as they came.</summary>
    public IReadOnlyList<byte[]> Packets => _packets;

    /// <summary>Takes the next packet; true: with it, and with <see cref="Packets"/> before it, other pictures begin.</summary>
    /// <param name="packet">A whole packet, which may be kept as a copy.</param>
    /// <param name="isNewFrame">Whether its time differs from that of the packet before.</param>
    public bool Add(ReadOnlySpan<byte> packet, bool isNewFrame)
    {
        if (_hasBegun)
        {
            _hasBegun = false;
            _packets.Clear();
        }

        var payload = RtpPacket.Payload(packet);
        var role = RtpKeys.RoleOf(codec, payload, isNewFrame);
        Collect(payload, role);
        if (role == RtpRole.Prepares)
        {
            if (_packets.Count < MaxPackets)
            {
                _packets.Add(packet.ToArray());
            }

            return false;
        }

        _hasBegun = true;
        var isOther = role == RtpRole.Begins && _sets.WrittenCount > 0 && IsOther();
        _sets.ResetWrittenCount();
        return isOther;
    }

    private bool IsOther()
    {
        if (_sets.WrittenSpan.SequenceEqual(_last))
        {
            return false;
        }

        var isFirst = _last.Length == 0;
        _last = _sets.WrittenSpan.ToArray();
        return !isFirst;
    }

    private void Collect(ReadOnlySpan<byte> payload, RtpRole role)
    {
        switch (codec)
        {
            // RFC 6184: 7 is a sequence's parameter set, 24 holds several units.
            case "H264" when payload is [var first, ..] && (first & 0x1F) is 7 or 24:
                CollectUnits(payload, isSeveral: (first & 0x1F) == 24, headBytes: 1, unit => (unit[0] & 0x1F) == 7);
                break;

            // A piece of one, too.
            case "H264" when payload is [var first, var second, ..] && (first & 0x1F) == 28 && (second & 0x1F) == 7:
                _sets.Write(payload[2..]);
                break;
            case "H265" when payload is [var first, _, var third, ..] && (first >> 1 & 0x3F) == 49 && (third & 0x3F) == 33:
                _sets.Write(payload[3..]);
                break;

            // RFC 7798: 33 and 48.
            case "H265" when payload is [var first, _, ..] && (first >> 1 & 0x3F) is 33 or 48:
                CollectUnits(payload, isSeveral: (first >> 1 & 0x3F) == 48, headBytes: 2, unit => (unit[0] >> 1 & 0x3F) == 33);
                break;

            // RFC 2435: the seventh and the eighth byte are width and height.
            case "JPEG" when role == RtpRole.Begins && payload.Length >= 8:
                _sets.Write(payload.Slice(6, 2));
                break;
        }
    }

    private delegate bool UnitTest(ReadOnlySpan<byte> unit);

    private void CollectUnits(ReadOnlySpan<byte> payload, bool isSeveral, int headBytes, UnitTest isSet)
    {
        if (!isSeveral)
        {
            _sets.Write(payload);
            return;
        }

        var units = payload[headBytes..];
        while (units.Length > 2 && BinaryPrimitives.ReadUInt16BigEndian(units) is var length and > 0 && length <= units.Length - 2)
        {
            if (isSet(units.Slice(2, length)))
            {
                _sets.Write(units.Slice(2, length));
            }

            units = units[(2 + length)..];
        }
    }
}
