namespace Dashboard.Web.Layout.Palette;

/// <summary>Something that the command palette can open.</summary>
/// <param name="Kind">What it is: a page, a camera, a plate, an action.</param>
/// <param name="Text">Its name.</param>
/// <param name="Note">What tells it from others of that name; empty: nothing.</param>
/// <param name="Url">Where it leads.</param>
/// <param name="Icon">One of MudBlazor's icons.</param>
/// <param name="IsPlate">Its name is written as on a plate.</param>
internal sealed record PaletteItem(string Kind, string Text, string Note, string Url, string Icon, bool IsPlate = false);
