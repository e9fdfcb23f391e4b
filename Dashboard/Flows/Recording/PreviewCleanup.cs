using Dashboard.Hosting;
using Dashboard.Tracking;

namespace Dashboard.Flows.Recording;

/// <summary>Ends previews that a killed server left open.</summary>
internal sealed class PreviewCleanup(FlowWriter writer, TrackingOptions tracking, TimeProvider time, ILogger<PreviewCleanup> log)
    : PeriodicWork(Every, isAtOnce: false, "Previews that were left open could not be ended", time, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Ends those that are there now.</summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken = default)
    {
        if (await writer.EndPreviewsAsync(Time.GetUtcNow() - tracking.MaxDelay - tracking.TimeDelta - Every, cancellationToken) is var ended and > 0)
        {
            Log.LogInformation("Ended {Flows} previews that were left open", ended);
        }
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => CleanUpAsync(cancellationToken);
}
