using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Dashboard.Web.Languages;

/// <summary>The few texts that MudBlazor's own parts show.</summary>
internal sealed class LibraryTexts : MudLocalizer
{
    /// <inheritdoc/>
    public override LocalizedString this[string key] =>
        new(key, Localizer.Current[key], resourceNotFound: !Localizer.Current.Texts.ContainsKey(key));
}
