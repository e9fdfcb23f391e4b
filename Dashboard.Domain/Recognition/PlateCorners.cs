using System.Globalization;

namespace Dashboard.Domain.Recognition;

/// <summary>A point in a picture, in pixels from the top left, or a share of the picture (0 to 1) where said so.</summary>
public readonly record struct PicturePoint(float X, float Y);

/// <summary>An upright rectangle in pixels.</summary>
public readonly record struct PictureBox(float X, float Y, float Width, float Height)
{
    /// <summary>Area in square pixels.</summary>
    public float Area => Width * Height;

    /// <summary>Intersection over union with another box, 0 to 1.</summary>
    public float Overlap(PictureBox other)
    {
        var width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        var height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var shared = width * height;
        return shared / (Area + other.Area - shared);
    }
}

/// <summary>The four corners of a plate in pixels of its frame, clockwise from the plate's own top left.</summary>
public readonly record struct PlateCorners(PicturePoint TopLeft, PicturePoint TopRight, PicturePoint BottomRight, PicturePoint BottomLeft)
{
    /// <summary>The smallest upright box that holds all four corners.</summary>
    public PictureBox Bounds
    {
        get
        {
            var left = Math.Min(Math.Min(TopLeft.X, TopRight.X), Math.Min(BottomRight.X, BottomLeft.X));
            var right = Math.Max(Math.Max(TopLeft.X, TopRight.X), Math.Max(BottomRight.X, BottomLeft.X));
            var top = Math.Min(Math.Min(TopLeft.Y, TopRight.Y), Math.Min(BottomRight.Y, BottomLeft.Y));
            var bottom = Math.Max(Math.Max(TopLeft.Y, TopRight.Y), Math.Max(BottomRight.Y, BottomLeft.Y));
            return new PictureBox(left, top, right - left, bottom - top);
        }
    }

    /// <summary>The middle of the four corners.</summary>
    public PicturePoint Center => new(
        (TopLeft.X + TopRight.X + BottomRight.X + BottomLeft.X) / 4,
        (TopLeft.Y + TopRight.Y + BottomRight.Y + BottomLeft.Y) / 4);

    /// <summary>Mean length of the top and bottom edges, in pixels.</summary>
    public float Width => (Length(TopLeft, TopRight) + Length(BottomLeft, BottomRight)) / 2;

    /// <summary>Mean length of the left and right edges, in pixels.</summary>
    public float Height => (Length(TopLeft, BottomLeft) + Length(TopRight, BottomRight)) / 2;

    /// <summary>Degrees by which it is turned in the picture, either way: 0 is level, 0 to 90.</summary>
    public double Turn
    {
        get
        {
            var angle = Math.Abs(Along * 180 / Math.PI);
            return angle > 90 ? 180 - angle : angle;
        }
    }

    /// <summary>Degrees by which its letters lean, either way: between its upright edges and what would be upright on it, 0 to 90.</summary>
    public double Lean
    {
        get
        {
            var lean = Math.Abs((Down - Along) * 180 / Math.PI) % 360;
            lean = lean > 180 ? 360 - lean : lean;
            return Math.Abs(lean - 90);
        }
    }

    // The directions of its upper and lower edges together, and of its left and right ones.
    private double Along => Math.Atan2(TopRight.Y - TopLeft.Y + BottomRight.Y - BottomLeft.Y, TopRight.X - TopLeft.X + BottomRight.X - BottomLeft.X);

    private double Down => Math.Atan2(BottomLeft.Y - TopLeft.Y + BottomRight.Y - TopRight.Y, BottomLeft.X - TopLeft.X + BottomRight.X - TopRight.X);

    /// <summary>Whether the plate touches the edge of its frame, so that a part of it may be missing.</summary>
    /// <param name="frameWidth">Width of the frame in pixels.</param>
    public bool IsCut(int frameWidth, int frameHeight)
    {
        var box = Bounds;
        var margin = Math.Max(2, 0.004f * frameWidth);
        return box.X < margin || box.Y < margin || box.X + box.Width > frameWidth - margin || box.Y + box.Height > frameHeight - margin;
    }

    /// <summary>The same shape elsewhere.</summary>
    public PlateCorners Moved(float x, float y) => new(
        new(TopLeft.X + x, TopLeft.Y + y), new(TopRight.X + x, TopRight.Y + y),
        new(BottomRight.X + x, BottomRight.Y + y), new(BottomLeft.X + x, BottomLeft.Y + y));

    /// <summary>The same corners in a picture whose sides are so many times as long.</summary>
    public PlateCorners Scaled(float factor) => new(
        new(TopLeft.X * factor, TopLeft.Y * factor), new(TopRight.X * factor, TopRight.Y * factor),
        new(BottomRight.X * factor, BottomRight.Y * factor), new(BottomLeft.X * factor, BottomLeft.Y * factor));

    public static PlateCorners FromBox(float x, float y, float width, float height) =>
        new(new(x, y), new(x + width, y), new(x + width, y + height), new(x, y + height));

    /// <summary>Eight numbers separated by commas, one decimal: x,y of top left, top right, bottom right, bottom left.</summary>
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TopLeft.X:0.#},{TopLeft.Y:0.#},{TopRight.X:0.#},{TopRight.Y:0.#},"
            + $"{BottomRight.X:0.#},{BottomRight.Y:0.#},{BottomLeft.X:0.#},{BottomLeft.Y:0.#}");

    /// <summary>Reads what <see cref="ToText"/> wrote; null where the text is empty or no eight numbers.</summary>
    public static PlateCorners? FromText(string? text)
    {
        var parts = text?.Split(',');
        if (parts is not { Length: 8 })
        {
            return null;
        }

        Span<float> n = stackalloc float[8];
        for (var i = 0; i < 8; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out n[i]))
            {
                return null;
            }
        }

        return new PlateCorners(new(n[0], n[1]), new(n[2], n[3]), new(n[4], n[5]), new(n[6], n[7]));
    }

    private static float Length(PicturePoint a, PicturePoint b) => MathF.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}
