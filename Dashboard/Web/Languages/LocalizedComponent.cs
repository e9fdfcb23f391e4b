using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Languages;

/// <summary>What every component is unless it says otherwise (<c>_Imports.razor</c>): it has the texts of its person's language.</summary>
public abstract class LocalizedComponent : ComponentBase
{
    protected Localizer L { get; } = Localizer.Current;

    /// <inheritdoc/>
    // What comes from elsewhere (a new flow, an alert) has no person's language, and is drawn in that of the page.
    protected override bool ShouldRender()
    {
        CultureInfo.CurrentUICulture = L.Language.Culture;
        return base.ShouldRender();
    }
}
