using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Scout;
using Dashboard.Storage;

namespace Dashboard.Api.ScoutApi.Searches;

/// <summary>A flow as the Scout dialect knows it: with its agent and site.</summary>
/// <param name="Agent">Who saw it.</param>
/// <param name="Site">Name of the camera's site.</param>
/// <param name="Detail">What the agent told beyond the flow; null: nothing.</param>
internal sealed record GroupRow(Flow Flow, CameraInfo Camera, AgentRow Agent, string Site, FlowDetail? Detail)
{
    public int PlateIndex => ScoutIds.PlateIndex(Flow, Detail);

    public string ImageId => ScoutIds.ImageId(Flow, Detail, Agent.Uid, Camera.Number);
}

/// <summary>A possible text of a group.</summary>
/// <param name="Candidate">The text with its rank.</param>
internal sealed record CandidateRow(GroupRow Group, FlowCandidate Candidate)
{
    /// <summary>How many candidates a number has room for.</summary>
    public const int MaxRanks = 100;

    /// <summary>Number; it grows with the group's.</summary>
    public long Id => (Group.Flow.Id * MaxRanks) + Candidate.Rank;
}

internal sealed record GroupAlertRow(Alert Alert, AgentRow Agent, int SiteId, string Site);

/// <summary>What is asked for of groups, candidates or alerts.</summary>
/// <param name="From">First seen at this moment or later; null: from the beginning.</param>
/// <param name="To">First seen before; null: until now.</param>
/// <param name="Plate">Plate, with <c>*</c> and <c>?</c> as wildcards; null: any.</param>
/// <param name="Site">Number or name of a site; null: all.</param>
/// <param name="CameraNumber">The number that an agent knows its camera by; null: all.</param>
/// <param name="Direction">The name of the vehicle's direction; null: any.</param>
/// <param name="After">Only rows with a greater number, in the order of their numbers; null: by time.</param>
/// <param name="Descending">Newest first.</param>
internal sealed record GroupQuery(
    DateTimeOffset? From,
    DateTimeOffset? To,
    string? Plate,
    string? Site,
    long? CameraNumber,
    string? Direction,
    long? After,
    bool Descending,
    int MaxRows);
