using System.Globalization;

namespace Dashboard.Retention;

/// <summary>What the retention has deleted, by the rule that let it go.</summary>
internal sealed class RetentionTally
{
    /// <summary>Flows that were older than they are kept.</summary>
    public long OldFlows { get; set; }

    /// <summary>Flows that matched no list, and went before that.</summary>
    public long UnlistedFlows { get; set; }

    /// <summary>Pictures that were older than they are kept, or went with their flows.</summary>
    public RemovedPictures OldPictures { get; set; }

    /// <summary>Pictures that went before their time, because the disk was filling up.</summary>
    public RemovedPictures ForRoom { get; set; }

    public long Flows => OldFlows + UnlistedFlows;

    public void Add(RetentionTally other)
    {
        OldFlows += other.OldFlows;
        UnlistedFlows += other.UnlistedFlows;
        OldPictures += other.OldPictures;
        ForRoom += other.ForRoom;
    }

    public RetentionRun ToRun(DateTimeOffset at) =>
        new(at, Flows, OldPictures.Pictures, ForRoom.Pictures, OldPictures.Bytes + ForRoom.Bytes);

    /// <summary>The rules by their settings, each with what went by it; empty: nothing was deleted.</summary>
    public string Describe() => string.Join("; ", new (string Rule, long Count)[]
    {
        ("Retention:FlowDays", OldFlows),
        ("Retention:UnlistedHours", UnlistedFlows),
        ("Retention:PictureDays", OldPictures.Pictures),
        ("Retention:MinimumFreePercent", ForRoom.Pictures),
        ("Bytes", OldPictures.Bytes + ForRoom.Bytes),
    }.Where(rule => rule.Count > 0).Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Rule}: {rule.Count}")));
}
