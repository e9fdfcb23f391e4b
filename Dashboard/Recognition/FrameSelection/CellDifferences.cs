using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>
/// Compares two pairs of rows in cells of 16 columns: how much brighter a cell has become as a whole, and how much its
/// pattern has changed beside that. Light changes the first, whatever moves changes the second.
/// </summary>
internal static class CellDifferences
{
    public const int Width = 16;

    /// <summary>Steps of a pattern's change to one grey level.</summary>
    public const int StepsPerLevel = 4;

    /// <summary>
    /// Fills in a row of cells. With d the 32 differences of a cell and m their mean, rounded: the shift is |m|, and the
    /// pattern's change the mean of |d - m|, in quarters of a level; both end at 255.
    /// </summary>
    /// <param name="upper">Upper row; at least 16 columns.</param>
    /// <param name="lower">Lower row, as long.</param>
    /// <param name="upperBefore">What was in the upper row.</param>
    /// <param name="lowerBefore">What was in the lower row.</param>
    /// <param name="patterns">The pattern's change of each cell; the last cell ends with the rows, so that it may overlap the one before.</param>
    /// <param name="shifts">The shift of each cell.</param>
    public static void Compare(
        ReadOnlySpan<byte> upper,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upperBefore,
        ReadOnlySpan<byte> lowerBefore,
        Span<byte> patterns,
        Span<byte> shifts)
    {
        var last = upper.Length - Width;
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        for (var i = 0; i < patterns.Length; i++)
        {
            var x = Math.Min(Width * i, last);

            // 16 bytes widened to 16 signed words. Sums stay below 2^15: 32 x 255 of the differences, 32 x 510 of what is left.
            var a = Wide(upper, x) - Wide(upperBefore, x);
            var b = Wide(lower, x) - Wide(lowerBefore, x);
            var mean = (Vector256.Sum(a + b) + Width) >> 5;
            var around = Vector256.Create((short)mean);
            int rest = Vector256.Sum(Vector256.Abs(a - around) + Vector256.Abs(b - around));
            patterns[i] = (byte)Math.Min(byte.MaxValue, rest >> 3);
            shifts[i] = (byte)Math.Min(byte.MaxValue, Math.Abs(mean));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Wide(ReadOnlySpan<byte> row, int x)
    {
        var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(row.Slice(x, Width))));
        return Vector256.Create(low, high).AsInt16();
    }
}
