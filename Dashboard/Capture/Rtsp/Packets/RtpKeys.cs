using System.Buffers.Binary;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>What a packet is to somebody who has seen nothing before it.</summary>
internal enum RtpRole
{
    /// <summary>Needs pictures before it.</summary>
    Follows,

    /// <summary>Goes before a picture and is needed for it.</summary>
    Prepares,

    /// <summary>Begins a picture that needs none before it.</summary>
    Begins,
}

/// <summary>Tells where a stream can be entered. Of codings that are not known here, any picture is taken for a place.</summary>
internal static class RtpKeys
{
    /// <param name="codec">Name of the coding.</param>
    /// <param name="payload">What the packet carries.</param>
    /// <param name="isNewFrame">Whether its time differs from that of the packet before.</param>
    public static RtpRole RoleOf(string codec, ReadOnlySpan<byte> payload, bool isNewFrame) => codec switch
    {
        "H264" => RoleOfH264(payload),
        "H265" => RoleOfH265(payload),
        _ => isNewFrame ? RtpRole.Begins : RtpRole.Follows,
    };

    // RFC 6184: 24 holds several units, 28 a part of one.
    private static RtpRole RoleOfH264(ReadOnlySpan<byte> payload) => payload.Length < 2 ? RtpRole.Follows : (payload[0] & 0x1F) switch
    {
        24 => RoleOfSeveral(payload[1..], RoleOfH264),
        28 => (payload[1] & 0x80) != 0 || (payload[1] & 0x1F) is 7 or 8 ? RoleOfH264Unit(payload[1] & 0x1F, payload[2..]) : RtpRole.Follows,
        var type => RoleOfH264Unit(type, payload[1..]),
    };

    private static RtpRole RoleOfH264Unit(int type, ReadOnlySpan<byte> body) => type switch
    {
        5 => RtpRole.Begins,

        // A place to enter that is no key frame in name: said so, or whole pictures all the same.
        6 => body is [6, ..] ? RtpRole.Begins : RtpRole.Prepares,
        1 => IsWhole(body) ? RtpRole.Begins : RtpRole.Follows,
        7 or 8 or 9 => RtpRole.Prepares,
        _ => RtpRole.Follows,
    };

    // A slice begins with two numbers: the first block's, and its kind, of which 2 and 7 need no other picture.
    private static bool IsWhole(ReadOnlySpan<byte> slice) =>
        slice is [>= 0x80, ..] && ((slice[0] & 0x7F) >> 4 == 0b011 || (slice[0] & 0x7F) == 0b0001000);

    // RFC 7798: 48 holds several units, 49 a part of one.
    private static RtpRole RoleOfH265(ReadOnlySpan<byte> payload) => payload.Length < 3 ? RtpRole.Follows : (payload[0] >> 1 & 0x3F) switch
    {
        48 => RoleOfSeveral(payload[2..], RoleOfH265),
        49 => (payload[2] & 0x80) != 0 || (payload[2] & 0x3F) is >= 32 and <= 34 ? RoleOfH265Unit(payload[2] & 0x3F) : RtpRole.Follows,
        var type => RoleOfH265Unit(type),
    };

    private static RtpRole RoleOfH265Unit(int type) => type switch
    {
        >= 16 and <= 21 => RtpRole.Begins,
        >= 32 and <= 35 or 39 or 40 => RtpRole.Prepares,
        _ => RtpRole.Follows,
    };

    private delegate RtpRole RoleReader(ReadOnlySpan<byte> unit);

    private static RtpRole RoleOfSeveral(ReadOnlySpan<byte> units, RoleReader read)
    {
        var role = RtpRole.Prepares;
        while (units.Length > 2 && BinaryPrimitives.ReadUInt16BigEndian(units) is var length and > 0 && length <= units.Length - 2)
        {
            var one = read(units.Slice(2, length));
            if (one != RtpRole.Prepares)
            {
                return one;
            }

            units = units[(2 + length)..];
        }

        return role;
    }
}
