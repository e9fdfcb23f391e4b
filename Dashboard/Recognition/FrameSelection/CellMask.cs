using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>
/// Which cells of a motion gate lie where no plate is looked for, a margin away from the region: what moves there is nobody's business.
/// </summary>
internal static class CellMask
{
    /// <summary>The cells that are passed over, row after row; empty where none is.</summary>
    /// <param name="regionOfInterest">Where plates are looked for; null: everywhere.</param>
    /// <param name="area">What the cells cover, in pixels of the picture.</param>
    /// <param name="picture">Width and height of the picture.</param>
    /// <param name="cell">Width and height of a cell.</param>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="rows">Rows of cells.</param>
    public static bool[] FindOutside(
        RegionOfInterest? regionOfInterest, PixelArea area, (int Width, int Height) picture, (int Width, int Height) cell, int columns, int rows)
    {
        if (regionOfInterest is null || columns == 0 || rows == 0)
        {
            return [];
        }

        var touched = new bool[columns * rows];
        for (var i = 0; i < touched.Length; i++)
        {
            var (left, top) = (area.X + (i % columns * cell.Width), area.Y + (i / columns * cell.Height));
            touched[i] = Touches(regionOfInterest, picture, left, top, cell);
        }

        foreach (var corner in regionOfInterest.Polygons.Where(polygon => !polygon.IsExcluded).SelectMany(polygon => polygon.Corners))
        {
            // So that an outline thinner than a cell is not overlooked.
            var column = Math.Clamp(((int)(corner.X * picture.Width) - area.X) / cell.Width, 0, columns - 1);
            var row = Math.Clamp(((int)(corner.Y * picture.Height) - area.Y) / cell.Height, 0, rows - 1);
            touched[(row * columns) + column] = true;
        }

        var (across, down) = (Reach(picture.Width, cell.Width), Reach(picture.Height, cell.Height));
        var near = Spread(Spread(touched, columns, rows, columns, 1, across), rows, columns, 1, columns, down);
        return near.Contains(false) ? [.. near.Select(isNear => !isNear)] : [];
    }

    private static int Reach(int side, int cell) => (int)Math.Ceiling(PixelArea.Margin * side / cell);

    private static bool Touches(RegionOfInterest regionOfInterest, (int Width, int Height) picture, int left, int top, (int Width, int Height) cell)
    {
        Span<(float X, float Y)> places = [(0, 0), (1, 0), (0, 1), (1, 1), (.5f, .5f)];
        foreach (var (x, y) in places)
        {
            if (regionOfInterest.Contains(new PicturePoint((left + (x * cell.Width)) / picture.Width, (top + (y * cell.Height)) / picture.Height)))
            {
                return true;
            }
        }

        return false;
    }

    // Along lines of cells: each is on that has one that is on within reach.
    private static bool[] Spread(bool[] cells, int length, int lines, int lineStep, int step, int reach)
    {
        var spread = new bool[cells.Length];
        for (var line = 0; line < lines; line++)
        {
            var (until, start) = (-1, line * lineStep);
            for (var i = -reach; i < length; i++)
            {
                until = i + reach < length && cells[start + ((i + reach) * step)] ? i + (2 * reach) : until;
                if (i >= 0)
                {
                    spread[start + (i * step)] = i <= until;
                }
            }
        }

        return spread;
    }
}
