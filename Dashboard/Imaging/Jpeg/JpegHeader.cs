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
                    var scans = CountScans(file[at..]);
                    return width > 0 && height > 0 ? new PictureHeader(PictureFormat.Jpeg, width, height, orientation, scans > 1) : null;
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
