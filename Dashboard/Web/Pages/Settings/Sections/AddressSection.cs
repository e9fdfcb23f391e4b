using Dashboard.Settings;
using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class AddressSection : SettingsSection
{
    public override string Name => "address";

    public override string Title => Localizer.Key("Address of this server");

    public override string Intro => Localizer.Key("Where people and programs reach this server.");

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "PublicUrl",
            Localizer.Key("Public address"),
            Localizer.Key("Links in mails, web hooks, MQTT messages and exported files begin with it. Without it, mails have no links, and the others begin with the address that the server listens on or was called by."))
        {
            Placeholder = "https://plates.example.com",
        },
    ];
}
