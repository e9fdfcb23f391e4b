using OpenCvSharp;

namespace Dashboard.Imaging.OpenCv;

/// <summary>Enlarges planes bilinearly, by OpenCV, in matrices that are kept. One instance serves one thread.</summary>
internal sealed class PlaneEnlarger : IDisposable
{
    private readonly Mat _source = new();
    private readonly Mat _target = new();

    /// <summary>Enlarges a part of a plane.</summary>
    /// <param name="source">The plane from the part's first pixel on.</param>
    /// <param name="stride">Bytes from one row of the plane to the next.</param>
    /// <param name="size">The part's width and height.</param>
    /// <param name="target">The result.</param>
    /// <param name="targetStride">Bytes from one row of the result to the next.</param>
    /// <param name="targetSize">The result's width and height.</param>
    public void Resize(
        ReadOnlySpan<byte> source, int stride, (int Width, int Height) size, Span<byte> target, int targetStride, (int Width, int Height) targetSize)
    {
        _source.Create(size.Height, size.Width, MatType.CV_8UC1);
        _target.Create(targetSize.Height, targetSize.Width, MatType.CV_8UC1);
        CopyRows(source, stride, _source.AsSpan<byte>(), size.Width, size);
        Cv2.Resize(_source, _target, new Size(targetSize.Width, targetSize.Height), 0, 0, InterpolationFlags.Linear);
        CopyRows(_target.AsSpan<byte>(), targetSize.Width, target, targetStride, targetSize);
    }

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    private static void CopyRows(ReadOnlySpan<byte> from, int stride, Span<byte> to, int toStride, (int Width, int Height) size)
    {
        for (var y = 0; y < size.Height; y++)
        {
            from.Slice(y * stride, size.Width).CopyTo(to[(y * toStride)..]);
        }
    }
}
