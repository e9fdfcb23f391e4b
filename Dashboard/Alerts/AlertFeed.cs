using Dashboard.Domain.Alerts;
using Dashboard.Hosting;

namespace Dashboard.Alerts;

/// <summary>Tells who listens that alerts were stored or changed.</summary>
internal sealed class AlertFeed : ChangeFeed<Alert>;

/// <summary>Tells who listens that alerts were made: each once, by the server that made it.</summary>
internal sealed class NewAlertFeed : ChangeFeed<Alert>;
