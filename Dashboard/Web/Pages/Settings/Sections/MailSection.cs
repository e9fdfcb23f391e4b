using Dashboard.Web.Languages;
using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class MailSection : SettingsSection
{
    public override string Name => "mail";

    public override string Title => Localizer.Key("Mail");

    public override string Intro =>
        Localizer.Key("The mail server that sends alerts to the recipients of alert lists, and invitations to new users; and who is told of dark cameras.");

    public override Type Extra => typeof(MailTest);

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new("Email:Host", Localizer.Key("Mail server"), Localizer.Key("Its name or address. Leave it empty to send no mail."))
        {
            Placeholder = "mail.example.com",
        },
        new("Email:Port", Localizer.Key("Port"), Localizer.Key("Usually 587 with STARTTLS, 465 with TLS, and 25 without encryption.")),
        new(
            "Email:Security", Localizer.Key("Encryption"),
            Localizer.Key("With STARTTLS and TLS nothing is sent to a server whose certificate is not trusted."))
        {
            ChoiceLabels = new Dictionary<string,
            string> { ["None"] = Localizer.Key("None"), ["StartTls"] = "STARTTLS", ["Tls"] = Localizer.Key("TLS from the start") },
        },
        new(
            "Email:User", Localizer.Key("User"),
            Localizer.Key("The user name for the mail server. Leave it empty if the server requires no sign-in.")),
        new("Email:Password", Localizer.Key("Password"), Localizer.Key("It is stored encrypted and never shown again."))
        {
            IsSecret = true,
            SentTo = ["Email:Host", "Email:Port", "Email:Security"],
        },
        new("Email:From", Localizer.Key("Sender"), Localizer.Key("The address that e-mails are sent from.")) { Placeholder = "plates@example.com" },
        new(
            "Email:CameraRecipients", Localizer.Key("Told of dark cameras"),
            Localizer.Key("Addresses, with commas between, that get a mail when cameras give no pictures or agents do not respond, and when they are back. Leave it empty to tell nobody."))
        {
            Placeholder = "guard@example.com",
        },
        new(
            "Email:CameraMinutes", Localizer.Key("Told after"),
            Localizer.Key("How long a camera is without picture before a mail is sent; also the shortest time between two such mails. What fails together is in one mail."))
        {
            Unit = Localizer.Key("minutes"),
        },
    ];
}
