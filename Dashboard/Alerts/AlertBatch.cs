using Dashboard.Alerts.Matching;

namespace Dashboard.Alerts;

/// <summary>Flows that are looked up together, and what they match.</summary>
internal sealed record AlertBatch(IReadOnlyList<LocatedFlow> Flows, IReadOnlyList<FlowMatch> Matches)
{
    public static AlertBatch Empty { get; } = new([], []);

    /// <summary>Flows of which only the plate was corrected: they may make alerts, but receivers of flows have been told of them.</summary>
    public IReadOnlySet<long> OnlyCorrected { get; init; } = new HashSet<long>();
}
