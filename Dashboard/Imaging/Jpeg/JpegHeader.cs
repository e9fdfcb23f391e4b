using System.Buffers.Binary;

namespace Dashboard.Imaging.Jpeg;

/// <summary>Reads the segments of a JPEG before its pixels: size, orientation (EXIF), and how often it goes over the picture.</summary>
internal static class JpegHeader
{
    /// <summary>A progressive picture of more scans was made to take minutes; usual are about ten.</summary>
    private const int MaxScans = 200;

    /// <summary>Reads the header; null where it ends early or has no size. Throws <see cref="InvalidDataException"/> for too many scans.</summary>
    public static PictureHeader? Read(ReadOnlySpan<byte> file)
    {
        var orientation = 1;
        for (var at = 2; at + 4 <= file.Length;)
        {
            if (file[at] != 0xFF)
            {
                // Stray bytes, which many cameras leave between segments.
                at++;
                continue;
            }

            var marker = file[at + 1];
            if (marker is 0xFF or 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            var segment = file[(at + 4)..Math.Min(file.Length, at + 2 + Math.Max((int)length, 2))];
            switch (marker)
            {
                case 0xE1 when segment.StartsWith("Exif\0\0"u8):
                    orientation = Orientation(segment[6..]);
                    break;
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
                    var held = IsOfOnePass(marker, segment[5], file[at..]) ? 0 : CoefficientBytes(width, height, segment[5..]);
                    return width > 0 && height > 0 ? new PictureHeader(PictureFormat.Jpeg, width, height, orientation, held) : null;
                case 0xD9 or 0xDA:
                    return null;
            }

            at += 2 + length;
        }

        return null;
    }

    /// <summary>The EXIF orientation, 1 to 8; 1 where there is none.</summary>
    private static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14 || tiff[0] != tiff[1])
        {
            return 1;
        }

        var isBigEndian = tiff[0] == 'M';
        var start = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (start > tiff.Length - 2)
        {
            return 1;
        }

        var directory = tiff[(int)start..];
        for (int i = 0, count = Short(directory, isBigEndian); i < count && 2 + (12 * (i + 1)) <= directory.Length; i++)
        {
            var entry = directory.Slice(2 + (12 * i), 12);
            if (Short(entry, isBigEndian) == 0x0112)
            {
                return Short(entry[8..], isBigEndian);
            }
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    /// <summary>
    /// Whether a decoder needs no more than a few rows at once. It keeps the whole of a progressive picture even if that has a single scan, and of
    /// one whose first scan lacks a component.
    /// </summary>
    private static bool IsOfOnePass(byte marker, int components, ReadOnlySpan<byte> rest)
    {
        var scans = CountScans(rest);
        var first = rest.IndexOf([(byte)0xFF, (byte)0xDA]);
        return marker is 0xC0 or 0xC1 or 0xC9 && scans < 2 && (first < 0 || first + 4 >= rest.Length || rest[first + 4] >= components);
    }

    /// <summary>What the coefficients of all components take: two bytes each, in whole units of blocks.</summary>
    /// <param name="components">Their number, then three bytes of each: name, samples across and down, table.</param>
    private static long CoefficientBytes(int width, int height, ReadOnlySpan<byte> components)
    {
        const int blockSide = 8, blockBytes = 2 * blockSide * blockSide;
        int across = 1, down = 1, blocks = 0;
        for (var i = 0; i < components[0]; i++)
        {
            var sampling = components[2 + (3 * i)];
            across = Math.Max(across, sampling >> 4);
            down = Math.Max(down, sampling & 15);
            blocks += (sampling >> 4) * (sampling & 15);
        }

        return (long)PictureHeader.Up(width, blockSide * across) * PictureHeader.Up(height, blockSide * down) * blocks * blockBytes;
    }

    private static int CountScans(ReadOnlySpan<byte> rest)
    {
        var scans = 0;
        for (; rest.IndexOf([(byte)0xFF, (byte)0xDA]) is var at and >= 0; rest = rest[(at + 2)..])
        {
            if (++scans > MaxScans)
            {
                throw new InvalidDataException($"The picture has more than {MaxScans} scans.");
            }
        }

        return scans;
    }
}
