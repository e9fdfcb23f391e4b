using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Languages;

public abstract class LocalizedLayout : LayoutComponentBase
{
    protected Localizer L { get; } = Localizer.Current;
}
