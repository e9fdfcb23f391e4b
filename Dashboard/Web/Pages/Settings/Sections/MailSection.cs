using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class MailSection : SettingsSection
{
    public override string Name => "mail";

    public override string Title => "Mail";

    public override string Intro => "The mail server that sends alerts to the recipients of alert lists, and invitations to new users.";

    public override Type Extra => typeof(MailTest);

    public override IReadOnlyList<SettingField> Fields =>
    [
        new("Email:Host", "Mail server", "Its name or address. Leave it empty to send no mail.") { Placeholder = "mail.example.com" },
        new("Email:Port", "Port", "Mostly 587 with STARTTLS, 465 with TLS, and 25 without encryption."),
        new("Email:Security", "Encryption", "With STARTTLS and TLS nothing is sent to a server whose certificate is not trusted.")
        {
            ChoiceLabels = new Dictionary<string, string> { ["None"] = "None", ["StartTls"] = "STARTTLS", ["Tls"] = "TLS from the start" },
        },
        new("Email:User", "User", "Who signs in at the mail server. Leave it empty where it asks nobody to."),
        new("Email:Password", "Password", "It is stored encrypted and never shown again.") { IsSecret = true },
        new("Email:From", "Sender", "The address that mails come from.") { Placeholder = "plates@example.com" },
        new("Email:BaseUrl", "Address of this dashboard", "As people reach it; links in mails lead there. Leave it empty for mails without links.")
        {
            Placeholder = "https://plates.example.com",
        },
    ];
}
