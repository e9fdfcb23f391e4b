using Dashboard.Alerts.Matching;

namespace Dashboard.Alerts;

/// <summary>Flows that are looked up together, and what they match.</summary>
internal sealed record AlertBatch(IReadOnlyList<LocatedFlow> Flows, IReadOnlyList<FlowMatch> Matches)
{
    public static AlertBatch Empty { get; } = new([], []);
}
