using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Languages;

/// <summary>The same for layouts.</summary>
public abstract class LocalizedLayout : LayoutComponentBase
{
    protected Localizer L { get; } = Localizer.Current;
}
