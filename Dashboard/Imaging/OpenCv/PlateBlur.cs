using Dashboard.Domain.Recognition;
using OpenCvSharp;

namespace Dashboard.Imaging.OpenCv;

/// <summary>
/// Blurs a picture but for a plate, so that nothing can be got back: what is left of the rest are a few blocks, each the mean of its pixels, and
/// they run into one another.
/// </summary>
internal static class PlateBlur
{
    /// <summary>Most blocks along the longer side: a face or a second plate is one or two of them.</summary>
    public const int MaxBlocks = 24;

    /// <summary>Fewest pixels along a side of a block.</summary>
    private const int MinBlockSide = 16;

    /// <summary>What stays sharp around the plate, as a part of its height: its corners are estimates.</summary>
    private const double Margin = 0.15;
    private const double MinMargin = 3;

    /// <summary>The picture, blurred but for the plate; all of it where there is none. The caller owns it.</summary>
    public static Mat Around(Mat picture, PlateCorners? plate)
    {
        var longer = Math.Max(picture.Width, picture.Height);
        var block = Math.Max(MinBlockSide, (double)longer / MaxBlocks);
        using var few = new Mat();
        Cv2.Resize(picture, few, new Size(Blocks(picture.Width, block), Blocks(picture.Height, block)), 0, 0, InterpolationFlags.Area);
        Cv2.GaussianBlur(few, few, new Size(3, 3), 0);
        var blurred = new Mat();
        try
        {
            Cv2.Resize(few, blurred, picture.Size(), 0, 0, InterpolationFlags.Linear);
            if (plate is { } corners && Outline(corners) is { } outline)
            {
                Keep(picture, blurred, outline);
            }

            return blurred;
        }
        catch
        {
            blurred.Dispose();
            throw;
        }
    }

    private static int Blocks(int side, double block) => Math.Max(1, (int)Math.Round(side / block));

    private static void Keep(Mat picture, Mat blurred, Point[] outline)
    {
        var area = Cv2.BoundingRect(outline).Intersect(new Rect(0, 0, picture.Width, picture.Height));
        if (area.Width <= 0 || area.Height <= 0)
        {
            return;
        }

        using var mask = new Mat(area.Height, area.Width, MatType.CV_8UC1, Scalar.Black);
        Cv2.FillConvexPoly(mask, outline.Select(point => point - area.Location), Scalar.White);
        using Mat from = picture[area], to = blurred[area];
        from.CopyTo(to, mask);
    }

    // The corners, each moved outwards along the plate's own edges. Null: they are none of a plate.
    private static Point[]? Outline(PlateCorners plate)
    {
        var margin = Math.Max(MinMargin, Margin * plate.Height);
        var (x, y) = Direction(
            plate.TopRight.X - plate.TopLeft.X + plate.BottomRight.X - plate.BottomLeft.X,
            plate.TopRight.Y - plate.TopLeft.Y + plate.BottomRight.Y - plate.BottomLeft.Y);
        var (downX, downY) = Direction(
            plate.BottomLeft.X - plate.TopLeft.X + plate.BottomRight.X - plate.TopRight.X,
            plate.BottomLeft.Y - plate.TopLeft.Y + plate.BottomRight.Y - plate.TopRight.Y);
        (double X, double Y)[] moved =
        [
            (plate.TopLeft.X - (margin * (x + downX)), plate.TopLeft.Y - (margin * (y + downY))),
            (plate.TopRight.X + (margin * (x - downX)), plate.TopRight.Y + (margin * (y - downY))),
            (plate.BottomRight.X + (margin * (x + downX)), plate.BottomRight.Y + (margin * (y + downY))),
            (plate.BottomLeft.X - (margin * (x - downX)), plate.BottomLeft.Y - (margin * (y - downY))),
        ];
        return Array.TrueForAll(moved, point => Math.Abs(point.X) <= short.MaxValue && Math.Abs(point.Y) <= short.MaxValue)
            ? Array.ConvertAll(moved, point => new Point((int)Math.Round(point.X), (int)Math.Round(point.Y)))
            : null;
    }

    // Of no length: not a number, which is refused.
    private static (double X, double Y) Direction(double x, double y)
    {
        var length = Math.Sqrt((x * x) + (y * y));
        return (x / length, y / length);
    }
}
