using System.Numerics;
using System.Runtime.InteropServices;

namespace Dashboard.Recognition.Imaging;

/// <summary>
/// Resizes one plane with a triangle filter as wide as the step: bilinear when enlarging, an anti-aliased mean when
/// shrinking. Pixel centres are aligned. One instance serves one pair of sizes and one thread.
/// </summary>
public sealed class PlaneResampler
{
    private readonly int _sourceWidth;
    private readonly Taps _columns;
    private readonly Taps _rows;
    private readonly float[] _row;

    /// <summary>Prepares the weights.</summary>
    public PlaneResampler(int sourceWidth, int sourceHeight, int width, int height)
    {
        Width = width;
        Height = height;
        _sourceWidth = sourceWidth;
        _columns = new Taps(sourceWidth, width);
        _rows = new Taps(sourceHeight, height);
        _row = new float[sourceWidth];
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

        var taps = _columns.Count;
        var weights = _columns.Weights.AsSpan();
        var starts = _columns.First.AsSpan();
        for (var x = 0; x < starts.Length; x++)
        {
            var from = row.Slice(starts[x], taps);
            var by = weights.Slice(x * taps, taps);
            var sum = 0f;
            for (var k = 0; k < by.Length; k++)
            {
                sum += from[k] * by[k];
            }

            target[x] = sum;
        }
    }

    /// <summary>The whole plane, rounded to bytes.</summary>
    public void Resize(ReadOnlySpan<byte> source, int stride, Span<byte> target)
    {
        var row = new float[Width];
        for (var y = 0; y < Height; y++)
        {
            Row(source, stride, y, row);
            var to = target.Slice(y * Width, Width);
            for (var x = 0; x < to.Length; x++)
            {
                to[x] = (byte)Math.Clamp(row[x] + 0.5f, 0, 255);
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
    private readonly struct Taps
    {
        public readonly int Count;
        public readonly int[] First;
        public readonly float[] Weights;

        public Taps(int from, int to)
        {
            var step = (double)from / to;
            var reach = Math.Max(1, step);
            Count = Math.Min(from, (int)Math.Ceiling(2 * reach) + 1);
            First = new int[to];
            Weights = new float[to * Count];
            for (var i = 0; i < to; i++)
            {
                var center = ((i + 0.5) * step) - 0.5;
                First[i] = Math.Clamp((int)Math.Ceiling(center - reach), 0, from - Count);
                FillWeights(Weights.AsSpan(i * Count, Count), First[i], center, reach);
            }
        }

        private static void FillWeights(Span<float> weights, int first, double center, double reach)
        {
            var total = 0.0;
            for (var k = 0; k < weights.Length; k++)
            {
                total += Math.Max(0, 1 - (Math.Abs(first + k - center) / reach));
            }

            for (var k = 0; k < weights.Length; k++)
            {
                weights[k] = (float)(Math.Max(0, 1 - (Math.Abs(first + k - center) / reach)) / total);
            }
        }
    }
}
