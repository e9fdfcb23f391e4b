using System.Globalization;
using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Cameras;

/// <summary>One outline of a region of interest; corners are shares of the picture, 0 to 1, three to 32 of them.</summary>
public sealed class RegionOfInterestPolygon
{
    /// <summary>The most corners a polygon may have.</summary>
    public const int MaxCorners = 32;

    private const char ExcludeMark = '!';

    private RegionOfInterestPolygon(IReadOnlyList<PicturePoint> corners, bool isExcluded) => (Corners, IsExcluded) = (corners, isExcluded);

    /// <summary>The corners in drawing order.</summary>
    public IReadOnlyList<PicturePoint> Corners { get; }

    /// <summary>Plates inside are left out; otherwise they are looked for.</summary>
    public bool IsExcluded { get; }

    /// <summary>A polygon of the corners, or null where they are too few, too many or outside 0 to 1.</summary>
    public static RegionOfInterestPolygon? Create(IReadOnlyList<PicturePoint> corners, bool isExcluded = false) =>
        corners.Count is >= 3 and <= MaxCorners && corners.All(c => c.X is >= 0 and <= 1 && c.Y is >= 0 and <= 1)
            ? new RegionOfInterestPolygon([.. corners], isExcluded)
            : null;

    /// <summary>Reads <c>x,y x,y …</c>, with <c>!</c> before it for one that is excluded; null where the text is no polygon.</summary>
    public static RegionOfInterestPolygon? FromText(string text)
    {
        text = text.Trim();
        var isExcluded = text.StartsWith(ExcludeMark);
        var corners = new List<PicturePoint>();
        foreach (var part in (isExcluded ? text[1..] : text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
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

        return Create(corners, isExcluded);
    }

    /// <summary>The text <see cref="FromText"/> reads, four decimals.</summary>
    public string ToText()
    {
        var corners = string.Join(' ', Corners.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.X:0.####},{c.Y:0.####}")));
        return IsExcluded ? ExcludeMark + corners : corners;
    }

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
