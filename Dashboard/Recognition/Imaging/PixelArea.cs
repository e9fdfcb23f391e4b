using Dashboard.Domain.Cameras;

namespace Dashboard.Recognition.Imaging;

/// <summary>An upright part of a picture in whole pixels.</summary>
internal readonly record struct PixelArea(int X, int Y, int Width, int Height)
{
    /// <summary>The box around a region, a little larger so that a plate at its edge is whole; all of the picture without one.</summary>
    public static PixelArea FromRegion(RegionOfInterest? region, int width, int height)
    {
        if (region is null)
        {
            return new PixelArea(0, 0, width, height);
        }

        const float margin = 0.05f;
        var left = (int)(Math.Max(0, region.Corners.Min(c => c.X) - margin) * width);
        var top = (int)(Math.Max(0, region.Corners.Min(c => c.Y) - margin) * height);
        var right = (int)Math.Ceiling(Math.Min(1, region.Corners.Max(c => c.X) + margin) * width);
        var bottom = (int)Math.Ceiling(Math.Min(1, region.Corners.Max(c => c.Y) + margin) * height);
        return new PixelArea(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top));
    }
}
