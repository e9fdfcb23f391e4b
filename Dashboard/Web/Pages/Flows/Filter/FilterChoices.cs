using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Flows.Filter;

/// <summary>A site or an alert list to choose in a filter.</summary>
public sealed record NamedChoice(long Id, string Name);

/// <summary>What can be chosen by name in filters, as far as the person sees it.</summary>
/// <param name="Lists">The alert lists.</param>
public sealed record FilterChoices(
    IReadOnlyList<CameraChoice> Cameras, IReadOnlyList<NamedChoice> Sites, IReadOnlyList<NamedChoice> Lists)
{
    /// <summary>Nothing is known yet.</summary>
    public static FilterChoices None { get; } = new([], [], []);

    /// <summary>What directions are called at the cameras, each once, by the alphabet.</summary>
    public IReadOnlyList<string> Directions => [.. Cameras.SelectMany(camera => camera.Directions).Distinct(StringComparer.CurrentCultureIgnoreCase)
        .Order(StringComparer.CurrentCultureIgnoreCase)];

    internal string Camera(long id) => Cameras.FirstOrDefault(camera => camera.Id == id)?.Alias ?? Localizer.Current["no. {0}|in a sentence", id];

    internal string Site(long id) => Sites.FirstOrDefault(site => site.Id == id)?.Name ?? Localizer.Current["no. {0}|in a sentence", id];

    internal string List(long id) => Lists.FirstOrDefault(list => list.Id == id)?.Name ?? Localizer.Current["no. {0}|in a sentence", id];
}
