using Dashboard.Domain.Cameras;

namespace Dashboard.Imaging;

/// <summary>An upright part of a picture in whole pixels.</summary>
internal readonly record struct PixelArea(int X, int Y, int Width, int Height)
{
    /// <summary>How far, in shares of the picture, what is looked at reaches beyond a region.</summary>
    public const float Margin = 0.05f;

    /// <summary>The box around a region of interest, a little larger so that a plate at its edge is whole; all of the picture without one.</summary>
    public static PixelArea FromRegionOfInterest(RegionOfInterest? regionOfInterest, int width, int height)
    {
        if (regionOfInterest is null)
        {
            return new PixelArea(0, 0, width, height);
        }

        var box = regionOfInterest.Bounds;
        var left = (int)(Math.Max(0, box.X - Margin) * width);
        var top = (int)(Math.Max(0, box.Y - Margin) * height);
        var right = (int)Math.Ceiling(Math.Min(1, box.X + box.Width + Margin) * width);
        var bottom = (int)Math.Ceiling(Math.Min(1, box.Y + box.Height + Margin) * height);
        return new PixelArea(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top));
    }
}
