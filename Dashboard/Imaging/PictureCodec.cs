using Dashboard.Domain.Recognition;
using Dashboard.Hosting.Process;
using Dashboard.Imaging.Jpeg;
using Dashboard.Imaging.OpenCv;
using Dashboard.Pipeline;
using OpenCvSharp;

namespace Dashboard.Imaging;

/// <summary>
/// Pictures from and to files, by OpenCV: reads JPEG of any kind, PNG, WebP, TIFF, BMP, GIF and PNM, turned as their EXIF orientation
/// says, and writes JPEG. Safe to call from many threads. What may be asked for by many at once calls the asynchronous methods: they wait for
/// memory, which is bounded in bytes. The others are for work that has one picture at a time.
/// </summary>
internal sealed class PictureCodec : IKeptMemory, IDisposable
{
    /// <summary>Larger pictures are refused, so that a forged header cannot take the machine's memory.</summary>
    public const int MaxPixels = 100_000_000;

    /// <summary>Frames of larger pictures are made smaller by half where many may be asked for at once: plates in them are large enough.</summary>
    public const int MaxFramePixels = 36_000_000;

    /// <summary>
    /// Nor those of which a decoder holds more beside the result: of JPEG what the largest of a camera takes, which has a quarter as many colours as
    /// pixels; of others four bytes a pixel.
    /// </summary>
    private const long MaxHeldOfJpeg = 300L << 20;
    private const long MaxHeldOfOthers = 400L << 20;

    private static readonly HashSet<string> Extensions =
        new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".webp", ".tif", ".tiff", ".gif", ".pgm", ".ppm" };

    private const long DefaultDecodedBytes = 384 << 20;
    private const int MaxKeptBytes = 64 << 20;

    /// <summary>What a frame and its colours take while it is made, beside the decoded pixels.</summary>
    private const int FrameBytesPerPixel = 3;

    /// <summary>Larger frames are compressed one at a time: each takes three times its size meanwhile.</summary>
    private const int LargeFrameBytes = 16 << 20;
    private const double PlateMargin = 0.08;

    /// <summary>What stays sharp in a blurred picture must look as it was.</summary>
    private const int BlurredQuality = 95;

    private readonly FramePool _pool;
    private readonly NativeMemoryLimit _limit;
    private readonly ScratchMats _scratches = new(MaxKeptBytes);
    private readonly Lock _large = new();

    /// <summary>Loads OpenCV. Throws <see cref="Configuration.StartException"/> where a library of the system is missing.</summary>
    /// <param name="pool">Where decoded frames come from.</param>
    /// <param name="maxDecodedBytes">What pictures that are decoded at once may take.</param>
    public PictureCodec(FramePool pool, long maxDecodedBytes = DefaultDecodedBytes)
    {
        OpenCvLibrary.Load();
        _pool = pool;
        _limit = new NativeMemoryLimit(maxDecodedBytes);
    }

    /// <summary>Bytes of the matrices that are kept for the next picture.</summary>
    internal long KeptBytes => _scratches.KeptBytes;

    /// <summary>Bytes of the pictures that are decoded at this moment.</summary>
    internal long DecodedBytes => _limit.Used;

    /// <summary>Frees matrices that nothing was encoded with since the last time.</summary>
    /// <inheritdoc/>
    public long Trim() => _scratches.Trim();

    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="quality">1 to 100.</param>
    public byte[] Encode(VideoFrame frame, int quality = 85)
    {
        if (VideoFrame.SizeOf(frame.Width, frame.Height) <= LargeFrameBytes)
        {
            return EncodeAtOnce(frame, quality);
        }

        lock (_large)
        {
            return EncodeAtOnce(frame, quality);
        }
    }

    private byte[] EncodeAtOnce(VideoFrame frame, int quality)
    {
        int width = frame.Width, height = frame.Height, evenWidth = 2 * frame.ChromaWidth, evenHeight = 2 * frame.ChromaHeight;
        using var scratch = _scratches.Take();

        // OpenCV converts planes of limited range, a frame's are of full range; an odd edge is filled up, and cut off again.
        scratch.Planes.Create(evenHeight * 3 / 2, evenWidth, MatType.CV_8UC1);
        using (Mat luma = Planes.Header(frame.Y.Span, width, height), target = scratch.Planes[new Rect(0, 0, width, height)])
        {
            luma.ConvertTo(target, MatType.CV_8UC1, 219 / 255.0, 16);
        }

        var chromaBytes = 2 * frame.ChromaWidth * frame.ChromaHeight;
        using (Mat chroma = Planes.Header(frame.Data.Span[(width * height)..], chromaBytes, 1),
            target = Mat.FromPixelData(1, chromaBytes, MatType.CV_8UC1, scratch.Planes.Ptr(evenHeight)))
        {
            chroma.ConvertTo(target, MatType.CV_8UC1, 224 / 255.0, 128 - (128 * 224 / 255.0));
        }

        Cv2.CvtColor(scratch.Planes, scratch.Pixels, ColorConversionCodes.YUV2BGR_I420);
        if (width == evenWidth && height == evenHeight)
        {
            return PictureFile.Encode(scratch.Pixels, quality);
        }

        using var part = scratch.Pixels[new Rect(0, 0, width, height)];
        return PictureFile.Encode(part, quality);
    }

    /// <summary>The frame as JPEG, at most this wide.</summary>
    public byte[] EncodeSmall(VideoFrame frame, int maxWidth, int quality = 80)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWidth, 1);
        if (frame.Width <= maxWidth)
        {
            return Encode(frame, quality);
        }

        using var small = _pool.Rent(maxWidth, HeightOf(frame.Width, frame.Height, maxWidth));
        Planes.Resize(frame, small);
        return Encode(small, quality);
    }

    /// <summary>
    /// Decodes a picture to a frame that the caller owns. Throws <see cref="InvalidDataException"/> where it is none, and where a part of it is
    /// missing: what is recorded must be what was seen.
    /// </summary>
    public VideoFrame Decode(ReadOnlySpan<byte> file) => Decode(file, ReadHeader(file), 1);

    private VideoFrame Decode(ReadOnlySpan<byte> file, PictureHeader header, int reduction)
    {
        if (header.Format == PictureFormat.Jpeg)
        {
            var (damage, copy) = JpegInspection.Inspect(file);
            file = damage is null ? copy ?? file : throw new InvalidDataException($"The picture is damaged: {damage}.");
        }

        var frame = _pool.Rent(Up(header.ShownWidth, reduction), Up(header.ShownHeight, reduction));
        try
        {
            using var pixels = header.Format == PictureFormat.Jpeg
                ? PictureFile.Decode(file, reduction)
                : PictureFile.DecodeWhole(file, header, reduction);
            if ((pixels.Width, pixels.Height) != (frame.Width, frame.Height))
            {
                // Turned by what only the decoder has read.
                PictureFile.CheckSize(pixels, frame.Height, frame.Width);
                frame.Dispose();
                frame = _pool.Rent(pixels.Width, pixels.Height);
            }

            using (var luma = Planes.Header(frame.Y.Span, frame.Width, frame.Height))
            {
                Cv2.CvtColor(pixels, luma, ColorConversionCodes.BGR2GRAY);
            }

            using var scratch = _scratches.Take();
            Cv2.Resize(pixels, scratch.Pixels, new Size(frame.ChromaWidth, frame.ChromaHeight), 0, 0, InterpolationFlags.Area);
            Planes.CopyChroma(scratch.Pixels, scratch.Planes, frame);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>The same, once there is memory for it; at half its size where it has more pixels than <see cref="MaxFramePixels"/>.</summary>
    public async ValueTask<VideoFrame> DecodeAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken = default)
    {
        var header = ReadHeader(file.Span);
        var reduction = Pixels(header) > MaxFramePixels ? 2 : 1;
        var frameBytes = FrameBytesPerPixel * (long)Up(header.Width, reduction) * Up(header.Height, reduction);
        using var lease = await _limit.TakeAsync(header.DecodedBytes(reduction) + frameBytes, cancellationToken);
        return Decode(file.Span, header, reduction);
    }

    /// <summary>Whether a file's name says that it is a picture.</summary>
    public static bool IsNamedAsPicture(string path) => Extensions.Contains(Path.GetExtension(path));

    /// <summary>Whether the bytes begin as a picture of a kind that is read here.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> start) => PictureHeader.FormatOf(start) is not null;

    /// <summary>What is wrong with a JPEG, as a part of a sentence; null where nothing is, or where it is another kind of file.</summary>
    public static string? FindDamage(ReadOnlySpan<byte> file) =>
        PictureHeader.FormatOf(file) == PictureFormat.Jpeg ? JpegInspection.Inspect(file).Damage : null;

    /// <summary>Why a file cannot be read, as its header tells, as a part of a sentence; null: it can be.</summary>
    public static string? FindError(ReadOnlySpan<byte> file)
    {
        try
        {
            return PictureHeader.TryRead(file) is not { } header ? "its size cannot be told"
                : Pixels(header) > MaxPixels ? $"it has {header.Width} x {header.Height} pixels, and at most {MaxPixels / 1_000_000} million are read"
                : IsTooLarge(header) ? "to decode it takes too much memory"
                : null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Whether a picture has more pixels than are read, or takes too much memory.</summary>
    public static bool IsTooLarge(ReadOnlySpan<byte> file) => PictureHeader.TryRead(file) is { } header && IsTooLarge(header);

    /// <summary>Cuts a plate out of a picture by its four corners, upright and with a little margin.</summary>
    /// <param name="jpeg">The whole picture.</param>
    /// <param name="corners">The plate's corners in its pixels.</param>
    /// <param name="quality">1 to 100.</param>
    public byte[] CutPlate(ReadOnlySpan<byte> jpeg, PlateCorners corners, int quality = 90)
    {
        _ = ReadHeader(jpeg); // Refuses what is too large.
        using var picture = PictureFile.Decode(jpeg);

        // Small plates are enlarged so that a person can read them, huge ones are not kept at full size.
        double outerWidth = corners.Width * (1 + (2 * PlateMargin)), outerHeight = corners.Height * (1 + (2 * PlateMargin));
        var width = (int)Math.Clamp(outerWidth, 240, 640) & ~1;
        var height = (int)Math.Clamp(width * outerHeight / Math.Max(1, outerWidth), 24, 640) & ~1;

        // A warp takes single points: what is made smaller is warped large, then each pixel is the mean of what it covers.
        var fold = (int)Math.Clamp(Math.Ceiling(outerWidth / width), 1, 4);
        using var warped = Planes.Rectify(picture, corners, PlateMargin, width * fold, height * fold);
        if (fold == 1)
        {
            return PictureFile.Encode(warped, quality);
        }

        using var plate = new Mat();
        Cv2.Resize(warped, plate, new Size(width, height), 0, 0, InterpolationFlags.Area);
        return PictureFile.Encode(plate, quality);
    }

    /// <summary>The same, once there is memory for it.</summary>
    public async ValueTask<byte[]> CutPlateAsync(ReadOnlyMemory<byte> jpeg, PlateCorners corners, CancellationToken cancellationToken = default)
    {
        using var lease = await TakeAsync(ReadHeader(jpeg.Span), 1, cancellationToken);
        LargeGarbage.Add(jpeg.Length);
        return CutPlate(jpeg.Span, corners);
    }

    /// <summary>The picture again, at most this wide.</summary>
    public byte[] Shrink(ReadOnlySpan<byte> jpeg, int maxWidth, int quality = 80) =>
        Cut(jpeg, ReadHeader(jpeg), Whole(ReadHeader(jpeg), maxWidth), quality);

    /// <summary>The same, once there is memory for it.</summary>
    public async ValueTask<byte[]> ShrinkAsync(ReadOnlyMemory<byte> jpeg, int maxWidth, CancellationToken cancellationToken = default)
    {
        var header = ReadHeader(jpeg.Span);
        using var lease = await TakeAsync(header, Reduction(header, Whole(header, maxWidth)), cancellationToken);
        LargeGarbage.Add(jpeg.Length);
        return Shrink(jpeg.Span, maxWidth);
    }

    /// <summary>
    /// A part of a picture, at most so wide; decoded only as finely as that needs. Throws <see cref="ArgumentOutOfRangeException"/> with the
    /// name of the parameter where the part is not inside the picture, and <see cref="InvalidDataException"/> for what is no picture.
    /// </summary>
    public byte[] Cut(ReadOnlySpan<byte> jpeg, PictureCut cut, int quality = 85)
    {
        if (cut.IsWhole)
        {
            return jpeg.ToArray();
        }

        var header = ReadHeader(jpeg);
        var part = Inside(header, cut);
        return (part.Width, part.Area.Height) == (header.ShownWidth, header.ShownHeight) ? jpeg.ToArray() : Cut(jpeg, header, part, quality);
    }

    /// <summary>The same, once there is memory for it.</summary>
    public async ValueTask<byte[]> CutAsync(ReadOnlyMemory<byte> jpeg, PictureCut cut, CancellationToken cancellationToken = default)
    {
        if (cut.IsWhole)
        {
            return Cut(jpeg.Span, cut);
        }

        var header = ReadHeader(jpeg.Span);
        using var lease = await TakeAsync(header, Reduction(header, Inside(header, cut)), cancellationToken);
        LargeGarbage.Add(jpeg.Length);
        return Cut(jpeg.Span, cut);
    }

    /// <summary>
    /// The picture again with nothing sharp in it but a plate, once there is memory for it; without a plate all of it is blurred. At half its size
    /// where it has more pixels than <see cref="MaxFramePixels"/>. Throws <see cref="InvalidDataException"/> for what is no picture.
    /// </summary>
    public async ValueTask<byte[]> BlurAroundAsync(
        ReadOnlyMemory<byte> file, PlateCorners? plate, CancellationToken cancellationToken = default)
    {
        var header = ReadHeader(file.Span);
        var reduction = Pixels(header) > MaxFramePixels ? 2 : 1;
        using var lease = await _limit.TakeAsync(2 * header.DecodedBytes(reduction), cancellationToken);
        using var picture = header.Format == PictureFormat.Jpeg
            ? PictureFile.Decode(file.Span, reduction)
            : PictureFile.DecodeWhole(file.Span, header, reduction);
        using var blurred = PlateBlur.Around(picture, plate?.Scaled(1f / reduction));
        LargeGarbage.Add(file.Length);
        return PictureFile.Encode(blurred, BlurredQuality);
    }

    public void Dispose() => _scratches.Dispose();

    private static (Rect Area, int Width) Whole(PictureHeader header, int maxWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWidth, 1);
        return (new Rect(0, 0, header.ShownWidth, header.ShownHeight), Math.Min(maxWidth, header.ShownWidth));
    }

    private static (Rect Area, int Width) Inside(PictureHeader header, PictureCut cut)
    {
        var (x, y, width, height) = cut.Inside(header.ShownWidth, header.ShownHeight);
        return (new Rect(x, y, width, height), Math.Min(cut.MaxWidth ?? width, width));
    }

    private byte[] Cut(ReadOnlySpan<byte> file, PictureHeader header, (Rect Area, int Width) result, int quality)
    {
        var (part, width) = result;
        var reduction = Reduction(header, result);
        using var picture = PictureFile.Decode(file, reduction);
        var inside = new Rect(part.X / reduction, part.Y / reduction, Up(part.Width, reduction), Up(part.Height, reduction));
        PictureFile.CheckSize(picture, Up(header.ShownWidth, reduction), Up(header.ShownHeight, reduction));
        using var pixels = picture[inside];
        if (width == part.Width)
        {
            return PictureFile.Encode(pixels, quality);
        }

        using var small = new Mat();
        Cv2.Resize(pixels, small, new Size(width, HeightOf(part.Width, part.Height, width)), 0, 0, InterpolationFlags.Area);
        return PictureFile.Encode(small, quality);
    }

    /// <summary>
    /// The scaling factor for decoding, as how many pixels across become one: only a JPEG's cost less so, and the part's edges must stay where they
    /// are.
    /// </summary>
    private static int Reduction(PictureHeader header, (Rect Area, int Width) result)
    {
        var (part, width) = result;
        var isWhole = (part.Width, part.Height) == (header.ShownWidth, header.ShownHeight);
        for (var reduction = 8; reduction > 1 && header.Format == PictureFormat.Jpeg; reduction /= 2)
        {
            if (part.Width / reduction >= width && (isWhole || (part.X | part.Y | part.Width | part.Height) % reduction == 0))
            {
                return reduction;
            }
        }

        return 1;
    }

    private static bool IsTooLarge(PictureHeader header) =>
        Pixels(header) > MaxPixels || header.HeldBytes > (header.Format == PictureFormat.Jpeg ? MaxHeldOfJpeg : MaxHeldOfOthers);

    private static long Pixels(PictureHeader header) => (long)header.Width * header.Height;

    private static int Up(int pixels, int reduction) => PictureHeader.Up(pixels, reduction);

    private static int HeightOf(int width, int height, int newWidth) => Math.Max(1, (int)Math.Round((double)height * newWidth / width));

    private static PictureHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new InvalidDataException("The picture is empty.");
        }

        if (PictureHeader.TryRead(file) is not { } header)
        {
            throw new InvalidDataException("The picture is no JPEG, PNG, WebP, TIFF, BMP or GIF that can be read.");
        }

        return !IsTooLarge(header) ? header : throw new InvalidDataException(Pixels(header) > MaxPixels
            ? $"The picture is too large: {header.Width} x {header.Height} pixels; at most {MaxPixels / 1_000_000} million are read."
            : "The picture is too large: to decode it takes too much memory.");
    }

    private ValueTask<NativeMemoryLimit.Lease> TakeAsync(PictureHeader header, int reduction, CancellationToken cancellationToken) =>
        _limit.TakeAsync(header.DecodedBytes(reduction), cancellationToken);
}
