using System.Numerics;
using System.Runtime.InteropServices;

namespace Dashboard.Recognition.Imaging;

/// <summary>Arithmetic on rows of grey values.</summary>
public static class LumaRows
{
    /// <summary>
    /// target = source x scale + offset. Whole vectors first, the remainder one by one; each lane multiplies, then adds,
    /// as the scalar code does, so both give the same bits.
    /// </summary>
    public static void Normalize(ReadOnlySpan<float> source, float scale, float offset, Span<float> target)
    {
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var from = MemoryMarshal.Cast<float, Vector<float>>(source);
            var to = MemoryMarshal.Cast<float, Vector<float>>(target);
            var (scales, offsets) = (new Vector<float>(scale), new Vector<float>(offset));
            for (var v = 0; v < from.Length; v++)
            {
                to[v] = (from[v] * scales) + offsets;
            }

            i = from.Length * Vector<float>.Count;
        }

        for (; i < source.Length; i++)
        {
            target[i] = (source[i] * scale) + offset;
        }
    }
}
