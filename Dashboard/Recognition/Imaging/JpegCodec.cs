using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;

namespace Dashboard.Recognition.Imaging;

/// <summary>JPEG by libturbojpeg, from and to YUV planes without colour conversion. Safe to call from many threads.</summary>
public sealed class JpegCodec(FramePool pool) : IDisposable
{
    /// <summary>Larger pictures are refused, so that a forged header cannot take the machine's memory.</summary>
    public const int MaximumPixels = 100_000_000;

    private const float PlateMargin = 0.08f;
    private readonly ConcurrentBag<TurboJpegHandle> _compressors = [];
    private readonly ConcurrentBag<TurboJpegHandle> _decompressors = [];

    /// <summary>Compresses a frame.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="quality">1 to 100.</param>
    public byte[] Encode(VideoFrame frame, int quality = 85)
    {
        if (frame.Width % 2 == 0 && frame.Height % 2 == 0)
        {
            return Compress(frame.Y.Span, frame.Width, frame.U.Span, frame.V.Span, frame.Width, frame.Height, quality);
        }

        // The library reads luma in whole 2x2 blocks, so an odd edge is repeated.
        int width = frame.ChromaWidth * 2, height = frame.ChromaHeight * 2;
        var luma = ArrayPool<byte>.Shared.Rent(width * height);
        try
        {
            for (var y = 0; y < height; y++)
            {
                var row = luma.AsSpan(y * width, width);
                frame.Y.Span.Slice(Math.Min(y, frame.Height - 1) * frame.Width, frame.Width).CopyTo(row);
                row[^1] = row[frame.Width - 1];
            }

            return Compress(luma, width, frame.U.Span, frame.V.Span, frame.Width, frame.Height, quality);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(luma);
        }
    }

    /// <summary>Decodes a JPEG to a frame that the caller owns. Throws <see cref="InvalidDataException"/> where it is none.</summary>
    public VideoFrame Decode(ReadOnlySpan<byte> jpeg) => Decode(jpeg, (_, _) => 8);

    /// <summary>Decodes a JPEG to a smaller frame, for less work. Throws as <see cref="Decode(ReadOnlySpan{byte})"/>.</summary>
    /// <param name="jpeg">The picture.</param>
    /// <param name="eighths">Tells from its width and height how many eighths of its size are wanted, 1 to 8.</param>
    private unsafe VideoFrame Decode(ReadOnlySpan<byte> jpeg, Func<int, int, int> eighths)
    {
        if (jpeg.IsEmpty)
        {
            throw new InvalidDataException("The picture is empty.");
        }

        var handle = Take(_decompressors, TurboJpegHandle.Decompressor);
        try
        {
            fixed (byte* data = jpeg)
            {
                int width, height, subsampling, colors;
                var size = new CULong((nuint)jpeg.Length);
                if (TurboJpeg.DecompressHeader(handle.Value, data, size, &width, &height, &subsampling, &colors) != 0)
                {
                    throw new InvalidDataException($"The picture is no JPEG that can be read: {handle.Message()}.");
                }

                if ((long)width * height > MaximumPixels)
                {
                    throw new InvalidDataException($"The picture is too large: {width} x {height}.");
                }

                // The library chooses the largest of its scales that fits.
                var scale = eighths(width, height);
                var frame = pool.Rent(Scaled(width, scale), Scaled(height, scale));
                try
                {
                    Decompress(handle, data, size, frame, subsampling, colors);
                    return frame;
                }
                catch
                {
                    frame.Dispose();
                    throw;
                }
            }
        }
        finally
        {
            _decompressors.Add(handle);
        }
    }

    /// <summary>Cuts a plate out of a picture by its four corners, upright and with a little margin.</summary>
    /// <param name="jpeg">The whole picture.</param>
    /// <param name="corners">The plate's corners in its pixels.</param>
    /// <param name="quality">1 to 100.</param>
    public byte[] CutPlate(ReadOnlySpan<byte> jpeg, PlateCorners corners, int quality = 90)
    {
        using var picture = Decode(jpeg);
        var map = new Homography(corners);
        var outer = new PlateCorners(
            map.Map(-PlateMargin, -PlateMargin),
            map.Map(1 + PlateMargin, -PlateMargin),
            map.Map(1 + PlateMargin, 1 + PlateMargin),
            map.Map(-PlateMargin, 1 + PlateMargin));

        // Small plates are enlarged so that a person can read them, huge ones are not kept at full size.
        var width = (int)Math.Clamp(outer.Width, 240, 640) & ~1;
        var height = (int)Math.Clamp(width * outer.Height / Math.Max(1, outer.Width), 24, 640) & ~1;
        using var plate = pool.Rent(width, height);
        PlaneWarp.Rectify(picture.Y.Span, picture.Width, picture.Height, picture.Width, outer, plate.Y.Span, width, height);
        var half = new PlateCorners(Half(outer.TopLeft), Half(outer.TopRight), Half(outer.BottomRight), Half(outer.BottomLeft));
        var (w, h) = (picture.ChromaWidth, picture.ChromaHeight);
        PlaneWarp.Rectify(picture.U.Span, w, h, w, half, plate.U.Span, plate.ChromaWidth, plate.ChromaHeight);
        PlaneWarp.Rectify(picture.V.Span, w, h, w, half, plate.V.Span, plate.ChromaWidth, plate.ChromaHeight);
        return Encode(plate, quality);
    }

    /// <summary>The picture again, at most this wide.</summary>
    public byte[] Shrink(ReadOnlySpan<byte> jpeg, int maximumWidth, int quality = 80)
    {
        using var picture = Decode(jpeg);
        return EncodeSmall(picture, maximumWidth, quality);
    }

    /// <summary>
    /// A part of a picture, at most so wide; decoded only as finely as that needs. Throws <see cref="ArgumentOutOfRangeException"/> with the
    /// name of the parameter where the part is not inside the picture, and <see cref="InvalidDataException"/> for what is no JPEG.
    /// </summary>
    public byte[] Cut(ReadOnlySpan<byte> jpeg, PictureCut cut, int quality = 85)
    {
        if (cut.IsWhole)
        {
            return jpeg.ToArray();
        }

        var (part, most, scale, isAll) = (default((int X, int Y, int Width, int Height)), 0, 8, false);
        using var picture = Decode(jpeg, (width, height) =>
        {
            part = cut.Inside(width, height);
            most = Math.Min(cut.MaximumWidth ?? part.Width, part.Width);
            isAll = (most, part.Height) == (width, height);
            scale = (int)(((8L * most) + part.Width - 1) / part.Width);
            return scale;
        });
        if (isAll)
        {
            return jpeg.ToArray();
        }

        using var result = most == part.Width ? Copy(picture, part) : Resample(picture, part, scale / 8.0, most);
        return Encode(result, quality);
    }

    /// <summary>The frame as JPEG, at most this wide.</summary>
    public byte[] EncodeSmall(VideoFrame frame, int maximumWidth, int quality = 80)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumWidth, 1);
        if (frame.Width <= maximumWidth)
        {
            return Encode(frame, quality);
        }

        var height = Math.Max(1, (int)Math.Round((double)frame.Height * maximumWidth / frame.Width));
        using var small = pool.Rent(maximumWidth, height);
        new PlaneResampler(frame.Width, frame.Height, small.Width, small.Height).Resize(frame.Y.Span, frame.Width, small.Y.Span);
        var chroma = new PlaneResampler(frame.ChromaWidth, frame.ChromaHeight, small.ChromaWidth, small.ChromaHeight);
        chroma.Resize(frame.U.Span, frame.ChromaWidth, small.U.Span);
        chroma.Resize(frame.V.Span, frame.ChromaWidth, small.V.Span);
        return Encode(small, quality);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var handle in _compressors.Concat(_decompressors))
        {
            handle.Dispose();
        }
    }

    private static int Scaled(int pixels, int eighths) => ((pixels * eighths) + 7) / 8;

    /// <summary>A part as it is. Colours stand for blocks of 2x2 pixels, so at an odd edge they are half a pixel off, which nobody sees.</summary>
    private VideoFrame Copy(VideoFrame picture, (int X, int Y, int Width, int Height) part)
    {
        var copy = pool.Rent(part.Width, part.Height);
        Copy(picture.Y.Span, picture.Width, part.X, part.Y, copy.Y.Span, copy.Width, copy.Height);
        Copy(picture.U.Span, picture.ChromaWidth, part.X / 2, part.Y / 2, copy.U.Span, copy.ChromaWidth, copy.ChromaHeight);
        Copy(picture.V.Span, picture.ChromaWidth, part.X / 2, part.Y / 2, copy.V.Span, copy.ChromaWidth, copy.ChromaHeight);
        return copy;
    }

    /// <summary>
    /// A part of the original made smaller, out of a picture that was decoded at a scale. The part's edges fall within that picture's pixels:
    /// rounding them would move it by up to eight pixels of the original, and bend its aspect.
    /// </summary>
    private VideoFrame Resample(VideoFrame picture, (int X, int Y, int Width, int Height) part, double scale, int width)
    {
        var small = pool.Rent(width, Math.Max(1, (int)Math.Round((double)part.Height * width / part.Width)));
        var window = new PlaneWindow(part.X * scale, part.Y * scale, part.Width * scale, part.Height * scale);
        new PlaneResampler(picture.Width, picture.Height, window, small.Width, small.Height).Resize(picture.Y.Span, picture.Width, small.Y.Span);

        // A picture of odd width has half a colour pixel over at its edge.
        var colors = new PlaneWindow(
            window.Left / 2, window.Top / 2, window.Width / small.Width * small.ChromaWidth, window.Height / small.Height * small.ChromaHeight);
        var chroma = new PlaneResampler(picture.ChromaWidth, picture.ChromaHeight, colors, small.ChromaWidth, small.ChromaHeight);
        chroma.Resize(picture.U.Span, picture.ChromaWidth, small.U.Span);
        chroma.Resize(picture.V.Span, picture.ChromaWidth, small.V.Span);
        return small;
    }

    private static void Copy(ReadOnlySpan<byte> from, int stride, int left, int top, Span<byte> to, int width, int height)
    {
        for (var row = 0; row < height; row++)
        {
            from.Slice(((top + row) * stride) + left, width).CopyTo(to[(row * width)..]);
        }
    }

    private static PicturePoint Half(PicturePoint point) => new(point.X / 2, point.Y / 2);

    private static TurboJpegHandle Take(ConcurrentBag<TurboJpegHandle> handles, Func<TurboJpegHandle> create)
    {
        if (handles.TryTake(out var handle))
        {
            return handle;
        }

        try
        {
            return create();
        }
        catch (TypeInitializationException wrapped) when (wrapped.InnerException is DllNotFoundException missing)
        {
            throw new DllNotFoundException(missing.Message, missing);
        }
    }

    private unsafe byte[] Compress(
        ReadOnlySpan<byte> luma, int stride, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, int width, int height, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var handle = Take(_compressors, TurboJpegHandle.Compressor);
        var buffer = ArrayPool<byte>.Shared.Rent((int)TurboJpeg.BufferSize(width, height, TurboJpeg.Samples420).Value);
        try
        {
            fixed (byte* y = luma, cb = u, cr = v, output = buffer)
            {
                var planes = stackalloc byte*[] { y, cb, cr };
                var strides = stackalloc int[] { stride, (width + 1) / 2, (width + 1) / 2 };
                var target = output;
                var size = new CULong((nuint)buffer.Length);
                var result = TurboJpeg.CompressFromPlanes(
                    handle.Value, planes, width, strides, height, TurboJpeg.Samples420, &target, &size, quality, TurboJpeg.FlagNoRealloc);
                return result == 0
                    ? buffer.AsSpan(0, (int)size.Value).ToArray()
                    : throw new InvalidOperationException($"The picture could not be compressed: {handle.Message()}.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _compressors.Add(handle);
        }
    }

    private static unsafe void Decompress(TurboJpegHandle handle, byte* data, CULong size, VideoFrame frame, int subsampling, int colors)
    {
        if (colors is not (TurboJpeg.ColorsYCbCr or TurboJpeg.ColorsGray))
        {
            DecompressColors(handle, data, size, frame);
            return;
        }

        int width = frame.Width, height = frame.Height;
        var isGray = subsampling == TurboJpeg.SamplesGray;
        int lumaWidth = TurboJpeg.PlaneWidth(0, width, subsampling), lumaHeight = TurboJpeg.PlaneHeight(0, height, subsampling);
        int chromaWidth = isGray ? 0 : TurboJpeg.PlaneWidth(1, width, subsampling), chromaHeight = isGray ? 0 : TurboJpeg.PlaneHeight(1, height, subsampling);
        var isDirect = subsampling == TurboJpeg.Samples420 && lumaWidth == width && lumaHeight == height;
        var (lumaSize, chromaSize) = (lumaWidth * lumaHeight, chromaWidth * chromaHeight);
        var scratch = isDirect ? [] : ArrayPool<byte>.Shared.Rent(lumaSize + (2 * chromaSize));
        try
        {
            fixed (byte* direct = frame.Data.Span, indirect = scratch)
            {
                var start = isDirect ? direct : indirect;
                var planes = stackalloc byte*[] { start, start + lumaSize, start + lumaSize + chromaSize };
                var strides = stackalloc int[] { lumaWidth, chromaWidth, chromaWidth };
                Check(handle, TurboJpeg.DecompressToPlanes(handle.Value, data, size, planes, width, strides, height, TurboJpeg.FlagLimitScans));
            }

            if (isDirect)
            {
                return;
            }

            for (var y = 0; y < height; y++)
            {
                scratch.AsSpan(y * lumaWidth, width).CopyTo(frame.Y.Span.Slice(y * width, width));
            }

            ChromaPlanes.Resample(scratch.AsSpan(lumaSize, chromaSize), chromaWidth, chromaHeight, subsampling, frame.U.Span, frame.ChromaWidth);
            ChromaPlanes.Resample(scratch.AsSpan(lumaSize + chromaSize, chromaSize), chromaWidth, chromaHeight, subsampling, frame.V.Span, frame.ChromaWidth);
        }
        finally
        {
            if (!isDirect)
            {
                ArrayPool<byte>.Shared.Return(scratch);
            }
        }
    }

    /// <summary>The rare JPEG that holds RGB: through pixels. Four-colour (print) pictures are refused by the library.</summary>
    private static unsafe void DecompressColors(TurboJpegHandle handle, byte* data, CULong size, VideoFrame frame)
    {
        int width = frame.Width, height = frame.Height, evenWidth = frame.ChromaWidth * 2, evenHeight = frame.ChromaHeight * 2;
        var pixels = ArrayPool<byte>.Shared.Rent(width * height * 3);
        var luma = ArrayPool<byte>.Shared.Rent(evenWidth * evenHeight);
        try
        {
            using var encoder = TurboJpegHandle.Compressor();
            fixed (byte* rgb = pixels, y = luma, u = frame.U.Span, v = frame.V.Span)
            {
                Check(handle, TurboJpeg.DecompressToPixels(
                    handle.Value, data, size, rgb, width, width * 3, height, TurboJpeg.PixelsRgb, TurboJpeg.FlagLimitScans));
                var planes = stackalloc byte*[] { y, u, v };
                var strides = stackalloc int[] { evenWidth, frame.ChromaWidth, frame.ChromaWidth };
                Check(encoder, TurboJpeg.PixelsToPlanes(
                    encoder.Value, rgb, width, width * 3, height, TurboJpeg.PixelsRgb, planes, strides, TurboJpeg.Samples420, 0));
            }

            for (var row = 0; row < height; row++)
            {
                luma.AsSpan(row * evenWidth, width).CopyTo(frame.Y.Span.Slice(row * width, width));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
            ArrayPool<byte>.Shared.Return(luma);
        }
    }

    /// <summary>
    /// Errors and warnings both fail (a warning means that part of the picture is grey), except the stray bytes that
    /// many cameras leave between segments.
    /// </summary>
    private static void Check(TurboJpegHandle handle, int result)
    {
        if (result != 0 && handle.Message() is var message && !message.Contains("extraneous bytes", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"The JPEG is damaged: {message}.");
        }
    }
}
