using Dashboard.Settings;
using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class AddressSection : SettingsSection
{
    public override string Name => "address";

    public override string Title => Localizer.Key("Address of this server");

    public override string Intro => Localizer.Key("Where people and programs reach this server, which reverse proxies stand before it, and its own certificate.");

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "PublicUrl",
            Localizer.Key("Public address"),
            Localizer.Key("Links in mails, web hooks, MQTT messages and exported files begin with it. Without it, mails have no links, and the others begin with the address that the server listens on or was called by."))
        {
            Placeholder = "https://plates.example.com",
        },
        new(
            "Proxy:Trusted",
            Localizer.Key("Trusted proxies"),
            Localizer.Key("Addresses or networks of reverse proxies, with commas between. What they say of a request's sender, scheme and host counts; name the proxies alone, not the network that people are in. Leave it empty if nothing stands before this server."))
        {
            Placeholder = "10.0.0.2, fd00::/64",
        },
        new(
            "Tls:CertificateFile",
            Localizer.Key("Certificate"),
            Localizer.Key("Path of a PEM file on the server, for https without a proxy; the setting urls must name an address with https. A file that is renewed is read again by itself."))
        {
            NeedsRestart = true,
            Placeholder = "/etc/ssl/plates.pem",
        },
        new(
            "Tls:KeyFile",
            Localizer.Key("Private key"),
            Localizer.Key("Path of the PEM file with its key. Leave it empty if the key is in the file of the certificate."))
        {
            NeedsRestart = true,
            Placeholder = "/etc/ssl/plates.key",
        },
    ];
}
