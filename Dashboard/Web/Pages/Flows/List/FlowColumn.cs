using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Flows.List;

/// <summary>A column of the list that can be left out.</summary>
/// <param name="Name">Names it in what is kept, and its cells' style.</param>
/// <param name="Label">What people call it.</param>
/// <param name="IsShown">It is shown unless somebody chose otherwise.</param>
internal sealed record FlowColumn(string Name, string Label, bool IsShown = true)
{
    /// <summary>Where what a person chose is kept.</summary>
    public const string Preference = "flows.columns";

    private const string Direction = "direction";

    /// <summary>All of them, in their order. The plate always stays.</summary>
    public static IReadOnlyList<FlowColumn> All { get; } =
    [
        new("picture", Localizer.Key("Picture")),
        new("confidence", Localizer.Key("Confidence")),
        new("time", Localizer.Key("Time")),
        new("camera", Localizer.Key("Camera")),
        new("mode", Localizer.Key("Trigger")),
        new(Direction, Localizer.Key("Direction"), IsShown: false),
        new("color", Localizer.Key("Colour"), IsShown: false),
        new("reads", Localizer.Key("Reads"), IsShown: false),
        new("id", Localizer.Key("Number")),
    ];

    /// <summary>The names of the columns that are shown, from what was kept; null: nothing was.</summary>
    /// <param name="kept">What <see cref="Write"/> gave.</param>
    /// <param name="hasDirections">Directions have names at some camera: who named them wants to see them.</param>
    public static IReadOnlySet<string> Read(string? kept, bool hasDirections) => kept is null
        ? All.Where(column => column.IsShown || (hasDirections && column.Name == Direction)).Select(column => column.Name).ToHashSet()
        : kept.Split(',').Intersect(All.Select(column => column.Name)).ToHashSet();

    /// <summary>What <see cref="Read"/> takes.</summary>
    public static string Write(IReadOnlySet<string> shown) =>
        string.Join(',', All.Where(column => shown.Contains(column.Name)).Select(column => column.Name));

    /// <summary>Style classes that leave the other columns out.</summary>
    public static string Without(IReadOnlySet<string> shown) =>
        string.Join(' ', All.Where(column => !shown.Contains(column.Name)).Select(column => $"without-{column.Name}"));
}
