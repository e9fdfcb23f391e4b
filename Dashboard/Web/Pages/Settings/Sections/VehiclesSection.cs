using Dashboard.Web.Languages;
using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class VehiclesSection : SettingsSection
{
    public override string Name => "vehicles";

    public override string Title => Localizer.Key("Flows and deliveries");

    public override string Intro =>
        Localizer.Key("When reads are one passing vehicle, when its flow is stored, and how long the log of deliveries goes back.");

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "Tracking:TimeDelta", Localizer.Key("Vehicle has left after"),
            Localizer.Key("A flow is complete when its plate was not read for this long, 0.5 to 600 seconds.")) { NeedsRestart = true,
            Unit = Localizer.Key("seconds") },
        new(
            "Tracking:MaxDelay", Localizer.Key("Maximum wait"),
            Localizer.Key("A flow is complete this long after its first read at the latest, 0.5 to 600 seconds.")) { NeedsRestart = true,
            Unit = Localizer.Key("seconds") },
        new("Tracking:MinReads", Localizer.Key("Minimum reads"), Localizer.Key("A plate that was read less often makes no flow, 1 to 100."))
        {
            NeedsRestart = true,
        },
        new("Tracking:MaxReads", Localizer.Key("Maximum reads"), Localizer.Key("A flow is complete when it has this many reads, up to 10000."))
        {
            NeedsRestart = true,
        },
        new("Tracking:PreviewReads", Localizer.Key("Reads before a preview"), Localizer.Key("Stores a flow early, when it has this many reads, and corrects it when it is complete. Gates that must open at once use 5 or so; 0 stores complete flows only.")) { NeedsRestart = true },
        new(
            "Tracking:MinConfidence", Localizer.Key("Minimum confidence that counts"),
            Localizer.Key("Reads below it do not count for a flow, 0 to 1."))
        {
            NeedsRestart = true,
        },
        new(
            "Tracking:ParkedMemory", Localizer.Key("Parked vehicles are remembered for"),
            Localizer.Key("How long a parked vehicle is still the same one while it is hidden, 0 to 86400 seconds.")) { NeedsRestart = true,
            Unit = Localizer.Key("seconds") },
        new("Tracking:CandidateCount", Localizer.Key("Candidates of a flow"), Localizer.Key("How many possible texts are kept, 1 to 50."))
        {
            NeedsRestart = true,
        },
        new("Tracking:JpegQuality", Localizer.Key("Quality of pictures"), Localizer.Key("JPEG quality of the pictures of flows, 1 to 100."))
        {
            NeedsRestart = true,
        },
        new(
            "Delivery:KeepDeliveredDays", Localizer.Key("Keep delivered messages"),
            Localizer.Key("How long the log of web hooks and mail shows what was delivered, 1 to 3650 days.")) { Unit = Localizer.Key("days") },
        new("Delivery:KeepFailedDays", Localizer.Key("Keep failed messages"), Localizer.Key("How long it shows what failed, 1 to 3650 days."))
        {
            Unit = Localizer.Key("days"),
        },
    ];
}
