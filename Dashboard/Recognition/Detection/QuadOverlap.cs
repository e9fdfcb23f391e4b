using System.Runtime.CompilerServices;
using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Detection;

/// <summary>Areas of quadrangles and of what two of them share. OpenCV takes longer for the same (Decision 0021).</summary>
internal static class QuadOverlap
{
    /// <summary>Area in square pixels; negative where the corners go round the wrong way.</summary>
    public static float Area(PlateCorners q) => (
        Cross(q.TopLeft, q.TopRight) + Cross(q.TopRight, q.BottomRight) + Cross(q.BottomRight, q.BottomLeft) + Cross(q.BottomLeft, q.TopLeft)) / 2;

    /// <summary>Whether the corners go round clockwise (as y points down) without a dent, so that a homography makes sense.</summary>
    public static bool IsConvex(PlateCorners q) =>
        Turn(q.TopLeft, q.TopRight, q.BottomRight) > 0 && Turn(q.TopRight, q.BottomRight, q.BottomLeft) > 0
        && Turn(q.BottomRight, q.BottomLeft, q.TopLeft) > 0 && Turn(q.BottomLeft, q.TopLeft, q.TopRight) > 0;

    /// <summary>
    /// Area that two convex quadrangles share: the first, cut along each side of the second; see I. E. Sutherland and
    /// G. W. Hodgman, Reentrant polygon clipping, 1974.
    /// </summary>
    public static float Shared(PlateCorners a, PlateCorners b)
    {
        var (one, two) = (default(Polygon), default(Polygon));
        Span<PicturePoint> polygon = one, cut = two;
        var count = 4;
        (polygon[0], polygon[1], polygon[2], polygon[3]) = (a.TopLeft, a.TopRight, a.BottomRight, a.BottomLeft);
        count = Cut(polygon, count, b.TopLeft, b.TopRight, cut);
        count = Cut(cut, count, b.TopRight, b.BottomRight, polygon);
        count = Cut(polygon, count, b.BottomRight, b.BottomLeft, cut);
        count = Cut(cut, count, b.BottomLeft, b.TopLeft, polygon);
        var area = 0f;
        for (var i = 0; i < count; i++)
        {
            area += Cross(polygon[i], polygon[(i + 1) % count]);
        }

        return area / 2;
    }

    /// <summary>What of a polygon is on the right of the line, as seen from its beginning (y points down).</summary>
    private static int Cut(ReadOnlySpan<PicturePoint> polygon, int count, PicturePoint from, PicturePoint to, Span<PicturePoint> result)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var (here, next) = (polygon[i], polygon[(i + 1) % count]);
            float side = Turn(from, to, here), nextSide = Turn(from, to, next);
            if (side >= 0)
            {
                result[kept++] = here;
            }

            if (side >= 0 != nextSide >= 0)
            {
                var share = side / (side - nextSide);
                result[kept++] = new PicturePoint(here.X + (share * (next.X - here.X)), here.Y + (share * (next.Y - here.Y)));
            }
        }

        return kept;
    }

    private static float Cross(PicturePoint a, PicturePoint b) => (a.X * b.Y) - (a.Y * b.X);

    private static float Turn(PicturePoint o, PicturePoint a, PicturePoint b) => ((a.X - o.X) * (b.Y - o.Y)) - ((a.Y - o.Y) * (b.X - o.X));

    /// <summary>Four corners, and at most one more for each of the four cuts.</summary>
    [InlineArray(12)]
    private struct Polygon
    {
        private PicturePoint _first;
    }
}
