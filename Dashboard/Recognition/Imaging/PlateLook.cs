using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Imaging;

/// <summary>How a plate looks in its picture, whatever is on it: measured on a small upright copy, so that it costs next to nothing.</summary>
/// <param name="EdgeWidth">Over how much of the plate's height the edges of its letters spread, in the worse of both directions.</param>
/// <param name="Contrast">Between what is dark and what is bright on it, 0 to 255.</param>
/// <param name="BurntShare">How much of it is as bright as can be, 0 to 1.</param>
/// <param name="Mean">Its mean brightness, 0 to 255.</param>
internal readonly record struct PlateLook(double EdgeWidth, double Contrast, double BurntShare, double Mean)
{
    private const int Rows = 32;
    private const int MinColumns = 16;
    private const int MaxColumns = 224;
    private const int MaxFold = 4;
    private const int Burnt = 250;

    // Below this contrast a steep edge is noise.
    private const double MinContrast = 48;

    /// <summary>How many letters' edges fit into the plate's height; less where there is hardly any contrast.</summary>
    public double Sharpness => Math.Min(1, Contrast / MinContrast) / EdgeWidth;

    /// <summary>Looks at a plate; null where it has no pixels in the picture.</summary>
    /// <param name="luma">The Y plane.</param>
    /// <param name="corners">The plate's corners in its pixels.</param>
    public static PlateLook? Measure(LumaImage luma, PlateCorners corners)
    {
        if (!(corners.Width >= 4 && corners.Height >= 4 && luma.Width >= 4 && luma.Height >= 4))
        {
            return null;
        }

        var columns = Math.Clamp((int)(Rows * corners.Width / corners.Height), MinColumns, MaxColumns);
        Span<byte> plate = new byte[Rows * columns];
        Sample(luma, corners, plate, columns);
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

        return new PlateLook(
            Math.Max(1, (double)contrast / slope) / Rows, contrast, (double)burnt / plate.Length, (double)sum / plate.Length);
    }

    // A tenth at each side is the plate's edge, or what is behind it. Large plates: each point is the mean of a few.
    private static void Sample(LumaImage luma, PlateCorners corners, Span<byte> plate, int columns)
    {
        const double edge = .05;
        var fold = Math.Clamp((int)(corners.Height / Rows), 1, MaxFold);
        for (var y = 0; y < Rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var sum = 0.0;
                for (var part = 0; part < fold * fold; part++)
                {
                    var u = edge + ((1 - (2 * edge)) * (x + (((part % fold) + .5) / fold)) / columns);
                    var v = edge + ((1 - (2 * edge)) * (y + (((part / fold) + .5) / fold)) / Rows);
                    sum += At(luma, Between(corners, u, v));
                }

                plate[(y * columns) + x] = (byte)(sum / (fold * fold));
            }
        }
    }

    private static (double X, double Y) Between(PlateCorners corners, double u, double v)
    {
        var (a, b, c, d) = ((1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v);
        return (
            (a * corners.TopLeft.X) + (b * corners.TopRight.X) + (c * corners.BottomRight.X) + (d * corners.BottomLeft.X) - .5,
            (a * corners.TopLeft.Y) + (b * corners.TopRight.Y) + (c * corners.BottomRight.Y) + (d * corners.BottomLeft.Y) - .5);
    }

    private static double At(LumaImage luma, (double X, double Y) point)
    {
        var (x, y) = (Math.Clamp(point.X, 0, luma.Width - 1.001), Math.Clamp(point.Y, 0, luma.Height - 1.001));
        var (column, row) = ((int)x, (int)y);
        var (right, below) = (x - column, y - row);
        ReadOnlySpan<byte> upper = luma.Row(row), lower = luma.Row(row + 1);
        return ((1 - below) * (((1 - right) * upper[column]) + (right * upper[column + 1])))
            + (below * (((1 - right) * lower[column]) + (right * lower[column + 1])));
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
