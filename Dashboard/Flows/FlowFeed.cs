using Dashboard.Hosting;

namespace Dashboard.Flows;

/// <summary>Tells who listens that flows were stored.</summary>
internal sealed class FlowFeed : ChangeFeed<FlowWithCamera>;

/// <summary>Tells who listens of cameras whose last flow with a plate was removed.</summary>
internal sealed class RemovedLastPlateFeed : ChangeFeed<int>;
