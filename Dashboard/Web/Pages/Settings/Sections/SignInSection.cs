using Dashboard.Web.Languages;
using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class SignInSection : SettingsSection
{
    public override string Name => "sign-in";

    public override string Title => Localizer.Key("Sign-in");

    public override string Intro => Localizer.Key("How long accounts are locked and tokens last, and the name that passkeys belong to.");

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "Security:LockoutMinutes", Localizer.Key("Lock after wrong passwords"),
            Localizer.Key("How long an account is locked after five wrong passwords, 5 to 15 minutes.")) { Unit = Localizer.Key("minutes") },
        new(
            "Security:TokenHours", Localizer.Key("Tokens of the API last"),
            Localizer.Key("How long a token of the Seedata API works, 1 to 8760 hours.")) { Unit = Localizer.Key("hours") },
        new("Security:PasskeyDomain", Localizer.Key("Name for passkeys"), Localizer.Key("A host name; empty: the one in the browser's address. Set it where this server is reached by several names under one domain, or behind a reverse proxy that does not pass the name on. Passkeys that were made for another name stop working.")) { Placeholder = "plates.example.com" },
    ];
}
