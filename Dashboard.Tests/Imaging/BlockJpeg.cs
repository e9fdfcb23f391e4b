using System.Buffers.Binary;

namespace Dashboard.Tests.Imaging;

/// <summary>Writes JPEGs whose blocks of 8x8 pixels are of one value each: of any number of components, with any orientation, byte by byte.</summary>
internal static class BlockJpeg
{
    /// <summary>A picture of so many blocks.</summary>
    /// <param name="blocksAcross">Its width in blocks.</param>
    /// <param name="blocksDown">Its height in blocks.</param>
    /// <param name="components">1: grey, 3: YCbCr, 4: CMYK as Adobe's programs write it, inverted.</param>
    /// <param name="value">Value of a component in a block.</param>
    /// <param name="orientation">EXIF orientation, 1 to 8; 0: no EXIF.</param>
    public static byte[] Write(int blocksAcross, int blocksDown, int components, Func<int, int, int, byte> value, int orientation = 0)
    {
        var file = new List<byte> { 0xFF, 0xD8 };
        if (orientation > 0)
        {
            file.AddRange(Exif(orientation));
        }

        if (components == 4)
        {
            Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]);
        }

        // With all steps 8, a block's first coefficient is its value less 128, and the others are nothing.
        Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        Segment(0xC0, [8, .. BigEndian(8 * blocksDown), .. BigEndian(8 * blocksAcross), (byte)components, .. PerComponent(0x11, 0)]);
        Segment(0xC4, [0x00, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        Segment(0xC4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Segment(0xDA, [(byte)components, .. PerComponent(0), 0, 63, 0]);
        file.AddRange(Blocks(blocksAcross, blocksDown, components, value));
        return [.. file, 0xFF, 0xD9];

        void Segment(byte marker, byte[] content) => file.AddRange([0xFF, marker, .. BigEndian(content.Length + 2), .. content]);

        IEnumerable<byte> PerComponent(params byte[] rest) => Enumerable.Range(1, components).SelectMany(id => (byte[])[(byte)id, .. rest]);
    }

    /// <summary>A segment that says how a picture is to be turned.</summary>
    public static byte[] Exif(int orientation) =>
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    private static List<byte> Blocks(int across, int down, int components, Func<int, int, int, byte> value)
    {
        var (bytes, bits, count) = (new List<byte>(), 0, 0);
        var last = new int[components];
        for (var block = 0; block < across * down; block++)
        {
            for (var component = 0; component < components; component++)
            {
                var coefficient = value(component, block % across, block / across) - 128;
                var difference = coefficient - last[component];
                last[component] = coefficient;
                var size = difference == 0 ? 0 : int.Log2(Math.Abs(difference)) + 1;
                Put(size, 4);
                Put(difference >= 0 ? difference : difference + (1 << size) - 1, size);
                Put(0, 1);
            }
        }

        while (count != 0)
        {
            Put(1, 1);
        }

        return bytes;

        void Put(int number, int length)
        {
            for (var i = length - 1; i >= 0; i--)
            {
                bits = (bits << 1) | ((number >> i) & 1);
                if (++count == 8)
                {
                    bytes.AddRange(bits == 0xFF ? [0xFF, 0] : [(byte)bits]);
                    (bits, count) = (0, 0);
                }
            }
        }
    }
}
