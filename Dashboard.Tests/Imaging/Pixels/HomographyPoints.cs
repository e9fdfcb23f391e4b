using Dashboard.Domain.Recognition;
using Dashboard.Imaging.Pixels;

namespace Dashboard.Tests.Imaging.Pixels;

/// <summary>Single points of a map, which the program follows along lines.</summary>
internal static class HomographyPoints
{
    /// <summary>Where a point of the unit square lies.</summary>
    public static PicturePoint Map(this Homography map, double u, double v)
    {
        var line = map.Line(u, v, 0);
        return new PicturePoint(line.X / line.W, line.Y / line.W);
    }
}
