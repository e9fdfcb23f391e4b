using Dashboard.Domain.Recognition;
using Dashboard.Imaging.Pixels;

namespace Dashboard.Imaging;

/// <summary>How a plate looks in its picture, whatever is on it: measured on a small upright copy, so that it costs next to nothing.</summary>
/// <param name="EdgeWidth">Over how much of the plate's height the edges of its letters spread, in the worse of both directions.</param>
/// <param name="Contrast">Between what is dark and what is bright on it, 0 to 255.</param>
/// <param name="BurntShare">How much of it is as bright as can be, 0 to 1.</param>
/// <param name="Mean">Its mean brightness, 0 to 255.</param>
internal readonly record struct PlateQuality(double EdgeWidth, double Contrast, double BurntShare, double Mean)
{
    private const int Rows = 32;
    private const int MinColumns = 16;
    private const int MaxColumns = 224;

    // A twentieth at each side is the plate's edge, or what is behind it.
    private const double Edge = .05;
    private const int Burnt = 250;

    // Below this contrast a steep edge is noise.
    private const double MinContrast = 48;

    /// <summary>How many letters' edges fit into the plate's height; less where there is hardly any contrast.</summary>
    public double Sharpness => Math.Min(1, Contrast / MinContrast) / EdgeWidth;

    /// <summary>Measures a plate; null where it has no pixels in the picture.</summary>
    /// <param name="luma">The Y plane.</param>
    /// <param name="corners">The plate's corners in its pixels.</param>
    public static PlateQuality? Measure(LumaImage luma, PlateCorners corners)
    {
        if (!(corners.Width >= 4 && corners.Height >= 4 && luma.Width >= 4 && luma.Height >= 4))
        {
            return null;
        }

        var columns = Math.Clamp((int)(Rows * corners.Width / corners.Height), MinColumns, MaxColumns);
        Span<byte> plate = new byte[Rows * columns];
        PlaneWarp.Rectify(luma.Pixels.Span, luma.Width, luma.Height, luma.Stride, corners, plate, columns, Rows, -Edge, -Edge);
        Span<int> levels = stackalloc int[256];
        Span<int> across = stackalloc int[256];
        Span<int> down = stackalloc int[256];
        long sum = 0;
        for (var y = 0; y < Rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var at = (y * columns) + x;
                int level = plate[at];
                sum += level;
                levels[level]++;
                across[x + 1 < columns ? Math.Abs(plate[at + 1] - level) : 0]++;
                down[y + 1 < Rows ? Math.Abs(plate[at + columns] - level) : 0]++;
            }
        }

        var contrast = Quantile(levels, .95) - Quantile(levels, .05);
        var slope = Math.Max(1, Math.Min(Quantile(across, .97), Quantile(down, .97)));
        var burnt = 0;
        for (var level = Burnt; level < 256; level++)
        {
            burnt += levels[level];
        }

        return new PlateQuality(
            Math.Max(1, (double)contrast / slope) / Rows, contrast, (double)burnt / plate.Length, (double)sum / plate.Length);
    }

    private static int Quantile(ReadOnlySpan<int> counts, double share)
    {
        long all = 0;
        foreach (var count in counts)
        {
            all += count;
        }

        long seen = 0;
        for (var level = 0; level < counts.Length; level++)
        {
            seen += counts[level];
            if (seen >= share * all)
            {
                return level;
            }
        }

        return counts.Length - 1;
    }
}
