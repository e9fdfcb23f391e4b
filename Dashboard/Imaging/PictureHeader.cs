using System.Buffers.Binary;
using Dashboard.Imaging.Jpeg;

namespace Dashboard.Imaging;

/// <summary>Kinds of picture files that are read.</summary>
internal enum PictureFormat
{
    Jpeg,
    Png,
    WebP,
    Tiff,
    Bmp,
    Gif,
    Pnm,
}

/// <summary>What a picture's first bytes tell, so that its size is known before memory is taken for it.</summary>
/// <param name="Format">The kind of file.</param>
/// <param name="Width">Width as it is stored.</param>
/// <param name="Height">Height as it is stored.</param>
/// <param name="Orientation">How it is shown: the EXIF orientation, 1 to 8; 1 as it is stored (told of JPEG only).</param>
/// <param name="HeldBytes">
/// What a decoder holds beside the result, however small that is made: all of a JPEG that goes over the picture more than once, a tile of a TIFF.
/// </param>
internal readonly record struct PictureHeader(PictureFormat Format, int Width, int Height, int Orientation = 1, long HeldBytes = 0)
{
    private const int BytesPerPixel = 3;

    /// <summary>What other kinds of decoders hold beside the result.</summary>
    private const int OtherBytesPerPixel = 4;

    /// <summary>Whether it is shown neither turned nor mirrored.</summary>
    public bool IsShownAsStored => Orientation is < 2 or > 8;

    /// <summary>Whether it is shown turned by a quarter, so that width and height are the other way round.</summary>
    public bool IsTurned => Orientation is >= 5 and <= 8;

    /// <summary>Width of the picture when it is shown.</summary>
    public int ShownWidth => IsTurned ? Height : Width;

    /// <summary>Height of the picture when it is shown.</summary>
    public int ShownHeight => IsTurned ? Width : Height;

    /// <summary>What decoding takes at most.</summary>
    /// <param name="reduction">How many pixels across become one.</param>
    public long DecodedBytes(int reduction)
    {
        var whole = (long)Width * Height;
        var beside = Format == PictureFormat.Jpeg ? HeldBytes : Math.Max(HeldBytes, OtherBytesPerPixel * whole);
        return (BytesPerPixel * (long)Up(Width, reduction) * Up(Height, reduction)) + beside;
    }

    /// <summary>A side when it is made smaller.</summary>
    public static int Up(int pixels, int reduction) => (pixels + reduction - 1) / reduction;

    /// <summary>The kind of file that bytes begin, of which a dozen are enough; null where it is none that is read.</summary>
    public static PictureFormat? FormatOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PictureFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => PictureFormat.Gif,
        [(byte)'B', (byte)'M', ..] => PictureFormat.Bmp,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureFormat.WebP,
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => PictureFormat.Tiff,
        [(byte)'P', >= (byte)'2' and <= (byte)'6', (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t', ..] => PictureFormat.Pnm,
        _ => null,
    };

    /// <summary>Reads a header; null where the bytes are no picture of a known kind, or end within the header.</summary>
    public static PictureHeader? TryRead(ReadOnlySpan<byte> file)
    {
        try
        {
            return FormatOf(file) switch
            {
                PictureFormat.Jpeg => JpegHeader.Read(file),
                PictureFormat.Png when file.Slice(12, 4).SequenceEqual("IHDR"u8) => From(PictureFormat.Png, BigInt(file, 16), BigInt(file, 20)),
                PictureFormat.Gif => From(PictureFormat.Gif, Short(file, 6), Short(file, 8)),
                PictureFormat.Bmp => ReadBmp(file),
                PictureFormat.WebP => ReadWebP(file),
                PictureFormat.Tiff => TiffHeader.Read(file),
                PictureFormat.Pnm => ReadPnm(file),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static PictureHeader? From(PictureFormat format, long width, long height) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? new PictureHeader(format, (int)width, (int)height) : null;

    private static int Short(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file[at..]);

    private static long BigInt(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32BigEndian(file[at..]);

    private static PictureHeader? ReadBmp(ReadOnlySpan<byte> file)
    {
        const int oldHeaderLength = 12;
        return BinaryPrimitives.ReadInt32LittleEndian(file[14..]) == oldHeaderLength
            ? From(PictureFormat.Bmp, Short(file, 18), Short(file, 20))
            : From(
                PictureFormat.Bmp,
                BinaryPrimitives.ReadInt32LittleEndian(file[18..]),
                Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..])));
    }

    private static PictureHeader? ReadWebP(ReadOnlySpan<byte> file)
    {
        // Without one of these names, the decoder takes the rest for a picture without its container.
        var name = file.Slice(12, 4);
        if (name.SequenceEqual("VP8 "u8))
        {
            return From(PictureFormat.WebP, Short(file, 26) & 0x3FFF, Short(file, 28) & 0x3FFF);
        }

        if (name.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return From(PictureFormat.WebP, (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }

        return name.SequenceEqual("VP8X"u8)
            ? From(PictureFormat.WebP, 1 + Short(file, 24) + (file[26] << 16), 1 + Short(file, 27) + (file[29] << 16))
            : null;
    }

    /// <summary>
    /// Width and height as text, with white space and comments before each. The decoder takes one sign after a number, even one that begins a
    /// comment, and ends a comment at either end of a line: so must this, lest a comment hides what it reads.
    /// </summary>
    private static PictureHeader? ReadPnm(ReadOnlySpan<byte> file)
    {
        Span<long> numbers = stackalloc long[2];
        var at = 2;
        for (var i = 0; i < numbers.Length; i++, at++)
        {
            for (; !char.IsAsciiDigit((char)file[at]); at++)
            {
                if (file[at] == '#')
                {
                    at += file[at..].IndexOfAny((byte)'\n', (byte)'\r') is var end and >= 0 ? end : file.Length;
                }
                else if (file[at] is not ((byte)' ' or (>= (byte)'\t' and <= (byte)'\r')))
                {
                    return null;
                }
            }

            for (; char.IsAsciiDigit((char)file[at]) && numbers[i] <= int.MaxValue; at++)
            {
                numbers[i] = (10 * numbers[i]) + file[at] - '0';
            }
        }

        return From(PictureFormat.Pnm, numbers[0], numbers[1]);
    }
}
