using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Detection;

/// <summary>Which boxes of text have the shape of a plate's line, or of a part of it.</summary>
public static class PlateShape
{
    private const float LowestHeight = 6;
    private const float SteepestSlope = 0.7f;

    /// <summary>Whether a plate's text could be in the box, or in it and its neighbours: high enough and not too steep.</summary>
    public static bool MayBePart(PlateCorners box)
    {
        float dx = box.TopRight.X - box.TopLeft.X, dy = box.TopRight.Y - box.TopLeft.Y;
        return box.Height >= LowestHeight
            && box.Width >= 0.5f * box.Height
            && box.Width <= 10 * box.Height
            && Math.Abs(dy) <= SteepestSlope * Math.Abs(dx);
    }

    /// <summary>How well the sides' ratio fits a line of plate text, 0 to 1.</summary>
    public static double Plausibility(PlateCorners line)
    {
        var ratio = line.Width / Math.Max(1, line.Height);
        return ratio switch
        {
            < 1.2f or > 9 => 0,
            < 1.6f or > 7 => 0.5,
            _ => 1,
        };
    }
}
