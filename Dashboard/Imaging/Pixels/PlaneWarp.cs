using System.Buffers;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Dashboard.Domain.Recognition;

namespace Dashboard.Imaging.Pixels;

/// <summary>Cuts a quadrangle out of a plane and makes it an upright rectangle. OpenCV takes longer for the same (Decision 0021).</summary>
internal static unsafe class PlaneWarp
{
    /// <summary>The most samples a pixel of the rectangle is the mean of, across and down each.</summary>
    public const int MaxSamples = 8;

    /// <summary>
    /// Fills a rectangle from a quadrangle, by way of its homography. Positions outside the plane take its nearest edge
    /// pixel. Where the quadrangle is larger than the rectangle, each pixel is the mean of enough bilinear samples that
    /// none of the plane's is skipped.
    /// </summary>
    /// <param name="source">The plane.</param>
    /// <param name="stride">Bytes from one of its rows to the next.</param>
    /// <param name="corners">The quadrangle; coordinates are pixel edges, so the plane spans 0 to its width.</param>
    /// <param name="target">The rectangle, row after row.</param>
    /// <param name="across">
    /// How far the rectangle reaches beyond the quadrangle on the left and the right, as a share of its width; below zero it stays inside.
    /// </param>
    /// <param name="down">How far above and below, as a share of its height.</param>
    public static void Rectify(
        ReadOnlySpan<byte> source,
        int sourceWidth,
        int sourceHeight,
        int stride,
        PlateCorners corners,
        Span<byte> target,
        int width,
        int height,
        double across = 0,
        double down = 0)
    {
        var map = new Homography(corners);
        double stepU = (1 + (2 * across)) / width, stepV = (1 + (2 * down)) / height;
        var columns = Samples(corners.Width * stepU);
        var rows = Samples(corners.Height * stepV);
        var sums = ArrayPool<float>.Shared.Rent(width);
        try
        {
            fixed (byte* pixels = source)
            {
                var plane = new Plane(pixels, source.Length, sourceWidth, sourceHeight, stride);
                for (var y = 0; y < height; y++)
                {
                    var row = sums.AsSpan(0, width);
                    row.Clear();
                    for (var j = 0; j < rows; j++)
                    {
                        var v = ((y + ((j + 0.5) / rows)) * stepV) - down;
                        for (var i = 0; i < columns; i++)
                        {
                            Add(plane, map.Line(((i + 0.5) / columns * stepU) - across, v, stepU), row);
                        }
                    }

                    Scale(row, 1f / (rows * columns));
                    LumaRows.ToBytes(row, target.Slice(y * width, width));
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(sums);
        }
    }

    /// <summary>How many samples a step of so many pixels needs; a step of little more than one pixel skips none.</summary>
    internal static int Samples(double step) => Math.Clamp((int)Math.Ceiling(step - 0.25), 1, MaxSamples);

    /// <summary>
    /// Adds a bilinear sample to each sum. Eight positions at once where the machine can gather (AVX2): one gather reads a
    /// pixel and its right neighbour, because they are bytes of one 32-bit word. The remainder, and other machines, go one
    /// by one; the arithmetic is the same up to rounding.
    /// </summary>
    private static void Add(in Plane plane, in HomographyLine line, Span<float> sums)
    {
        var k = 0;
        if (Avx2.IsSupported && plane is { Width: > 1, Height: > 1, Length: >= 4 })
        {
            var lanes = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);
            fixed (float* to = sums)
            {
                for (; k <= sums.Length - 8; k += 8)
                {
                    var at = lanes + Vector256.Create((float)k);
                    var w = (at * line.StepW) + Vector256.Create(line.W);
                    var x = (((at * line.StepX) + Vector256.Create(line.X)) / w) - Vector256.Create(0.5f);
                    var y = (((at * line.StepY) + Vector256.Create(line.Y)) / w) - Vector256.Create(0.5f);
                    (Vector256.Load(to + k) + Sample(plane, x, y)).Store(to + k);
                }
            }
        }

        for (; k < sums.Length; k++)
        {
            var w = (k * line.StepW) + line.W;
            sums[k] += Sample(plane, (((k * line.StepX) + line.X) / w) - 0.5f, (((k * line.StepY) + line.Y) / w) - 0.5f);
        }
    }

    private static Vector256<float> Sample(in Plane plane, Vector256<float> x, Vector256<float> y)
    {
        // Max first: it turns what is no number (a point on the horizon) into 0.
        x = Vector256.Min(Avx.Max(x, Vector256<float>.Zero), Vector256.Create(plane.Width - 1f));
        y = Vector256.Min(Avx.Max(y, Vector256<float>.Zero), Vector256.Create(plane.Height - 1f));
        var x0 = Vector256.Min(Avx.ConvertToVector256Int32WithTruncation(x), Vector256.Create(plane.Width - 2));
        var y0 = Vector256.Min(Avx.ConvertToVector256Int32WithTruncation(y), Vector256.Create(plane.Height - 2));
        var fx = x - Vector256.ConvertToSingle(x0);
        var fy = y - Vector256.ConvertToSingle(y0);
        var index = (y0 * plane.Stride) + x0;
        var top = Blend(plane.Pixels, index, fx);
        var bottom = Blend(plane.Pixels, index + Vector256.Create(plane.Stride), fx);
        return top + (fy * (bottom - top));
    }

    /// <summary>Between a pixel and its right neighbour. The word that is read ends with them, so that it never reaches beyond the plane.</summary>
    private static Vector256<float> Blend(byte* pixels, Vector256<int> index, Vector256<float> share)
    {
        var start = Vector256.Max(index - Vector256.Create(2), Vector256<int>.Zero);
        var words = Avx2.GatherVector256((int*)pixels, start, 1);
        var pair = Avx2.ShiftRightLogicalVariable(words, ((index - start) * 8).AsUInt32());
        var left = Vector256.ConvertToSingle(pair & Vector256.Create(255));
        var right = Vector256.ConvertToSingle(Vector256.ShiftRightLogical(pair, 8) & Vector256.Create(255));
        return left + (share * (right - left));
    }

    /// <summary>Bilinear sample; integer coordinates are pixel centres.</summary>
    private static float Sample(in Plane plane, float x, float y)
    {
        x = Math.Min(x > 0 ? x : 0, plane.Width - 1);
        y = Math.Min(y > 0 ? y : 0, plane.Height - 1);
        int x0 = (int)x, y0 = (int)y;
        int x1 = Math.Min(x0 + 1, plane.Width - 1), y1 = Math.Min(y0 + 1, plane.Height - 1);
        float fx = x - x0, fy = y - y0;
        byte* above = plane.Pixels + (y0 * plane.Stride), below = plane.Pixels + (y1 * plane.Stride);
        var top = above[x0] + (fx * (above[x1] - above[x0]));
        var bottom = below[x0] + (fx * (below[x1] - below[x0]));
        return top + (fy * (bottom - top));
    }

    private static void Scale(Span<float> values, float factor)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }

    private readonly record struct Plane(nint Address, int Length, int Width, int Height, int Stride)
    {
        public Plane(byte* pixels, int length, int width, int height, int stride)
            : this((nint)pixels, length, width, height, stride)
        {
        }

        public byte* Pixels => (byte*)Address;
    }
}
