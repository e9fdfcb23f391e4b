using System.Security.Claims;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Users;
using Dashboard.Settings;
using Dashboard.Web.Languages;
using Dashboard.Web.Layout.Navigation;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pages.Help;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Dashboard.Web.Layout.Palette;

/// <summary>Finds pages, actions, cameras and plates by a few letters, as far as the signed-in person may see them.</summary>
internal sealed class PaletteSearch(
    IFlowSource source, IEnumerable<SettingsSection> sections, UserGuide guide, AuthenticationStateProvider authentication)
{
    private const int MaxCameras = 6;
    private const int MaxPlates = 6;
    private const int PeekedFlows = 30;

    private static readonly NavigationItem[] Actions =
    [
        new(Localizer.Key("Add a camera"), Urls.NewCamera, Icons.Material.Outlined.AddAPhoto, Roles.Administrator),
        new(Localizer.Key("Import cameras"), Urls.ImportCameras, Icons.Material.Outlined.UploadFile, Roles.Administrator),
        new(Localizer.Key("Dispatch"), Urls.Dispatch, Icons.Material.Outlined.Fullscreen),
        new(Localizer.Key("Still inside"), Urls.Stays, Icons.Material.Outlined.LocalParking),
        new(Localizer.Key("E-mail deliveries"), Urls.EmailDeliveries, Icons.Material.Outlined.MailOutline, Roles.Administrator),
        new(Localizer.Key("Changes"), Urls.Changes, Icons.Material.Outlined.NewReleases),
        new(Localizer.Key("My account and API keys"), Urls.MyAccount, Icons.Material.Outlined.ManageAccounts)
        {
            Also = Localizer.Key("password, two-factor authentication, authenticator, passkeys, sessions, profile"),
        },
        new(Localizer.Key("API documentation"), Urls.ApiDocs, Icons.Material.Outlined.MenuBook),
        new(Localizer.Key("Sign out"), Urls.SignOut, Icons.Material.Outlined.Logout) { Also = Localizer.Key("log out, logout, leave") },
    ];

    /// <summary>Pages and actions that contain the text; all of them where it is empty. Answers at once.</summary>
    public async Task<IReadOnlyList<PaletteItem>> FindPagesAsync(string text)
    {
        var person = (await authentication.GetAuthenticationStateAsync()).User;
        var texts = Localizer.Current;
        return
        [
            .. NavigationItem.Work.Concat(NavigationItem.SetUp).Where(Fits).Select(item => ToItem(texts["Page"], item)),
            .. Actions.Where(Fits).Select(item => ToItem(texts["Action"], item)),
            .. text.Trim().Length > 0 && person.CanAdminister() ? FindSettings(texts, text) : [],
            .. text.Trim().Length > 0 ? FindHelp(texts, text) : [],
        ];

        bool Fits(NavigationItem item) => IsAllowed(item, person)
            && Contains(item.Also is { } also ? $"{texts[item.Text]} {texts[also]}" : texts[item.Text], text);
    }

    /// <summary>Cameras and plates that contain the text; none where it is empty.</summary>
    public async Task<IReadOnlyList<PaletteItem>> FindThingsAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Trim().Length == 0)
        {
            return [];
        }

        var cameras = await source.ListCamerasAsync(cancellationToken);
        var found = cameras.Where(camera => Contains(camera.Alias, text)).OrderBy(camera => camera.Alias, StringComparer.CurrentCultureIgnoreCase)
            .Take(MaxCameras)
            .SelectMany(camera => new[]
            {
                ToItem(camera, "", Urls.Camera((int)camera.Id)),
                ToItem(camera, Localizer.Current["its flows"], new FlowsPageState { Cameras = [camera.Id] }.ToUrl()),
            });
        return [.. await FindPlatesAsync(text, cancellationToken), .. found];
    }

    /// <summary>
    /// The search for a plate on the page of flows: the palette looks at the newest only, and at none while a reason for searching is asked for,
    /// which that page does. None where no plate can contain the text.
    /// </summary>
    public static IEnumerable<PaletteItem> FindSearch(string text)
    {
        if (ToPlate(text) is not null)
        {
            yield return new PaletteItem(
                Localizer.Current["Action"], Localizer.Current["Search the flows for “{0}”", text.Trim()], "",
                new FlowsPageState { Plate = text.Trim() }.ToUrl(), Icons.Material.Outlined.Search);
        }
    }

    private static string? ToPlate(string text) =>
        PlateText.NormalizePattern(text) is { Length: > 0 and <= PlateText.MaxLength } plate && PlateText.Foreign(plate) is null ? plate : null;

    private async Task<IReadOnlyList<PaletteItem>> FindPlatesAsync(string text, CancellationToken cancellationToken)
    {
        if (ToPlate(text) is not { } plate)
        {
            return [];
        }

        var query = new FlowQuery(new FlowComparison(FlowField.Plate, FlowOperator.Contains, plate), FlowOrder.Newest, 1, PeekedFlows);
        var rows = await source.PeekAsync(query, cancellationToken);
        return
        [
            .. rows.Select(row => row.Flow.Plate).Distinct().Take(MaxPlates)
                .Select(found => new PaletteItem(
                    Localizer.Current["Plate"], found, Localizer.Current["its passages"], Urls.Plate(found), Icons.Material.Outlined.DirectionsCar,
                    IsPlate: true)),
        ];
    }

    private IEnumerable<PaletteItem> FindSettings(Localizer texts, string text) =>
        from section in sections
        where Contains($"{section.Name} {texts[section.Title]}", text) || section.Fields.Any(field => Contains(texts[field.Label], text))
        select new PaletteItem(
            texts["Settings"], texts[section.Title], "", Urls.SettingsSection(section.Name), Icons.Material.Outlined.Settings);

    private IEnumerable<PaletteItem> FindHelp(Localizer texts, string text) =>
        from topic in guide.TopicsIn(texts.Language)
        where Contains(topic.Title, text)
        select new PaletteItem(texts["Help"], topic.Title, "", Urls.HelpOn(topic.Slug), Icons.Material.Outlined.HelpOutline);

    private static bool IsAllowed(NavigationItem item, ClaimsPrincipal person) => item.Role is not { } role || person.IsInRole(role);

    // Each word by itself: "add camera" finds "Add a camera".
    private static bool Contains(string name, string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .All(word => name.Contains(word, StringComparison.CurrentCultureIgnoreCase));

    private static PaletteItem ToItem(CameraChoice camera, string note, string url) =>
        new(Localizer.Current["Camera"], camera.Alias, note, url, Icons.Material.Outlined.Videocam);

    private static PaletteItem ToItem(string kind, NavigationItem item) => new(kind, Localizer.Current[item.Text], "", item.Url, item.Icon);
}
