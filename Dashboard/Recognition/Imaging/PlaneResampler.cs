using System.Numerics;
using System.Runtime.InteropServices;

namespace Dashboard.Recognition.Imaging;

/// <summary>How <see cref="PlaneResampler"/> shrinks; both enlarge bilinearly.</summary>
public enum ShrinkFilter
{
    /// <summary>A triangle twice as wide as the step: smooth.</summary>
    Triangle,

    /// <summary>The mean of what the pixel covers: sharper, and cheaper.</summary>
    Area,
}

/// <summary>A part of a plane, in its pixels; its edges may lie within pixels.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Width">Width, more than 0.</param>
/// <param name="Height">Height, more than 0.</param>
public readonly record struct PlaneWindow(double Left, double Top, double Width, double Height);

/// <summary>
/// Resizes one plane: bilinear when enlarging, an anti-aliased mean when shrinking. The planes' edges are aligned. One
/// instance serves one pair of sizes and one thread.
/// </summary>
public sealed class PlaneResampler
{
    private readonly int _sourceWidth;
    private readonly ResampleKernel _columns;
    private readonly ResampleKernel _rows;
    private readonly float[] _row;
    private readonly float[] _resized;

    /// <summary>Prepares the weights.</summary>
    public PlaneResampler(int sourceWidth, int sourceHeight, int width, int height, ShrinkFilter filter = ShrinkFilter.Triangle)
    {
        Width = width;
        Height = height;
        _sourceWidth = sourceWidth;
        _columns = new ResampleKernel(sourceWidth, width, filter);
        _rows = new ResampleKernel(sourceHeight, height, filter);
        _row = new float[sourceWidth];
        _resized = new float[width];
    }

    /// <summary>Prepares the weights for a part of the plane, with <see cref="ShrinkFilter.Triangle"/>.</summary>
    public PlaneResampler(int sourceWidth, int sourceHeight, PlaneWindow part, int width, int height)
    {
        Width = width;
        Height = height;
        _sourceWidth = sourceWidth;
        _columns = new ResampleKernel(sourceWidth, part.Left, part.Width, width);
        _rows = new ResampleKernel(sourceHeight, part.Top, part.Height, height);
        _row = new float[sourceWidth];
        _resized = new float[width];
    }

    /// <summary>Width of the result.</summary>
    public int Width { get; }

    /// <summary>Height of the result.</summary>
    public int Height { get; }

    /// <summary>One row of the result, values 0 to 255.</summary>
    /// <param name="source">The plane.</param>
    /// <param name="stride">Bytes from one row of the plane to the next.</param>
    /// <param name="y">Row of the result.</param>
    /// <param name="target"><see cref="Width"/> values.</param>
    public void Row(ReadOnlySpan<byte> source, int stride, int y, Span<float> target)
    {
        var first = _rows.First[y];
        var rowWeights = _rows.Weights.AsSpan(y * _rows.Count, _rows.Count);
        var row = _row.AsSpan();
        row.Clear();
        for (var k = 0; k < rowWeights.Length; k++)
        {
            if (rowWeights[k] != 0)
            {
                AddWeighted(source.Slice((first + k) * stride, _sourceWidth), rowWeights[k], row);
            }
        }

        Combine(row, _columns, target);
    }

    /// <summary>The whole plane, rounded to bytes.</summary>
    /// <param name="source">The plane.</param>
    /// <param name="stride">Bytes from one row of the plane to the next.</param>
    /// <param name="target">The result.</param>
    /// <param name="targetStride">Bytes from one row of the result to the next; 0: <see cref="Width"/>.</param>
    public void Resize(ReadOnlySpan<byte> source, int stride, Span<byte> target, int targetStride = 0)
    {
        targetStride = targetStride == 0 ? Width : targetStride;
        for (var y = 0; y < Height; y++)
        {
            Row(source, stride, y, _resized);
            LumaRows.ToBytes(_resized, target.Slice(y * targetStride, Width));
        }
    }

    /// <summary>Each result is the weighted sum of a few neighbours; the usual numbers of neighbours have a loop without a loop inside.</summary>
    private static void Combine(ReadOnlySpan<float> row, in ResampleKernel columns, Span<float> target)
    {
        ReadOnlySpan<int> starts = columns.First;
        ReadOnlySpan<float> weights = columns.Weights;
        var taps = columns.Count;
        target = target[..starts.Length];
        for (var x = 0; x < target.Length; x++)
        {
            var from = row.Slice(starts[x], taps);
            var by = weights.Slice(x * taps, taps);
            if (taps == 2)
            {
                target[x] = (from[0] * by[0]) + (from[1] * by[1]);
            }
            else if (taps == 3)
            {
                target[x] = (from[0] * by[0]) + (from[1] * by[1]) + (from[2] * by[2]);
            }
            else
            {
                var sum = 0f;
                for (var k = 0; k < by.Length; k++)
                {
                    sum += from[k] * by[k];
                }

                target[x] = sum;
            }
        }
    }

    /// <summary>
    /// Adds weight times byte to each float. One vector of bytes is widened to four vectors of floats, in order; the
    /// remainder is done one by one. Every lane is the same multiply and add as the scalar tail, so the result does not
    /// depend on the vector's width.
    /// </summary>
    internal static void AddWeighted(ReadOnlySpan<byte> bytes, float weight, Span<float> sums)
    {
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var lanes = Vector<float>.Count;
            var weights = new Vector<float>(weight);
            for (; i <= bytes.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            {
                Vector.Widen(new Vector<byte>(bytes[i..]), out var low, out var high);
                Vector.Widen(low, out var a, out var b);
                Vector.Widen(high, out var c, out var d);
                var to = MemoryMarshal.Cast<float, Vector<float>>(sums.Slice(i, 4 * lanes));
                to[0] += Vector.ConvertToSingle(a) * weights;
                to[1] += Vector.ConvertToSingle(b) * weights;
                to[2] += Vector.ConvertToSingle(c) * weights;
                to[3] += Vector.ConvertToSingle(d) * weights;
            }
        }

        for (; i < bytes.Length; i++)
        {
            sums[i] += bytes[i] * weight;
        }
    }

    /// <summary>For each result position the first source position and the weights of those from there on; they sum to one.</summary>
    private readonly struct ResampleKernel
    {
        public readonly int Count;
        public readonly int[] First;
        public readonly float[] Weights;

        public ResampleKernel(int from, int to, ShrinkFilter filter)
        {
            var step = (double)from / to;
            var isArea = filter == ShrinkFilter.Area && step > 1;
            var reach = isArea ? (step + 1) / 2 : Math.Max(1, step);
            Count = Math.Min(from, isArea ? Covered(from, to) : (int)Math.Ceiling(2 * reach) + 1);
            First = new int[to];
            Weights = new float[to * Count];
            for (var i = 0; i < to; i++)
            {
                var center = ((i + 0.5) * step) - 0.5;
                var first = isArea ? (int)((long)i * from / to) : (int)Math.Ceiling(center - reach);
                First[i] = Math.Clamp(first, 0, from - Count);
                FillWeights(Weights.AsSpan(i * Count, Count), First[i], center, isArea ? step : 0, reach);
            }
        }

        /// <summary>For a part that begins and ends anywhere in the source.</summary>
        public ResampleKernel(int from, double start, double length, int to)
        {
            var step = length / to;
            var reach = Math.Max(1, step);
            Count = Math.Min(from, (int)Math.Ceiling(2 * reach) + 1);
            First = new int[to];
            Weights = new float[to * Count];
            for (var i = 0; i < to; i++)
            {
                // The last pixels of a reduced picture may stand for less than the others, so that a part can end behind them.
                var center = Math.Min(start + ((i + 0.5) * step) - 0.5, from - 1);
                First[i] = Math.Clamp((int)Math.Ceiling(center - reach), 0, from - Count);
                FillWeights(Weights.AsSpan(i * Count, Count), First[i], center, 0, reach);
            }
        }

        /// <summary>The most source pixels that a result pixel covers, wholly or in part.</summary>
        private static int Covered(int from, int to) => (from / to) + (from % to == 0 ? 0 : 2);

        /// <summary>With a width of the pixel, weights are shares of it that are covered, else they fall off to nothing at the reach.</summary>
        private static void FillWeights(Span<float> weights, int first, double center, double width, double reach)
        {
            var total = 0.0;
            for (var k = 0; k < weights.Length; k++)
            {
                total += Weight(first + k - center);
            }

            for (var k = 0; k < weights.Length; k++)
            {
                weights[k] = (float)(Weight(first + k - center) / total);
            }

            double Weight(double distance) => width > 0
                ? Math.Clamp(reach - Math.Abs(distance), 0, 1)
                : Math.Max(0, 1 - (Math.Abs(distance) / reach));
        }
    }
}
