using Dashboard.Pipeline;

namespace Dashboard.Tracking;

/// <summary>
/// Takes frames with their reads from the recogniser and hands complete vehicles on. It ends when the recogniser's queue
/// is complete and empty, not when it is told to, so that nothing that was read is lost.
/// </summary>
public sealed class TrackingWorker(PipelineQueues queues, VehicleTracking tracking, TimeProvider time, ILogger<TrackingWorker> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>How many frames failed and were skipped.</summary>
    public long Failures { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await WorkAsync();
        }
        finally
        {
            queues.Vehicles.Writer.TryComplete();
        }
    }

    private async Task WorkAsync()
    {
        var reads = queues.Reads.Reader;
        using var timer = new PeriodicTimer(Tick, time);
        var more = reads.WaitToReadAsync().AsTask();
        var tick = timer.WaitForNextTickAsync().AsTask();
        while (true)
        {
            await Task.WhenAny(more, tick);
            if (tick.IsCompleted)
            {
                await HandOnAsync(tracking.CloseSilent());
                tick = timer.WaitForNextTickAsync().AsTask();
            }

            if (more.IsCompleted)
            {
                if (!await more)
                {
                    break;
                }

                while (reads.TryRead(out var item))
                {
                    await HandOnAsync(Take(item));
                }

                more = reads.WaitToReadAsync().AsTask();
            }
        }

        await HandOnAsync(tracking.CloseAll());
    }

    private IReadOnlyList<ObservedVehicle> Take(FrameReads item)
    {
        using var frame = item.Frame;
        try
        {
            return tracking.Take(item);
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            Failures++;
            log.LogError(wrong, "Camera {Camera}: a frame could not be tracked", frame.CameraId);
            return [];
        }
    }

    private async Task HandOnAsync(IReadOnlyList<ObservedVehicle> vehicles)
    {
        foreach (var vehicle in vehicles)
        {
            await queues.Vehicles.Writer.WriteAsync(vehicle);
        }
    }
}
