using System.Buffers.Binary;

namespace Dashboard.Capture.Http.Joining;

/// <summary>
/// What a transport stream says of its parts (ISO 13818-1, 2.4.4): the first table names a second one, and that names the parts and their kinds. Each
/// is taken to fit into one packet, as those of cameras do.
/// </summary>
internal static class TransportTables
{
    private const byte Programs = 0, Parts = 2;
    private const int LengthEnd = 3, HeadBytes = 8, CheckBytes = 4, ProgramBytes = 4, PartBytes = 5, PartsHeadBytes = 12;

    /// <summary>In which part of the stream the first program's parts are told; null: this says nothing of it.</summary>
    /// <param name="content">Of a packet of part 0.</param>
    public static int? PartsOf(ReadOnlySpan<byte> content)
    {
        var table = TableOf(content, Programs);
        for (var at = HeadBytes; at + ProgramBytes <= table.Length; at += ProgramBytes)
        {
            // Program 0 is none.
            if (BinaryPrimitives.ReadUInt16BigEndian(table[at..]) != 0)
            {
                return BinaryPrimitives.ReadUInt16BigEndian(table[(at + 2)..]) & 0x1FFF;
            }
        }

        return null;
    }

    /// <summary>Number and kind of the part that is the first video; null: this names none that is known to be one.</summary>
    /// <param name="content">Of a packet of the part that <see cref="PartsOf"/> names.</param>
    public static (int Part, byte Kind)? VideoOf(ReadOnlySpan<byte> content)
    {
        var table = TableOf(content, Parts);
        if (table.Length < PartsHeadBytes)
        {
            return null;
        }

        for (var at = PartsHeadBytes + LengthAt(table, PartsHeadBytes - 2); at + PartBytes <= table.Length; at += PartBytes + LengthAt(table, at + 3))
        {
            // MPEG-1 and -2, MPEG-4, H.264, H.265, H.266, AVS, VC-1.
            if (table[at] is 0x01 or 0x02 or 0x10 or 0x1B or 0x24 or 0x33 or 0x42 or 0xD2 or 0xEA)
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(table[(at + 1)..]) & 0x1FFF, table[at]);
            }
        }

        return null;
    }

    // Without its checksum.
    private static ReadOnlySpan<byte> TableOf(ReadOnlySpan<byte> content, byte kind)
    {
        if (content.Length < 1 || content.Length < 1 + content[0] + HeadBytes)
        {
            return [];
        }

        var table = content[(1 + content[0])..];
        var length = LengthEnd + LengthAt(table, 1) - CheckBytes;
        return table[0] == kind && length >= HeadBytes && length <= table.Length ? table[..length] : [];
    }

    private static int LengthAt(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadUInt16BigEndian(table[at..]) & 0x0FFF;
}
