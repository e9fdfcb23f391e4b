using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Pages.Flows.Viewer;

/// <summary>The page that the viewer was opened from, where that is not the list of flows. It stands in the viewer's address.</summary>
internal static class ViewerReturn
{
    private const string Key = "from";

    /// <summary>The address with the page to go back to.</summary>
    public static string Add(string url, string from) => QueryHelpers.AddQueryString(url, Key, from);

    /// <summary>
    /// The address of a flow, seen from the page that is shown: closing it leads back there, with the focus on the link that led to it
    /// (<c>js/focus.js</c>).
    /// </summary>
    public static string Flow(NavigationManager navigation, long id) =>
        Add(Urls.Flow(id), string.Create(CultureInfo.InvariantCulture, $"{Path(navigation)}#flow-{id}"));

    /// <summary>The address of a flow's evidence sheet, seen from the viewer: its way back leads there as it is now.</summary>
    public static string Evidence(NavigationManager navigation, long id) =>
        Add(Urls.Evidence(id), Path(navigation));

    private static string Path(NavigationManager navigation) => "/" + navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0];

    /// <summary>The page of an address; null where there is none. Only pages of the dashboard are: nobody is sent elsewhere by a link.</summary>
    public static string? Read(string uri) =>
        QueryHelpers.ParseQuery(new Uri(uri, UriKind.Absolute).Query).TryGetValue(Key, out var values)
        && values[^1] is { Length: > 0 and < 500 } from
        && (from == Urls.Overview || from.StartsWith("/app/", StringComparison.Ordinal))
        && !from.Contains("//", StringComparison.Ordinal)
        && !from.Contains('\\', StringComparison.Ordinal)
            ? from
            : null;
}
