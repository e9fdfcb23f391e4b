using System.Buffers.Binary;

namespace Dashboard.Imaging.Jpeg;

/// <summary>A component of a JPEG: how often it is sampled, and the tables of its scan.</summary>
internal sealed class JpegComponent(byte id, int across, int down)
{
    public byte Id => id;

    public int Across => across;

    public int Down => down;

    public HuffmanTable? First { get; set; }

    public HuffmanTable? Others { get; set; }
}

/// <summary>The coefficients of a scan, gone past without being kept.</summary>
internal static unsafe class JpegScan
{
    /// <summary>Bytes that must stand behind the data: a block that runs past its end reads no further.</summary>
    public const int Margin = 320;

    private const int Coefficients = 64;

    /// <summary>
    /// Goes past units of a scan. Returns how many bytes they take; more than there are: the data ends early; -1: they make no sense.
    /// </summary>
    /// <param name="data">Data up to the next marker, without the zeros that are stuffed in, then the margin.</param>
    /// <param name="length">Bytes of the data.</param>
    /// <param name="blocks">The component of each block of a unit.</param>
    /// <param name="units">How many units.</param>
    public static int Pass(ReadOnlySpan<byte> data, int length, ReadOnlySpan<JpegComponent> blocks, long units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(data.Length, length + Margin);
        fixed (byte* start = data)
        {
            var (at, end) = (0L, 8L * length);
            for (var unit = 0L; unit < units; unit++)
            {
                foreach (var component in blocks)
                {
                    at = PassBlock(start, at, component.First!, component.Others!);
                    if (at < 0)
                    {
                        return -1;
                    }

                    if (at > end)
                    {
                        return length + 1;
                    }
                }
            }

            return (int)((at + 7) / 8);
        }
    }

    private static long PassBlock(byte* data, long at, HuffmanTable first, HuffmanTable others)
    {
        var window = Window(data, at);
        var code = first.Find(window);
        if (code == 0)
        {
            return -1;
        }

        var used = HuffmanTable.Bits(code);
        var coefficient = 1;
        while (coefficient < Coefficients)
        {
            // A code and its value take 31 bits at most, and a window has at least 57.
            if (used > 57 - 31)
            {
                at += used;
                window = Window(data, at);
                used = 0;
            }

            code = others.Find(window << used);
            used += HuffmanTable.Bits(code);
            var step = HuffmanTable.Coefficients(code);
            if (step == 0)
            {
                return code == 0 ? -1 : at + used;
            }

            coefficient += step;
        }

        if (coefficient > Coefficients)
        {
            return -1;
        }

        return at + used;
    }

    private static ulong Window(byte* data, long at)
    {
        var word = *(ulong*)(data + (at >> 3));
        return (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word) << (int)(at & 7);
    }
}
