using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Detection;

/// <summary>Outline of points and the smallest rectangle around them.</summary>
internal static class ConvexHull
{
    /// <summary>
    /// The convex hull, without repeats and points on its edges; see A. M. Andrew, Another efficient algorithm for convex
    /// hulls in two dimensions, 1979. Sorts the points in place.
    /// </summary>
    public static List<PicturePoint> Of(List<PicturePoint> points)
    {
        points.Sort(static (a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        if (points.Count < 3)
        {
            return [.. points];
        }

        var hull = new List<PicturePoint>(32);
        for (var pass = 0; pass < 2; pass++)
        {
            var start = hull.Count;
            for (var i = 0; i < points.Count; i++)
            {
                var point = points[pass == 0 ? i : points.Count - 1 - i];
                while (hull.Count >= start + 2 && Cross(hull[^2], hull[^1], point) <= 0)
                {
                    hull.RemoveAt(hull.Count - 1);
                }

                hull.Add(point);
            }

            hull.RemoveAt(hull.Count - 1);
        }

        return hull;
    }

    /// <summary>
    /// The rectangle of least area around a hull: one of its sides lies on a side of the hull (H. Freeman and R. Shapira,
    /// 1975). Corners clockwise from the top left, with the edge that is closer to level as the top.
    /// </summary>
    public static PlateCorners SmallestRectangle(List<PicturePoint> hull)
    {
        var best = float.MaxValue;
        PlateCorners rectangle = default;
        for (var i = 0; i < hull.Count; i++)
        {
            var (from, to) = (hull[i], hull[(i + 1) % hull.Count]);
            var length = MathF.Sqrt(((to.X - from.X) * (to.X - from.X)) + ((to.Y - from.Y) * (to.Y - from.Y)));
            var (dx, dy) = length > 0 ? ((to.X - from.X) / length, (to.Y - from.Y) / length) : (1f, 0f);
            if (Math.Abs(dy) > Math.Abs(dx))
            {
                (dx, dy) = (-dy, dx);
            }

            if (dx < 0)
            {
                (dx, dy) = (-dx, -dy);
            }

            var around = Around(hull, dx, dy, out var area);
            if (area < best)
            {
                best = area;
                rectangle = around;
            }
        }

        return rectangle;
    }

    /// <summary>The rectangle, each side moved outwards by a distance.</summary>
    public static PlateCorners Grow(PlateCorners rectangle, float across, float down)
    {
        var (tl, tr, bl) = (rectangle.TopLeft, rectangle.TopRight, rectangle.BottomLeft);
        float width = Math.Max(rectangle.Width, 1e-3f), height = Math.Max(rectangle.Height, 1e-3f);
        var (ux, uy) = ((tr.X - tl.X) / width * across, (tr.Y - tl.Y) / width * across);
        var (vx, vy) = ((bl.X - tl.X) / height * down, (bl.Y - tl.Y) / height * down);
        return new PlateCorners(
            new(tl.X - ux - vx, tl.Y - uy - vy),
            new(tr.X + ux - vx, tr.Y + uy - vy),
            new(rectangle.BottomRight.X + ux + vx, rectangle.BottomRight.Y + uy + vy),
            new(bl.X - ux + vx, bl.Y - uy + vy));
    }

    private static PlateCorners Around(List<PicturePoint> hull, float dx, float dy, out float area)
    {
        float left = float.MaxValue, right = float.MinValue, top = float.MaxValue, bottom = float.MinValue;
        foreach (var point in hull)
        {
            var along = (point.X * dx) + (point.Y * dy);
            var across = (point.Y * dx) - (point.X * dy);
            (left, right) = (Math.Min(left, along), Math.Max(right, along));
            (top, bottom) = (Math.Min(top, across), Math.Max(bottom, across));
        }

        area = (right - left) * (bottom - top);
        PicturePoint At(float along, float across) => new((along * dx) - (across * dy), (along * dy) + (across * dx));
        return new PlateCorners(At(left, top), At(right, top), At(right, bottom), At(left, bottom));
    }

    private static float Cross(PicturePoint o, PicturePoint a, PicturePoint b) => ((a.X - o.X) * (b.Y - o.Y)) - ((a.Y - o.Y) * (b.X - o.X));
}
