using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;
using OpenCvSharp;

namespace Dashboard.Imaging.OpenCv;

/// <summary>What OpenCV does to a frame's planes: matrices over them, without pixels of their own.</summary>
internal static class Planes
{
    /// <summary>A matrix over a plane of a frame, whose buffer does not move; it holds nothing and must not outlive the frame.</summary>
    public static unsafe Mat Header(Span<byte> plane, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plane.Length, width * height);
        return Mat.FromPixelData(height, width, MatType.CV_8UC1, (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(plane)));
    }

    /// <summary>Brings a frame to the size of another: means where it shrinks, bilinear where it grows.</summary>
    public static void Resize(VideoFrame from, VideoFrame to)
    {
        Resize(from.Y.Span, from.Width, from.Height, to.Y.Span, to.Width, to.Height);
        Resize(from.U.Span, from.ChromaWidth, from.ChromaHeight, to.U.Span, to.ChromaWidth, to.ChromaHeight);
        Resize(from.V.Span, from.ChromaWidth, from.ChromaHeight, to.V.Span, to.ChromaWidth, to.ChromaHeight);
    }

    /// <summary>Fills a frame's colours from pixels (BGR) of half its size.</summary>
    /// <param name="scratch">Is worked in; what it held is lost.</param>
    public static void CopyChroma(Mat half, Mat scratch, VideoFrame frame)
    {
        if ((half.Width, half.Height) != (frame.ChromaWidth, frame.ChromaHeight))
        {
            throw new InvalidDataException("The picture is damaged: its colours are of another size.");
        }

        using Mat u = Header(frame.U.Span, half.Width, half.Height), v = Header(frame.V.Span, half.Width, half.Height);
        Cv2.CvtColor(half, scratch, ColorConversionCodes.BGR2YCrCb);
        Cv2.ExtractChannel(scratch, v, 1);
        Cv2.ExtractChannel(scratch, u, 2);
    }

    /// <summary>A plate's pixels, upright, with a margin around it that is a share of its width and height.</summary>
    public static Mat Rectify(Mat picture, PlateCorners corners, double margin, int width, int height)
    {
        // Corners are in edges of pixels, OpenCV's points in their middles.
        float left = (float)(width * margin / (1 + (2 * margin))), top = (float)(height * margin / (1 + (2 * margin)));
        Point2f[] upright =
        [
            new(left - 0.5f, top - 0.5f),
            new(width - left - 0.5f, top - 0.5f),
            new(width - left - 0.5f, height - top - 0.5f),
            new(left - 0.5f, height - top - 0.5f),
        ];
        Point2f[] plate = [Middle(corners.TopLeft), Middle(corners.TopRight), Middle(corners.BottomRight), Middle(corners.BottomLeft)];
        using var map = Cv2.GetPerspectiveTransform(upright, plate);
        var rectified = new Mat();
        Cv2.WarpPerspective(
            picture, rectified, map, new Size(width, height), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        return rectified;
    }

    private static Point2f Middle(PicturePoint corner) => new(corner.X - 0.5f, corner.Y - 0.5f);

    private static void Resize(Span<byte> from, int fromWidth, int fromHeight, Span<byte> to, int toWidth, int toHeight)
    {
        using Mat source = Header(from, fromWidth, fromHeight), target = Header(to, toWidth, toHeight);
        var isSmaller = toWidth <= fromWidth && toHeight <= fromHeight;
        Cv2.Resize(source, target, new Size(toWidth, toHeight), 0, 0, isSmaller ? InterpolationFlags.Area : InterpolationFlags.Linear);
    }
}
