using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Flows;

/// <summary>The single keys of the list of flows and of a flow, with what they do; what they press has them in <c>aria-keyshortcuts</c>.</summary>
internal static class FlowKeys
{
    public static readonly (string Key, string Text)[] OfList =
    [
        ("j", Localizer.Key("Next flow")),
        ("k", Localizer.Key("Previous flow")),
        ("Enter", Localizer.Key("Open the flow")),
        ("x", Localizer.Key("Select the flow or let it go")),
        ("/", Localizer.Key("Search plates")),
        ("l", Localizer.Key("Pause the list or let it go on")),
        ("r", Localizer.Key("Show the new flows")),
        ("u", Localizer.Key("Undo the last correction")),
        ("?", Localizer.Key("These shortcuts")),
    ];

    public static readonly (string Key, string Text)[] OfViewer =
    [
        ("←", Localizer.Key("Previous flow")),
        ("→", Localizer.Key("Next flow")),
        ("c", Localizer.Key("Correct the plate")),
        ("n", Localizer.Key("Write a note")),
        ("+", Localizer.Key("Zoom in")),
        ("−", Localizer.Key("Zoom out")),
        ("0", Localizer.Key("Fit")),
        ("p", Localizer.Key("Zoom to the plate")),
        ("o", Localizer.Key("Outline of the plate")),
        ("Esc", Localizer.Key("Close")),
        ("?", Localizer.Key("These shortcuts")),
    ];
}
