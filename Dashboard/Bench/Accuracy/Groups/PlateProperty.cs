using Dashboard.Domain.Plates;

namespace Dashboard.Bench.Accuracy.Groups;

/// <summary>What labelled plates may be told apart by, to see where reading is good and where it is not.</summary>
internal enum PlateProperty
{
    /// <summary>The label's country where it names one, otherwise the one that was read.</summary>
    Country,

    /// <summary>Lines of text, told by the plate's shape.</summary>
    Lines,

    /// <summary>How far the plate is turned in the picture, or its letters lean.</summary>
    Tilt,

    /// <summary>How high the plate is in the picture.</summary>
    Height,
}

/// <summary>Which group of its property a plate belongs to.</summary>
internal static class PlateProperties
{
    /// <summary>Plates narrower than this many times their height have two lines or more: one line is 3 to 5 times as wide.</summary>
    private const float TwoLines = 2.3f;

    private static readonly int[] Degrees = [5, 10, 20, 30];
    private static readonly int[] Pixels = [15, 20, 30, 50, 100];

    /// <summary>The plate's group; what depends on its corners is <c>not found</c> where nothing was.</summary>
    public static string GroupOf(PlateOutcome plate, PlateProperty property) => property switch
    {
        PlateProperty.Country => plate.Label.Country ?? CountryOf(plate.Read?.Region) ?? "unknown",
        PlateProperty.Height => Range(plate.Label.Box.Height, Pixels, "px"),
        _ when plate.Read is null => "not found",
        PlateProperty.Tilt => Range(Math.Max(plate.Read.Corners.Turn, plate.Read.Corners.Lean), Degrees, "degrees"),
        _ => plate.Read.Corners.Width < TwoLines * plate.Read.Corners.Height ? "two or more" : "one",
    };

    /// <summary>The country of a region: <c>us</c> of <c>us-mo</c>.</summary>
    public static string? CountryOf(string? region) => string.IsNullOrEmpty(region) ? null : PlateFormats.CountryOf(region);

    /// <summary>The group's place among those of its property, the smallest first.</summary>
    public static int Order(string group, PlateProperty property)
    {
        var limits = property == PlateProperty.Tilt ? Degrees : Pixels;
        return property is PlateProperty.Country or PlateProperty.Lines
            ? 0
            : Enumerable.Range(0, limits.Length + 1).FirstOrDefault(i => group.StartsWith(Start(i, limits), StringComparison.Ordinal), int.MaxValue);
    }

    private static string Range(double value, int[] limits, string unit)
    {
        var at = limits.Count(limit => value >= limit);
        return at < limits.Length ? $"{Start(at, limits)}{limits[at]} {unit}" : $"{Start(at, limits)} {unit}";
    }

    private static string Start(int index, int[] limits) =>
        index == 0 ? "under " : index < limits.Length ? $"{limits[index - 1]} to " : $"{limits[^1]} and more";
}
