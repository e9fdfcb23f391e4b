using System.Threading.Channels;
using Dashboard.Hosting;
using Dashboard.Pipeline;
using Dashboard.Storage;

namespace Dashboard.Flows;

/// <summary>
/// The only writer of flows: takes vehicles from the queue until it is complete, stores them in batches and then announces them. While the
/// database is busy or the disk is full it keeps what it holds and tries again; the full queue then holds up the stages above.
/// </summary>
internal sealed class FlowRecorder(
    PipelineQueues queues, FlowWriter writer, FlowFeed feed, RecorderStatus status, TimeProvider time, ILogger<FlowRecorder> log)
    : IHostedService, IDisposable
{
    /// <summary>The most flows of one transaction.</summary>
    public const int MaximumBatch = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _hurry = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Starts to take vehicles. No background service: one that is stopped at once after its start never runs, and its queue would be lost.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Waits until the queue is complete and empty; what failed is now tried again sooner.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _hurry.CancelAsync();
        await Task.WhenAny(_work, Task.Delay(Timeout.Infinite, cancellationToken));
        var left = status.Current;
        if (left.Pending > 0)
        {
            log.LogCritical("Stopped with {Flows} flows that could not be stored: {Error}", left.Pending, left.Error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hurry.Dispose();

    private async Task RunAsync()
    {
        var vehicles = queues.Vehicles.Reader;
        var batch = new List<FlowDraft>(MaximumBatch);
        while (await vehicles.WaitToReadAsync())
        {
            while (batch.Count < MaximumBatch && vehicles.TryRead(out var vehicle))
            {
                if (vehicle.Stored is not { Task.IsCanceled: true })
                {
                    batch.Add(new FlowDraft(vehicle));
                }
            }

            if (batch.Count > 0)
            {
                await StoreAsync(batch);
                batch.Clear();
            }

            status.SetPending(Waiting(vehicles));
        }
    }

    private static int Waiting(ChannelReader<ObservedVehicle> vehicles) => vehicles.CanCount ? vehicles.Count : 0;

    private async Task StoreAsync(IReadOnlyList<FlowDraft> batch)
    {
        var backOff = new BackOff(FirstPause, MaxPause);
        while (true)
        {
            status.SetPending(batch.Count + Waiting(queues.Vehicles.Reader));
            try
            {
                var stored = await writer.StoreAsync(batch);
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Vehicle.Stored?.TrySetResult(stored[i].Flow);
                }

                Announce(stored);
                return;
            }
            catch (Exception failure) when (!StorageFailure.MayPass(failure))
            {
                await StoreOneByOneAsync(batch, failure);
                return;
            }
            catch (Exception failure)
            {
                var reason = StorageFailure.Describe(failure);
                log.LogError("{Flows} flows cannot be stored yet, trying again: {Reason}", batch.Count, reason);
                status.SetError(reason);
            }

            await PauseAsync(backOff.Next());
        }
    }

    // One flow that the database refuses must neither take its batch with it nor stop those behind it.
    private async Task StoreOneByOneAsync(IReadOnlyList<FlowDraft> batch, Exception failure)
    {
        if (batch.Count > 1)
        {
            foreach (var pending in batch)
            {
                await StoreAsync([pending]);
            }

            return;
        }

        log.LogError(failure, "A flow of camera {Camera} is refused and given up", batch[0].Vehicle.CameraId);
        writer.Discard(batch[0]);
        batch[0].Vehicle.Stored?.TrySetException(failure);
        status.AddRejected();
    }

    private void Announce(IReadOnlyList<FlowWithCamera> stored)
    {
        status.AddStored(stored.Count);
        try
        {
            feed.Publish(stored);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "A listener failed on {Flows} new flows", stored.Count);
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        if (_hurry.IsCancellationRequested)
        {
            await Task.Delay(FirstPause, time);
            return;
        }

        try
        {
            await Task.Delay(pause, time, _hurry.Token);
        }
        catch (OperationCanceledException)
        {
            // Told to stop: try again at once.
        }
    }
}
