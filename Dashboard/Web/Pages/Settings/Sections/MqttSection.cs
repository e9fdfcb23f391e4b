using Dashboard.Settings;
using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class MqttSection : SettingsSection
{
    public override string Name => "mqtt";

    public override string Title => "MQTT";

    public override string Intro => Localizer.Key(
        "Flows, alerts and the state of cameras are published to an MQTT broker, for Home Assistant, Node-RED and programs of your own.");

    public override Type Extra => typeof(MqttStateNotice);

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new("Mqtt:Enabled", Localizer.Key("Publish"), Localizer.Key("Off: nothing is sent, and nothing waits.")),
        new("Mqtt:Host", Localizer.Key("Broker"), Localizer.Key("Its name or address, without mqtt:// and port.")) { Placeholder = "192.168.1.10" },
        new("Mqtt:Port", Localizer.Key("Port"), Localizer.Key("Usually 1883, or 8883 with TLS.")),
        new("Mqtt:Tls", "TLS", Localizer.Key("Encrypted; nothing is sent to a broker whose certificate is not trusted.")),
        new("Mqtt:CaFile", Localizer.Key("Certificate authority"), Localizer.Key("Path of a PEM file on the server, for a broker with a certificate of your own. Leave it empty for certificates that the system trusts."))
        {
            Placeholder = "/etc/plates/ca.pem",
        },
        new("Mqtt:User", Localizer.Key("User"), Localizer.Key("The user name for the broker. Leave it empty if the broker requires no sign-in.")),
        new("Mqtt:Password", Localizer.Key("Password"), Localizer.Key("It is stored encrypted and never shown again."))
        {
            IsSecret = true,
            SentTo = ["Mqtt:Host", "Mqtt:Port", "Mqtt:Tls", "Mqtt:CaFile"],
        },
        new("Mqtt:TopicPrefix", Localizer.Key("First part of topics"), Localizer.Key("Flows are published to plates/cameras/1/flow, for example."))
        {
            Placeholder = "plates",
        },
        new(
            "Mqtt:Discovery", Localizer.Key("Home Assistant"), Localizer.Key(
                "The topic where Home Assistant looks for devices; it then shows each camera with its last plate. Leave it empty to announce none."))
        {
            Placeholder = "homeassistant",
        },
    ];
}
