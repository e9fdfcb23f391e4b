using Dashboard.Domain.Recognition;

namespace Dashboard.Imaging.Jpeg;

/// <summary>From where something is in a picture as it is stored to where it is when the picture is shown (EXIF 2.3, orientation).</summary>
/// <param name="Header">The picture's header.</param>
internal readonly record struct PictureTurn(PictureHeader Header)
{
    /// <summary>Moves a point, in pixels.</summary>
    public PicturePoint Move(PicturePoint point)
    {
        var (x, y, right, below) = (point.X, point.Y, Header.Width - point.X, Header.Height - point.Y);
        return Header.Orientation switch
        {
            2 => new(right, y),
            3 => new(right, below),
            4 => new(x, below),
            5 => new(y, x),
            6 => new(below, x),
            7 => new(below, right),
            8 => new(y, right),
            _ => point,
        };
    }

    /// <summary>Moves the corners of a plate; the first stays the plate's own top left.</summary>
    public PlateCorners Move(PlateCorners corners) => new(
        Move(corners.TopLeft), Move(corners.TopRight), Move(corners.BottomRight), Move(corners.BottomLeft));
}
