using Dashboard.Domain.Flows;

namespace Dashboard.Alerts.Matching;

/// <summary>A stored flow and the site where its camera stands; 0 where the camera is not there any more.</summary>
internal sealed record LocatedFlow(Flow Flow, int SiteId);
