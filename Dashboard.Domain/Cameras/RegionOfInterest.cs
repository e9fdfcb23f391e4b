using System.Globalization;
using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Cameras;

/// <summary>A polygon in which plates are looked for; corners are shares of the picture, 0 to 1, three to 32 of them.</summary>
public sealed record RegionOfInterest
{
    /// <summary>The most corners a region may have.</summary>
    public const int MaxCorners = 32;

    private RegionOfInterest(IReadOnlyList<PicturePoint> corners) => Corners = corners;

    /// <summary>The corners in drawing order.</summary>
    public IReadOnlyList<PicturePoint> Corners { get; }

    /// <summary>A region of the corners, or null where they are too few, too many or outside 0 to 1.</summary>
    public static RegionOfInterest? Create(IReadOnlyList<PicturePoint> corners) =>
        corners.Count is >= 3 and <= MaxCorners && corners.All(c => c.X is >= 0 and <= 1 && c.Y is >= 0 and <= 1)
            ? new RegionOfInterest([.. corners])
            : null;

    /// <summary>Reads <c>x,y x,y …</c>; null where the text is no region.</summary>
    public static RegionOfInterest? FromText(string? text)
    {
        var corners = new List<PicturePoint>();
        foreach (var part in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = part.Split(',');
            if (numbers.Length != 2
                || !float.TryParse(numbers[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
                || !float.TryParse(numbers[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var y))
            {
                return null;
            }

            corners.Add(new PicturePoint(x, y));
        }

        return Create(corners);
    }

    /// <summary>The text <see cref="FromText"/> reads, four decimals.</summary>
    public string ToText() => string.Join(' ', Corners.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.X:0.####},{c.Y:0.####}")));

    /// <summary>Whether a point (shares of the picture) is inside, by the even-odd rule.</summary>
    public bool Contains(PicturePoint point)
    {
        var inside = false;
        for (int i = 0, j = Corners.Count - 1; i < Corners.Count; j = i++)
        {
            var (a, b) = (Corners[i], Corners[j]);
            if (a.Y > point.Y != b.Y > point.Y && point.X < ((b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
