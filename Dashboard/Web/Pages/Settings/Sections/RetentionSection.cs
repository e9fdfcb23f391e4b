using Dashboard.Settings;
using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class RetentionSection : SettingsSection
{
    public override string Name => "retention";

    public override string Title => Localizer.Key("How long things are kept");

    public override string Intro => Localizer.Key(
        "What is older is deleted, oldest first, but no evidence, no open alerts and nothing that waits to be delivered.");

    public override Type Extra => typeof(RetentionPanel);

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "Retention:FlowDays", Localizer.Key("Keep flows"),
            Localizer.Key("How long flows are kept with all that belongs to them, up to 36500 days; 0 keeps them for ever."))
        {
            Unit = Localizer.Key("days"),
        },
        new(
            "Retention:PictureDays", Localizer.Key("Keep pictures"),
            Localizer.Key("How long their pictures are kept, up to 36500 days; 0 keeps them as long as their flows."))
        {
            Unit = Localizer.Key("days"),
        },
        new(
            "Retention:UnlistedHours", Localizer.Key("Forget plates of no list after"),
            Localizer.Key("Flows that match no alert list are deleted after so many hours; 0 keeps them like the others."))
        {
            Unit = Localizer.Key("hours"),
        },
        new(
            "Retention:MinimumFreePercent", Localizer.Key("Keep free on the disk"),
            Localizer.Key("If less of the disk is free, the oldest pictures are deleted early, but none from the last day; 0 lets the disk fill up."))
        {
            Unit = "%",
        },
        new(
            "Retention:BlurExports", Localizer.Key("Blur exported pictures"),
            Localizer.Key("On: evidence sheets, whole records of plates and links in exported lists show only the plate sharp, unless the person who exports chooses otherwise. Stored pictures are never altered.")),
    ];
}
