using Dashboard.Health.Metrics;
using Dashboard.Hosting;

namespace Dashboard.Health.Telemetry;

/// <summary>Asks the database now and then for the numbers that are sent, which an export cannot wait for.</summary>
internal sealed class TelemetryRefresh(ServerMetrics metrics, TelemetryOptions options, TimeProvider time, ILogger<TelemetryRefresh> log)
    : PeriodicWork(TimeSpan.FromSeconds(options.EverySeconds), isAtOnce: true, "Numbers for telemetry could not be read", time, log)
{
    protected override Task DoAsync(CancellationToken cancellationToken) => metrics.RefreshAsync(cancellationToken);
}
