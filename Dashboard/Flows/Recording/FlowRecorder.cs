using System.Threading.Channels;
using Dashboard.Hosting;
using Dashboard.Hosting.Logging;
using Dashboard.Pipeline;
using Dashboard.Storage;

namespace Dashboard.Flows.Recording;

/// <summary>
/// Stores what this machine's cameras see: takes drafts from the queue until it is complete, stores them in batches and then announces them.
/// While the database is busy or the disk is full it keeps what it holds and tries again; the full queue then holds up the stages above.
/// Flows that agents push are stored by <c>Agents/Intake</c>.
/// </summary>
internal sealed class FlowRecorder(
    PipelineQueues queues, FlowWriter writer, FlowFeed feed, RecorderStatus status, TimeProvider time, ILogger<FlowRecorder> log)
    : IHostedService, IDisposable
{
    /// <summary>The most flows of one transaction.</summary>
    public const int MaxBatch = 100;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopping = new();
    private readonly FailureLog _failures = new(log, "Flows cannot be stored yet; trying again", LogLevel.Error);
    private Task _work = Task.CompletedTask;
    private volatile bool _isGivenUp;

    /// <summary>
    /// Starts to take drafts. No background service: one that is stopped at once after its start never runs, and its queue would be lost.
    /// </summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Waits until the queue is complete and empty; what failed is now tried again sooner.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_work, Task.Delay(Timeout.Infinite, cancellationToken));
        if (_work.IsCompleted)
        {
            return;
        }

        // The host waits no longer and disposes what stores them.
        _isGivenUp = true;
        if (status.Current is { Pending: > 0 } left)
        {
            log.LogCritical("Stopped with {Flows} flows that could not be stored: {Error}", left.Pending, left.Fault ?? "there was no time left");
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        var drafts = queues.FlowDrafts.Reader;
        var batch = new List<FlowDraft>(MaxBatch);
        while (!_isGivenUp && await drafts.WaitToReadAsync())
        {
            while (batch.Count < MaxBatch && drafts.TryRead(out var draft))
            {
                if (draft.Stored is not { Task.IsCanceled: true })
                {
                    batch.Add(draft);
                }
            }

            if (batch.Count > 0)
            {
                await StoreAsync(batch);
                batch.Clear();
            }

            status.SetPending(CountWaiting(drafts));
        }
    }

    private static int CountWaiting(ChannelReader<FlowDraft> drafts) => drafts.CanCount ? drafts.Count : 0;

    private async Task StoreAsync(IReadOnlyList<FlowDraft> batch)
    {
        var backOff = new BackOff(FirstDelay, MaxDelay);
        while (true)
        {
            status.SetPending(batch.Count + CountWaiting(queues.FlowDrafts.Reader));
            try
            {
                var began = time.GetUtcNow();
                var stored = await writer.StoreAsync(batch);
                _failures.Worked();
                Trace(batch, began);
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Stored?.TrySetResult(stored[i].Flow);
                }

                Announce(stored);
                return;
            }
            catch (Exception) when (_isGivenUp)
            {
                return;
            }
            catch (Exception exception) when (!StorageFailure.MayPass(exception))
            {
                await StoreOneByOneAsync(batch, exception);
                return;
            }
            catch (Exception exception)
            {
                _failures.Failed(exception);
                status.SetFault(StorageFailure.Describe(exception));
            }

            await DelayAsync(backOff.Next());
        }
    }

    private void Trace(IReadOnlyList<FlowDraft> batch, DateTimeOffset began)
    {
        if (!FlowTrace.IsOn)
        {
            return;
        }

        foreach (var draft in batch)
        {
            var (group, camera) = (draft.Group, ("camera.id", (object?)draft.CameraId));
            FlowTrace.Add("seen", draft.Uuid, group.FirstSeen, group.LastSeen, camera, ("reads", group.ReadCount));
            FlowTrace.Add("read", draft.Uuid, group.BestAt, group.BestAt.AddMilliseconds(draft.ProcessingMs), camera);
            FlowTrace.Add("store", draft.Uuid, began, time.GetUtcNow(), camera, ("flows", batch.Count));
        }
    }

    // One flow that the database refuses must neither take its batch with it nor stop those behind it.
    private async Task StoreOneByOneAsync(IReadOnlyList<FlowDraft> batch, Exception exception)
    {
        if (batch.Count > 1)
        {
            foreach (var draft in batch)
            {
                await StoreAsync([draft]);
            }

            return;
        }

        if (exception is StaleTurnException)
        {
            log.LogWarning("A flow was dropped, as another machine watches its camera: {Reason}", exception.Message);
        }
        else
        {
            log.LogError(exception, "A flow of camera {Camera} was rejected by the database and dropped", batch[0].CameraId);
        }

        writer.Discard(batch[0]);
        batch[0].Stored?.TrySetException(exception);
        status.AddRejected();
    }

    private void Announce(IReadOnlyList<FlowWithCamera> stored)
    {
        status.AddStored(stored.Count);
        try
        {
            feed.Publish(stored);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "A listener failed on {Flows} new flows", stored.Count);
        }
    }

    private async Task DelayAsync(TimeSpan delay)
    {
        if (_stopping.IsCancellationRequested)
        {
            await Task.Delay(FirstDelay, time);
            return;
        }

        try
        {
            await Task.Delay(delay, time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Told to stop: try again at once.
        }
    }
}
