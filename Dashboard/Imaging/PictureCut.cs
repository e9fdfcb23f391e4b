namespace Dashboard.Imaging;

/// <summary>A part of a picture, and how wide it may be.</summary>
/// <param name="X">Left edge, pixels of the original.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width of the part; null: up to the right edge.</param>
/// <param name="Height">Height of the part; null: down to the lower edge.</param>
/// <param name="MaxWidth">Most pixels the answer is wide; null: as many as the part.</param>
internal readonly record struct PictureCut(int X, int Y, int? Width, int? Height, int? MaxWidth)
{
    public bool IsWhole => Width is null && Height is null && MaxWidth is null;

    /// <summary>The part's edges in a picture of a size. Throws <see cref="ArgumentOutOfRangeException"/> where it is not inside.</summary>
    public (int X, int Y, int Width, int Height) Inside(int width, int height)
    {
        var (w, h) = (Width ?? (width - X), Height ?? (height - Y));
        if (X < 0 || X >= width)
        {
            throw new ArgumentOutOfRangeException("x");
        }

        if (Y < 0 || Y >= height)
        {
            throw new ArgumentOutOfRangeException("y");
        }

        if (w < 1 || w > width - X)
        {
            throw new ArgumentOutOfRangeException("width");
        }

        return h < 1 || h > height - Y ? throw new ArgumentOutOfRangeException("height") : (X, Y, w, h);
    }
}
