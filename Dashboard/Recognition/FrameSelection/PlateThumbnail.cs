using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Imaging.Pixels;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>What a plate looks like, small: enough to tell that it is not the one that was there, not to tell what it says.</summary>
internal static class PlateThumbnail
{
    public const int Width = 32;

    public const int Height = 8;

    public const int Size = Width * Height;

    /// <summary>How far two thumbnails are shifted against each other, as corners are never found twice at quite the same place.</summary>
    private const int MaxShiftAcross = 2;

    private const int MaxShiftDown = 1;

    public static void Capture(LumaImage luma, PlateCorners corners, Span<byte> thumbnail) =>
    PlaneWarp.Rectify(luma.Pixels.Span, luma.Width, luma.Height, luma.Stride, corners, thumbnail, Width, Height);

    /// <summary>
    /// How alike two thumbnails are, -1 to 1: the correlation of their grey values where it is best over small shifts, so that
    /// brightness and contrast count for nothing. 0 where one of them is a plain area.
    /// </summary>
    public static double Similarity(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var best = double.MinValue;
        for (var down = -MaxShiftDown; down <= MaxShiftDown; down++)
        {
            for (var across = -MaxShiftAcross; across <= MaxShiftAcross; across++)
            {
                best = Math.Max(best, Correlation(a, b, across, down));
            }
        }

        return best;
    }

    private static double Correlation(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int across, int down)
    {
        long n = 0, sumA = 0, sumB = 0, squaresA = 0, squaresB = 0, products = 0;
        for (var y = Math.Max(0, -down); y < Math.Min(Height, Height - down); y++)
        {
            var first = Math.Max(0, -across);
            var rowA = a.Slice((y * Width) + first, Width - Math.Abs(across));
            var rowB = b.Slice(((y + down) * Width) + first + across, rowA.Length);
            for (var x = 0; x < rowA.Length; x++)
            {
                int va = rowA[x], vb = rowB[x];
                sumA += va;
                sumB += vb;
                squaresA += va * va;
                squaresB += vb * vb;
                products += va * vb;
            }

            n += rowA.Length;
        }

        var (spreadA, spreadB) = ((n * squaresA) - (sumA * sumA), (n * squaresB) - (sumB * sumB));
        return spreadA <= 0 || spreadB <= 0 ? 0 : ((n * products) - (sumA * sumB)) / Math.Sqrt((double)spreadA * spreadB);
    }
}
