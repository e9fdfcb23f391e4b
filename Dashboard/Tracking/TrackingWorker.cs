using System.Collections.Concurrent;
using Dashboard.Domain.Flows;
using Dashboard.Live;
using Dashboard.Pipeline;

namespace Dashboard.Tracking;

/// <summary>
/// Takes frames with their reads from the recogniser and queues complete vehicles to be stored. It ends when the recogniser's queue
/// is complete and empty, not when it is told to, so that nothing that was read is lost.
/// </summary>
internal sealed class TrackingWorker(
    PipelineQueues queues, VehicleTracking tracking, LiveReads live, TimeProvider time, ILogger<TrackingWorker> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentQueue<(int Camera, TaskCompletionSource Done)> _toClose = new();
    private volatile bool _isGivenUp;

    /// <summary>How many frames failed and were skipped.</summary>
    public long Failures { get; private set; }

    /// <summary>
    /// Closes what is open of one camera, as another machine is about to watch it; completes when all of it is stored or was refused.
    /// </summary>
    public async Task CloseAsync(int cameraId, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _toClose.Enqueue((cameraId, done));
        await done.Task.WaitAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (ExecuteTask is { IsCompleted: false })
        {
            // The host waits no longer and disposes what encodes pictures: frames that come now are let go.
            _isGivenUp = true;
            log.LogWarning("Stopped before the last frames were tracked: there was no time left");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await WorkAsync();
        }
        finally
        {
            queues.FlowDrafts.Writer.TryComplete();
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
                await EnqueueAsync(tracking.CloseSilent());
                await CloseAskedAsync();
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
                    await EnqueueAsync(Observe(item));
                }

                more = reads.WaitToReadAsync().AsTask();
            }
        }

        await EnqueueAsync(tracking.CloseAll());
    }

    private IReadOnlyList<FlowDraft> Observe(FrameReads item)
    {
        using var frame = item.Frame;
        if (_isGivenUp)
        {
            return [];
        }

        try
        {
            live.Publish(item);
            return tracking.Observe(item);
        }
        catch (ObjectDisposedException) when (_isGivenUp)
        {
            return [];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Failures++;
            log.LogError(exception, "Camera {Camera}: a frame could not be tracked", frame.CameraId);
            return [];
        }
    }

    private async Task CloseAskedAsync()
    {
        while (_toClose.TryDequeue(out var asked))
        {
            var drafts = tracking.Close(asked.Camera).Select(draft => draft with
            {
                Stored = new TaskCompletionSource<Flow>(TaskCreationOptions.RunContinuationsAsynchronously),
            }).ToList();
            await EnqueueAsync(drafts);
            _ = Task.WhenAll(drafts.Select(draft => draft.Stored!.Task)).ContinueWith(
                stored =>
                {
                    _ = stored.Exception; // The recorder has told of it.
                    asked.Done.TrySetResult();
                },
                TaskScheduler.Default);
        }
    }

    private async Task EnqueueAsync(IReadOnlyList<FlowDraft> drafts)
    {
        foreach (var draft in drafts)
        {
            await queues.FlowDrafts.Writer.WriteAsync(draft);
        }
    }
}
