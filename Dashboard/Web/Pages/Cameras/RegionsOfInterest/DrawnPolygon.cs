using System.Text.Json;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Cameras.RegionsOfInterest;

/// <summary>A polygon of a region while it is drawn.</summary>
/// <param name="Corners">Also fewer than it takes.</param>
/// <param name="IsExcluded">Plates inside are left out.</param>
public sealed record DrawnPolygon(IReadOnlyList<PicturePoint> Corners, bool IsExcluded = false)
{
    /// <summary>Whether it has as many corners as it takes.</summary>
    public bool IsWhole => Corners.Count is >= 3 and <= RegionOfInterestPolygon.MaxCorners;

    /// <summary>The corners for the points of an SVG shape in a box of 100 by 100.</summary>
    public string Points => string.Join(' ', Corners.Select(c => $"{RegionOfInterestDrawing.Percent(c.X)},{RegionOfInterestDrawing.Percent(c.Y)}"));

    /// <summary>The polygons of a stored region; none for null.</summary>
    public static IReadOnlyList<DrawnPolygon> From(RegionOfInterest? region) =>
        [.. (region?.Polygons ?? []).Select(polygon => new DrawnPolygon(polygon.Corners, polygon.IsExcluded))];

    /// <summary>The region as it is stored, without polygons that have no corner; null: everywhere.</summary>
    public static RegionOfInterest? ToRegionOfInterest(IReadOnlyList<DrawnPolygon> polygons) =>
        RegionOfInterest.Create(
        [
            .. polygons.Select(polygon => RegionOfInterestPolygon.Create(polygon.Corners, polygon.IsExcluded)).OfType<RegionOfInterestPolygon>(),
        ]);

    /// <summary>Polygons as text, for the browser to keep.</summary>
    public static string Write(IReadOnlyList<DrawnPolygon> polygons) => JsonSerializer.Serialize(
        polygons.Select(polygon => new KeptPolygon([.. polygon.Corners.Select(corner => new[] { corner.X, corner.Y })], polygon.IsExcluded)));

    /// <summary>Polygons that the browser kept; null: they are none that could have been drawn.</summary>
    public static IReadOnlyList<DrawnPolygon>? Read(string kept) =>
        KeptText.Read<KeptPolygon?[]>(kept) is { Length: <= RegionOfInterest.MaxPolygons } polygons && Array.TrueForAll(polygons, IsDrawable)
            ? [.. polygons.Select(polygon => new DrawnPolygon([.. polygon!.Corners!.Select(c => new PicturePoint(c![0], c[1]))], polygon.IsExcluded))]
            : null;

    /// <summary>What is wrong with polygons that are to be stored; null: nothing.</summary>
    public static string? Error(IReadOnlyList<DrawnPolygon> polygons) =>
        polygons.Any(polygon => polygon.Corners.Count > 0 && !polygon.IsWhole)
            ? $"A region has 3 to {RegionOfInterestPolygon.MaxCorners} corners. Add more, or remove it."
            : null;

    private static bool IsDrawable(KeptPolygon? polygon) =>
        polygon is { Corners.Length: <= RegionOfInterestPolygon.MaxCorners }
        && Array.TrueForAll(polygon.Corners, corner => corner is [>= 0 and <= 1, >= 0 and <= 1]);

    private sealed record KeptPolygon(float[]?[]? Corners, bool IsExcluded);
}
