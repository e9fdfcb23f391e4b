using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class VehiclesSection : SettingsSection
{
    public override string Name => "vehicles";

    public override string Title => "Flows and deliveries";

    public override string Intro => "When reads are one passing vehicle, when its flow is stored, and how long the log of deliveries goes back.";

    public override IReadOnlyList<SettingField> Fields =>
    [
        new("Tracking:TimeDelta", "Vehicle has left after", "A flow is complete when its plate was not read for this long, 0.5 to 600 seconds.") { NeedsRestart = true, Unit = "seconds" },
        new("Tracking:MaxDelay", "Longest wait", "A flow is complete this long after its first read at the latest, 0.5 to 600 seconds.") { NeedsRestart = true, Unit = "seconds" },
        new("Tracking:MinReads", "Fewest reads", "A plate that was read less often makes no flow, 1 to 100.") { NeedsRestart = true },
        new("Tracking:MaxReads", "Most reads", "A flow is complete when it has this many reads, up to 10000.") { NeedsRestart = true },
        new("Tracking:PreviewReads", "Reads of a preview", "Stores a flow early, when it has this many reads, and corrects it when it is complete. Gates that must open at once use 5 or so; 0 stores complete flows only.") { NeedsRestart = true },
        new("Tracking:MinConfidence", "Least confidence that counts", "Reads below it do not count for a flow, 0 to 1.") { NeedsRestart = true },
        new("Tracking:ParkedMemory", "Parked vehicles are remembered for", "How long a parked vehicle is still the same one while it is hidden, 0 to 86400 seconds.") { NeedsRestart = true, Unit = "seconds" },
        new("Tracking:CandidateCount", "Candidates of a flow", "How many possible texts are kept, 1 to 50.") { NeedsRestart = true },
        new("Tracking:JpegQuality", "Quality of pictures", "JPEG quality of the pictures of flows, 1 to 100.") { NeedsRestart = true },
        new("Delivery:KeepDeliveredDays", "Keep delivered messages", "How long the log of web hooks and mail shows what was delivered, 1 to 3650 days.") { Unit = "days" },
        new("Delivery:KeepFailedDays", "Keep failed messages", "How long it shows what failed, 1 to 3650 days.") { Unit = "days" },
    ];
}
