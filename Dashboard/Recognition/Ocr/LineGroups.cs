using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Detection;

namespace Dashboard.Recognition.Ocr;

/// <summary>A line that may be a plate: one box of text, or up to three beside each other ("ABC" and "1234").</summary>
/// <param name="Boxes">Positions of its boxes in the list of all, from left to right.</param>
/// <param name="Corners">Around all of them.</param>
public sealed record TextLine(IReadOnlyList<int> Boxes, PlateCorners Corners);

/// <summary>Finds the boxes that may belong together.</summary>
public static class LineGroups
{
    private const int MaximumParts = 3;

    /// <summary>Every box by itself, and every chain of neighbours.</summary>
    public static List<TextLine> Of(IReadOnlyList<TextBox> boxes)
    {
        var lines = new List<TextLine>();
        for (var i = 0; i < boxes.Count; i++)
        {
            lines.Add(new TextLine([i], boxes[i].Corners));
        }

        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Boxes.Count == MaximumParts)
            {
                continue;
            }

            for (var j = 0; j < boxes.Count; j++)
            {
                if (!line.Boxes.Contains(j) && AreNeighbours(boxes[line.Boxes[^1]].Corners, boxes[j].Corners))
                {
                    lines.Add(new TextLine([.. line.Boxes, j], Around(line.Corners, boxes[j].Corners)));
                }
            }
        }

        return lines;
    }

    /// <summary>Whether the second goes on where the first ends: level with it, about as high, and not far to the right.</summary>
    internal static bool AreNeighbours(PlateCorners left, PlateCorners right)
    {
        float low = Math.Min(left.Height, right.Height), high = Math.Max(left.Height, right.Height);
        if (low < 1 || high > 1.5f * low)
        {
            return false;
        }

        var (ux, uy) = ((left.TopRight.X - left.TopLeft.X) / Math.Max(1, left.Width), (left.TopRight.Y - left.TopLeft.Y) / Math.Max(1, left.Width));
        var from = new PicturePoint((left.TopRight.X + left.BottomRight.X) / 2, (left.TopRight.Y + left.BottomRight.Y) / 2);
        var to = new PicturePoint((right.TopLeft.X + right.BottomLeft.X) / 2, (right.TopLeft.Y + right.BottomLeft.Y) / 2);
        var along = ((to.X - from.X) * ux) + ((to.Y - from.Y) * uy);
        var across = Math.Abs(((to.Y - from.Y) * ux) - ((to.X - from.X) * uy));
        return along > -0.6f * high && along < 1.2f * high && across < 0.4f * high;
    }

    private static PlateCorners Around(PlateCorners left, PlateCorners right) =>
        new(left.TopLeft, right.TopRight, right.BottomRight, left.BottomLeft);
}
