using System.Numerics;
using System.Runtime.InteropServices;

namespace Dashboard.Imaging.Pixels;

/// <summary>Arithmetic on rows of grey values.</summary>
internal static class LumaRows
{
    /// <summary>
    /// Rounds values 0 to 255 to bytes. Four vectors of floats become one of bytes, in order; the remainder is done one by
    /// one with the same rounding.
    /// </summary>
    public static void ToBytes(ReadOnlySpan<float> source, Span<byte> target)
    {
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var from = MemoryMarshal.Cast<float, Vector<float>>(source);
            var to = MemoryMarshal.Cast<byte, Vector<byte>>(target[..source.Length]);
            var half = new Vector<float>(0.5f);
            for (var v = 0; v < to.Length; v++)
            {
                var low = Vector.Narrow(Vector.ConvertToInt32Native(from[4 * v] + half), Vector.ConvertToInt32Native(from[(4 * v) + 1] + half));
                var high = Vector.Narrow(
                    Vector.ConvertToInt32Native(from[(4 * v) + 2] + half), Vector.ConvertToInt32Native(from[(4 * v) + 3] + half));
                to[v] = Vector.Narrow(Vector.AsVectorUInt16(low), Vector.AsVectorUInt16(high));
            }

            i = to.Length * Vector<byte>.Count;
        }

        for (; i < source.Length; i++)
        {
            target[i] = (byte)(source[i] + 0.5f);
        }
    }
}
