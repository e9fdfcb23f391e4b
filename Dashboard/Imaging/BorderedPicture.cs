using Dashboard.Domain.Recognition;

namespace Dashboard.Imaging;

/// <summary>
/// A picture set on grey. The detector knows plates on vehicles: of a picture that is nothing but a plate it sees the middle of a letter, and finds
/// the plate once there is something around it.
/// </summary>
/// <param name="Luma">The picture with its border.</param>
/// <param name="Border">Width of the border in pixels.</param>
internal sealed record BorderedPicture(LumaImage Luma, int Border)
{
    /// <summary>Pictures of plates alone are no larger, pixels.</summary>
    private const int MaxSide = 800;

    /// <summary>Width over height of pictures of plates alone: a little higher than wide where a plate of two lines has room around it.</summary>
    private const double MinAspect = 0.75;

    /// <inheritdoc cref="MinAspect"/>
    private const double MaxAspect = 8;

    /// <summary>The least part of a picture that a plate must fill to be what the picture shows.</summary>
    private const double MinShare = 0.25;

    private const byte Grey = 128;

    /// <summary>Whether a picture may show a plate and nothing else.</summary>
    public static bool CanBePlate(LumaImage picture) =>
        Math.Max(picture.Width, picture.Height) <= MaxSide && (double)picture.Width / picture.Height is >= MinAspect and <= MaxAspect;

    /// <summary>Sets a picture on grey, half as wide on each side as the picture's longer side.</summary>
    public static BorderedPicture Create(LumaImage picture)
    {
        var border = Math.Max(picture.Width, picture.Height) / 2;
        var (width, height) = (picture.Width + (2 * border), picture.Height + (2 * border));
        var pixels = new byte[width * height];
        Array.Fill(pixels, Grey);
        for (var y = 0; y < picture.Height; y++)
        {
            picture.Row(y).CopyTo(pixels.AsSpan(((y + border) * width) + border));
        }

        return new BorderedPicture(new LumaImage(pixels, width, height, width), border);
    }

    /// <summary>A read of it with corners in the picture itself; null where the plate is too small a part of that.</summary>
    public PlateRead? ToPicture(PlateRead read)
    {
        var (width, height) = (Luma.Width - (2 * Border), Luma.Height - (2 * Border));
        return read.Corners.Bounds.Area >= MinShare * width * height
            ? read with
            {
                Corners = new PlateCorners(
                    Move(read.Corners.TopLeft), Move(read.Corners.TopRight), Move(read.Corners.BottomRight), Move(read.Corners.BottomLeft)),
            }
            : null;

        PicturePoint Move(PicturePoint corner) => new(Math.Clamp(corner.X - Border, 0, width), Math.Clamp(corner.Y - Border, 0, height));
    }
}
