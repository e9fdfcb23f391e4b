using System.Buffers.Binary;

namespace Dashboard.Imaging;

/// <summary>
/// Reads the first directory of a TIFF, which is what is decoded. What the decoder may read in another way than this is refused, so that no file
/// is larger than it seems: a tag that comes twice, a number of an unusual type.
/// </summary>
internal ref struct TiffHeader
{
    private const int EntryLength = 12;
    private const int ShortType = 3;
    private const int LongType = 4;

    /// <summary>More than can be read, and few enough to multiply.</summary>
    private const long MaxPartPixels = 1L << 40;

    /// <summary>The decoder makes four bytes a pixel of whatever it does not know.</summary>
    private const int MinPartBytesPerPixel = 4;

    private readonly ReadOnlySpan<byte> _file;
    private readonly bool _isBigEndian;
    private readonly HashSet<int> _seen = [];
    private long _width, _height, _tileWidth, _tileHeight;
    private long _bits = 1, _samples = 1, _rows = uint.MaxValue;

    private TiffHeader(ReadOnlySpan<byte> file)
    {
        _file = file;
        _isBigEndian = file[0] == 'M';
    }

    /// <summary>Reads the header; null where it says no size, or not clearly. Throws what reading past the end throws.</summary>
    public static PictureHeader? Read(ReadOnlySpan<byte> file) => new TiffHeader(file).Read();

    private PictureHeader? Read()
    {
        var start = (int)Math.Min(int.MaxValue, Long(_file[4..]));
        for (int i = 0, count = Short(_file[start..]); i < count; i++)
        {
            if (!TryRead(_file.Slice(start + 2 + (EntryLength * i), EntryLength)))
            {
                return null;
            }
        }

        if (_width is < 1 or > int.MaxValue || _height is < 1 or > int.MaxValue)
        {
            return null;
        }

        // Tiles and strips are read whole, however little of them is in the picture.
        var part = Math.Max(Area(_tileWidth, _tileHeight), Area(_width, _rows == uint.MaxValue ? _height : _rows));
        var bytes = Math.Max(MinPartBytesPerPixel, ((_bits * _samples) + 7) / 8);
        return new PictureHeader(PictureFormat.Tiff, (int)_width, (int)_height, HeldBytes: part * bytes);
    }

    private bool TryRead(ReadOnlySpan<byte> entry)
    {
        switch (Short(entry))
        {
            case 256:
                return TrySet(entry, ref _width);
            case 257:
                return TrySet(entry, ref _height);
            case 258: // Bits a sample, a number for each.
                return TrySet(entry, ref _bits, isOfSamples: true);
            case 277:
                return TrySet(entry, ref _samples);
            case 278:
                return TrySet(entry, ref _rows);
            case 322:
                return TrySet(entry, ref _tileWidth);
            case 323:
                return TrySet(entry, ref _tileHeight);
            default:
                return true;
        }
    }

    private readonly bool TrySet(ReadOnlySpan<byte> entry, ref long value, bool isOfSamples = false)
    {
        var (type, count) = (Short(entry[2..]), Long(entry[4..]));
        if (!_seen.Add(Short(entry)) || type is not (ShortType or LongType) || (isOfSamples ? type != ShortType || count < 1 : count != 1))
        {
            return false;
        }

        // More than two short numbers stand elsewhere.
        var numbers = count > 2 ? _file[(int)Math.Min(int.MaxValue, Long(entry[8..]))..] : entry[8..];
        value = type == ShortType ? Short(numbers) : Long(numbers);
        return true;
    }

    private static long Area(long width, long height) => (long)Math.Min(MaxPartPixels, (double)width * height);

    private readonly int Short(ReadOnlySpan<byte> at) =>
        _isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

    private readonly long Long(ReadOnlySpan<byte> at) =>
        _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
}
