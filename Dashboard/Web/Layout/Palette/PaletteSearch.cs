using System.Security.Claims;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Users;
using Dashboard.Web.Languages;
using Dashboard.Web.Layout.Navigation;
using Dashboard.Web.Pages.Flows;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Dashboard.Web.Layout.Palette;

/// <summary>Finds pages, actions, cameras and plates by a few letters, as far as the signed-in person may see them.</summary>
internal sealed class PaletteSearch(IFlowSource source, AuthenticationStateProvider authentication)
{
    private const int MaxCameras = 6;
    private const int MaxPlates = 6;
    private const int PeekedFlows = 30;

    private static readonly NavigationItem[] Actions =
    [
        new(Localizer.Key("Add a camera"), Urls.NewCamera, Icons.Material.Outlined.AddAPhoto, Roles.Administrator),
        new(Localizer.Key("My account and API keys"), Urls.MyAccount, Icons.Material.Outlined.ManageAccounts),
        new(Localizer.Key("API documentation"), Urls.ApiDocs, Icons.Material.Outlined.MenuBook),
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
        ];

        bool Fits(NavigationItem item) => IsAllowed(item, person) && Contains(texts[item.Text], text);
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
            .Select(camera => new PaletteItem(
                Localizer.Current["Camera"], camera.Alias, Localizer.Current["its flows"], new FlowsPageState { Cameras = [camera.Id] }.ToUrl(),
                Icons.Material.Outlined.Videocam));
        return [.. await FindPlatesAsync(text, cancellationToken), .. found];
    }

    private async Task<IReadOnlyList<PaletteItem>> FindPlatesAsync(string text, CancellationToken cancellationToken)
    {
        var plate = PlateText.NormalizePattern(text);
        if (plate.Length is 0 or > PlateText.MaxLength || PlateText.Foreign(plate) is not null)
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

    private static bool IsAllowed(NavigationItem item, ClaimsPrincipal person) => item.Role is not { } role || person.IsInRole(role);

    private static bool Contains(string name, string text) => name.Contains(text.Trim(), StringComparison.CurrentCultureIgnoreCase);

    private static PaletteItem ToItem(string kind, NavigationItem item) => new(kind, Localizer.Current[item.Text], "", item.Url, item.Icon);
}
