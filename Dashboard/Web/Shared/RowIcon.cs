using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Shared;

/// <summary>
/// Icons of rows that come and go by the hundred. Their shapes stand once in the page (<see cref="Shapes"/>), and each place only refers to one: a
/// shape is up to a kilobyte, and would be sent again with every row that arrives.
/// </summary>
internal static class RowIcon
{
    /// <summary>A plate's page.</summary>
    public static readonly MarkupString Timeline = Refer("timeline");

    /// <summary>A picture without a plate.</summary>
    public static readonly MarkupString PhotoCamera = Refer("photo-camera");

    /// <summary>No picture.</summary>
    public static readonly MarkupString HideImage = Refer("hide-image");

    public static readonly MarkupString Edit = Refer("edit");

    /// <summary>What the icons refer to; once in each document.</summary>
    public static readonly MarkupString Shapes = new(string.Concat(
        """<svg width="0" height="0" class="icon-shapes" aria-hidden="true">""",
        Define("timeline", Icons.Material.Outlined.Timeline),
        Define("photo-camera", Icons.Material.Outlined.PhotoCamera),
        Define("hide-image", Icons.Material.Outlined.HideImage),
        Define("edit", Icons.Material.Outlined.Edit),
        "</svg>"));

    private static string Define(string name, string shape) => $"""<symbol id="icon-{name}" viewBox="0 0 24 24">{shape}</symbol>""";

    private static MarkupString Refer(string name) => new($"""<svg class="row-icon" aria-hidden="true"><use href="#icon-{name}"/></svg>""");
}
