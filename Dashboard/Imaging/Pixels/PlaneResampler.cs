using System.Numerics;
using System.Runtime.InteropServices;

namespace Dashboard.Imaging.Pixels;

/// <summary>
/// Makes one plane smaller: each pixel is the mean of what it covers. The planes' edges are aligned. One instance serves one pair of
/// sizes and one thread. OpenCV takes longer for the same (Decision 0021).
/// </summary>
internal sealed class PlaneResampler
{
    private readonly int _sourceWidth;
    private readonly ResampleKernel _columns;
    private readonly ResampleKernel _rows;
    private readonly float[] _row;
    private readonly float[] _resized;

    public PlaneResampler(int sourceWidth, int sourceHeight, int width, int height)
    {
        Width = width;
        Height = height;
        _sourceWidth = sourceWidth;
        _columns = new ResampleKernel(sourceWidth, width);
        _rows = new ResampleKernel(sourceHeight, height);
        _row = new float[sourceWidth];
        _resized = new float[width];
    }

    public int Width { get; }

    public int Height { get; }

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

    /// <summary>One row of the result, values 0 to 255.</summary>
    private void Row(ReadOnlySpan<byte> source, int stride, int y, Span<float> target)
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

        public ResampleKernel(int from, int to)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(to, from);
            var step = (double)from / to;
            Count = Math.Min(from, Covered(from, to));
            First = new int[to];
            Weights = new float[to * Count];
            for (var i = 0; i < to; i++)
            {
                First[i] = Math.Clamp((int)((long)i * from / to), 0, from - Count);
                FillWeights(Weights.AsSpan(i * Count, Count), First[i], i * step, (i + 1) * step);
            }
        }

        /// <summary>The most source pixels that a result pixel covers, wholly or in part.</summary>
        private static int Covered(int from, int to) => (from / to) + (from % to == 0 ? 0 : 2);

        /// <summary>Weights are shares of the pixel that are covered.</summary>
        private static void FillWeights(Span<float> weights, int first, double start, double end)
        {
            for (var k = 0; k < weights.Length; k++)
            {
                weights[k] = (float)(Math.Clamp(Math.Min(first + k + 1, end) - Math.Max(first + k, start), 0, 1) / (end - start));
            }
        }
    }
}
