using Dashboard.Hosting;

namespace Dashboard.Flows;

/// <summary>Tells who listens that flows were stored.</summary>
internal sealed class FlowFeed : ChangeFeed<FlowWithCamera>;
