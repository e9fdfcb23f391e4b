using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Cameras;

/// <summary>
/// Where plates are looked for: inside any of the polygons that include, or anywhere where none does, and in none of those that exclude.
/// Two regions are equal if their polygons are.
/// </summary>
public sealed class RegionOfInterest : IEquatable<RegionOfInterest>
{
    /// <summary>The most polygons a region may have.</summary>
    public const int MaxPolygons = 16;

    private const char Separator = ';';
    private readonly string _text;

    private RegionOfInterest(IReadOnlyList<RegionOfInterestPolygon> polygons)
    {
        Polygons = polygons;
        _text = string.Join(Separator, polygons.Select(polygon => polygon.ToText()));
        Bounds = FindBounds([.. polygons.Where(polygon => !polygon.IsExcluded).SelectMany(polygon => polygon.Corners)]);
    }

    /// <summary>One to <see cref="MaxPolygons"/> polygons.</summary>
    public IReadOnlyList<RegionOfInterestPolygon> Polygons { get; }

    /// <summary>The smallest upright box, as shares of the picture, outside of which no plate is looked for.</summary>
    public PictureBox Bounds { get; }

    /// <summary>A region of polygons; null where there is none, or where they are too many.</summary>
    public static RegionOfInterest? Create(IReadOnlyList<RegionOfInterestPolygon> polygons) =>
        polygons.Count is >= 1 and <= MaxPolygons ? new RegionOfInterest([.. polygons]) : null;

    /// <summary>Reads polygons with semicolons between; null where the text is empty or no region.</summary>
    public static RegionOfInterest? FromText(string? text)
    {
        var polygons = (text ?? "").Split(Separator).Select(RegionOfInterestPolygon.FromText).ToList();
        return polygons.Contains(null) ? null : Create(polygons!);
    }

    /// <summary>The text <see cref="FromText"/> reads.</summary>
    public string ToText() => _text;

    /// <summary>Whether plates are looked for at a point (shares of the picture).</summary>
    public bool Contains(PicturePoint point)
    {
        var (isIncluded, includesAny) = (false, false);
        for (var i = 0; i < Polygons.Count; i++)
        {
            var polygon = Polygons[i];
            includesAny |= !polygon.IsExcluded;
            if ((polygon.IsExcluded || !isIncluded) && polygon.Contains(point))
            {
                if (polygon.IsExcluded)
                {
                    return false;
                }

                isIncluded = true;
            }
        }

        return isIncluded || !includesAny;
    }

    /// <inheritdoc/>
    public bool Equals(RegionOfInterest? other) => ReferenceEquals(this, other) || (other is not null && _text == other._text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RegionOfInterest);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>For the log.</summary>
    public override string ToString() => _text;

    private static PictureBox FindBounds(PicturePoint[] corners)
    {
        if (corners.Length == 0)
        {
            return new PictureBox(0, 0, 1, 1);
        }

        var (left, top) = (corners.Min(c => c.X), corners.Min(c => c.Y));
        return new PictureBox(left, top, corners.Max(c => c.X) - left, corners.Max(c => c.Y) - top);
    }
}
