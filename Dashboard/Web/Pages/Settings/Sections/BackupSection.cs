using Dashboard.Settings;
using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class BackupSection : SettingsSection
{
    public override string Name => "backup";

    public override string Title => Localizer.Key("Backups");

    public override string Intro => Localizer.Key(
        "Copies of database, pictures, keys and settings, made while the server works. The command restore puts one back.");

    public override Type Extra => typeof(BackupPanel);

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "Backup:Folder", Localizer.Key("Folder for backups"),
            Localizer.Key("Where on this server, best on another disk; empty makes none. Each backup is a folder in it."))
        {
            Placeholder = "/mnt/backup/plates",
        },
        new("Backup:EveryHours", Localizer.Key("One every"), Localizer.Key("From one backup to the next, 1 to 8760 hours."))
        {
            Unit = Localizer.Key("hours"),
        },
        new(
            "Backup:Keep", Localizer.Key("Backups to keep"),
            Localizer.Key("How many, 1 to 1000; the oldest goes once a new one is complete. Pictures that several have take their space once.")),
    ];
}
