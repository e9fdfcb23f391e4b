using Dashboard.Web.Languages;
using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class AuditSection : SettingsSection
{
    public override string Name => "audit";

    public override string Title => Localizer.Key("Audit");

    public override string Intro => Localizer.Key("What people and programs do is recorded on the page Audit.");

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "Audit:AskReason", Localizer.Key("Ask for a reason"),
            Localizer.Key("Anyone who searches for a plate must first give a reason, once an hour. It is kept in the audit.")),
        new("Audit:KeepDays", Localizer.Key("Keep entries"), Localizer.Key("How long entries are kept, up to 36500 days; 0 keeps them for ever."))
        {
            Unit = Localizer.Key("days"),
        },
    ];
}
