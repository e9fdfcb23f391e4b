using Dashboard.Hosting;
using Dashboard.Tracking;

namespace Dashboard.Flows.Recording;

/// <summary>Ends previews that a killed server left open, and after a day those of agents that never sent an end.</summary>
internal sealed class PreviewCleanup(FlowWriter writer, TrackingOptions tracking, TimeProvider time, ILogger<PreviewCleanup> log)
    : PeriodicWork(Every, isAtOnce: false, "Previews that were left open could not be ended", time, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>For so long an agent may be cut off and send the end still.</summary>
    private static readonly TimeSpan AgentsWait = TimeSpan.FromDays(1);

    /// <summary>Ends those that are there now.</summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken = default)
    {
        var now = Time.GetUtcNow();
        var ended = await writer.EndPreviewsAsync(now - tracking.MaxDelay - tracking.TimeDelta - Every, cancellationToken)
            + await writer.EndAgentsPreviewsAsync(now - AgentsWait, cancellationToken);
        if (ended > 0)
        {
            Log.LogInformation("Ended {Flows} previews that were left open", ended);
        }
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => CleanUpAsync(cancellationToken);
}
