using Dashboard.Storage;
using Dashboard.Tracking;

namespace Dashboard.Flows;

/// <summary>Ends previews that a killed server left open.</summary>
internal sealed class PreviewTidy(FlowWriter writer, TrackingOptions tracking, TimeProvider time, ILogger<PreviewTidy> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Looks once.</summary>
    public Task<int> TidyAsync(CancellationToken cancel = default) =>
        writer.EndPreviewsAsync(time.GetUtcNow() - tracking.MaximumDelay - tracking.TimeDelta - Every, cancel);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    if (await TidyAsync(stoppingToken) is var ended and > 0)
                    {
                        log.LogInformation("Ended {Flows} previews that were left open", ended);
                    }
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogWarning("Previews that were left open could not be ended: {Reason}", StorageFailure.Describe(failure));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
