using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class SignInSection : SettingsSection
{
    public override string Name => "sign-in";

    public override string Title => "Sign-in";

    public override string Intro => "How long accounts are locked and tokens last.";

    public override IReadOnlyList<SettingField> Fields =>
    [
        new("Security:LockoutMinutes", "Lock after wrong passwords", "How long an account is locked after five wrong passwords, 5 to 15 minutes.") { Unit = "minutes" },
        new("Security:TokenHours", "Tokens of the API last", "How long a token of the Seedata API works, 1 to 8760 hours.") { Unit = "hours" },
    ];
}
