using Dashboard.Domain.Alerts;
using Dashboard.Hosting;

namespace Dashboard.Alerts;

/// <summary>Tells who listens that alerts were stored or changed.</summary>
internal sealed class AlertFeed : ChangeFeed<Alert>;
