using System.Reflection;
using System.Text.RegularExpressions;
using Dashboard.Web;

namespace Dashboard.Tests.Architecture;

/// <summary>Where pages are found: in their own file by <c>@page</c>, and from elsewhere by <see cref="Urls"/> alone.</summary>
public partial class PageRouteTests
{
    [Fact]
    public void Pages_SayTheirAddress_InOneWay()
    {
        var offenders = Repository.Files("Dashboard", "*.razor").Where(file => Text(file).Contains("[Route(", StringComparison.Ordinal));
        Assert.Empty(offenders);
        Assert.All(Repository.Files("Dashboard", "*Page.razor"), file => Assert.StartsWith("@page \"/", Text(file)));
    }

    // What many components take bears one name in all of them.
    private static readonly Dictionary<string, string> NamesOfServices = new()
    {
        ["DisplayClock"] = "Clock",
        ["TimeProvider"] = "Time",
        ["IJSRuntime"] = "Script",
        ["ISnackbar"] = "Notices",
        ["IDialogService"] = "Dialogs",
        ["NavigationManager"] = "Navigation",
        ["SiteScopeProvider"] = "SiteScopes",
        ["CameraStatusBoard"] = "Statuses",
        ["ServerOptions"] = "Server",
    };

    [Fact]
    public void Components_TakeServices_InOneWay()
    {
        var offenders = Repository.Files("Dashboard", "*.razor").Concat(Repository.Files("Dashboard", "*.razor.cs"))
            .Where(file => Text(file).Contains("[Inject]", StringComparison.Ordinal));
        Assert.Empty(offenders);
        var renamed =
            from file in Repository.Files("Dashboard", "*.razor")
            from match in Inject().Matches(Text(file))
            where NamesOfServices.GetValueOrDefault(match.Groups[1].Value, match.Groups[2].Value) != match.Groups[2].Value
            select $"{file}: {match.Value}";
        Assert.Empty(renamed);
    }

    [Fact]
    public void Routes_OfAllPages_AreBuiltByUrls()
    {
        var known = typeof(Urls).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetRawConstantValue() as string)
            .Concat(typeof(Urls).GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Where(
                    method => method.GetParameters() is [{ ParameterType: var type }]
                        && (type == typeof(int) || type == typeof(long) || type == typeof(string)))
                .Select(method => method.Invoke(
                    null,
                    [Convert.ChangeType(1, method.GetParameters()[0].ParameterType, System.Globalization.CultureInfo.InvariantCulture)]) as string))
            .ToHashSet(StringComparer.Ordinal);
        var routes = Repository.Files("Dashboard", "*.razor")
            .SelectMany(file => Page().Matches(Text(file)))
            .Select(match => match.Groups[1].Value)
            .ToList();
        Assert.True(routes.Count > 15, $"{routes.Count} routes");
        Assert.Empty(routes.Select(route => Parameter().Replace(route, "1")).Except(known));
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [GeneratedRegex(@"^@inject (?:[\w.]+\.)?(\w+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Inject();

    [GeneratedRegex("^@page \"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex Page();

    [GeneratedRegex(@"\{\w+(:(int|long))?\}")]
    private static partial Regex Parameter();
}
