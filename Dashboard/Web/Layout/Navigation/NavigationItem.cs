using Dashboard.Domain.Users;
using Dashboard.Web.Languages;
using MudBlazor;

namespace Dashboard.Web.Layout.Navigation;

/// <summary>A page that can be reached from everywhere.</summary>
/// <param name="Text">Its name, in English.</param>
/// <param name="Icon">One of <see cref="Icons"/>.</param>
/// <param name="Role">Who may open it; null: everybody.</param>
/// <param name="IsTab">It has a place of its own on a phone; the others are in the menu there.</param>
internal sealed record NavigationItem(string Text, string Url, string Icon, string? Role = null, bool IsTab = false)
{
    /// <summary>Other words that people look for it by, in English; null: none.</summary>
    public string? Also { get; init; }

    /// <summary>What people do all day.</summary>
    public static readonly IReadOnlyList<NavigationItem> Work =
    [
        new(Localizer.Key("Overview"), Urls.Overview, Icons.Material.Outlined.Dashboard, IsTab: true),
        new(Localizer.Key("Flows"), Urls.Flows, Icons.Material.Outlined.DirectionsCar, IsTab: true),
        new(Localizer.Key("Alerts"), Urls.Alerts, Icons.Material.Outlined.Notifications, IsTab: true),
        new(Localizer.Key("Cameras"), Urls.Cameras, Icons.Material.Outlined.Videocam, IsTab: true),
        new(Localizer.Key("Live"), Urls.Live, Icons.Material.Outlined.LiveTv),
        new(Localizer.Key("Statistics"), Urls.Statistics, Icons.Material.Outlined.BarChart),
    ];

    /// <summary>What is set up once and looked after now and then.</summary>
    public static readonly IReadOnlyList<NavigationItem> SetUp =
    [
        new(Localizer.Key("Alert lists"), Urls.AlertLists, Icons.Material.Outlined.PlaylistAddCheck),
        new(Localizer.Key("Sites"), Urls.Sites, Icons.Material.Outlined.LocationOn, Roles.Administrator),
        new(Localizer.Key("Agents"), Urls.Agents, Icons.Material.Outlined.Lan, Roles.Administrator),
        new(Localizer.Key("Web hooks"), Urls.WebHooks, Icons.Material.Outlined.Webhook, Roles.Administrator),
        new(Localizer.Key("Users"), Urls.Users, Icons.Material.Outlined.Group, Roles.Administrator),
        new(Localizer.Key("Settings"), Urls.Settings, Icons.Material.Outlined.Settings, Roles.Administrator),
        new(Localizer.Key("Kept evidence"), Urls.HeldEvidence, Icons.Material.Outlined.Gavel, Roles.Administrator),
        new(Localizer.Key("Audit"), Urls.Audit, Icons.Material.Outlined.FactCheck, Roles.Administrator),
        new(Localizer.Key("Help"), Urls.Help, Icons.Material.Outlined.HelpOutline),
        new(Localizer.Key("About"), Urls.About, Icons.Material.Outlined.Info),
    ];
}
