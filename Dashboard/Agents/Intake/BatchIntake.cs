using System.Threading.Channels;
using Dashboard.Hosting.Logging;
using Dashboard.Storage;

namespace Dashboard.Agents.Intake;

/// <summary>
/// Takes things from many requests and stores them together, so that a thousand agents that come back at once are served quickly. Each request
/// waits until its own is committed. The queue is bounded: who finds it full waits.
/// </summary>
/// <param name="capacity">What waits in memory at most.</param>
/// <param name="trouble">What a failure means, as the beginning of a line in the log.</param>
internal abstract class BatchIntake<T>(int capacity, string trouble, IntakeStatus status, ILogger log) : BackgroundService
{
    protected const int MaxBatch = 100;

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(capacity) { SingleReader = true });

    // Of those that may pass.
    private readonly FailureLog _failures = new(log, trouble);

    /// <summary>Stores a batch in its order: all of it, or it throws and has stored nothing.</summary>
    protected abstract Task StoreAsync(IReadOnlyList<T> batch);

    /// <summary>Returns once it is stored for good. Throws what the database says; then nothing of it is stored.</summary>
    protected async Task EnqueueAsync(T item, CancellationToken cancellationToken)
    {
        var pending = new Pending(item, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        await pending.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Tells why something could not be stored; its agent sends it again. What lasts (a full disk) is told less and less, what the database refuses
    /// each time.
    /// </summary>
    protected void NoteFailure(Exception exception)
    {
        if (StorageFailure.MayPass(exception))
        {
            _failures.Failed(exception);
            status.Failed(trouble, StorageFailure.Describe(exception));
        }
        else
        {
            log.LogError(exception, "{Trouble}: {Reason}", trouble, StorageFailure.Describe(exception));
        }
    }

    /// <summary>The same of what failed before it came here, or came back from here and has been told.</summary>
    protected void NoteFailureBefore(Exception exception)
    {
        if (!_failures.IsFailing)
        {
            NoteFailure(exception);
        }
        else
        {
            status.Failed(trouble, StorageFailure.Describe(exception));
        }
    }

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Pending>(MaxBatch);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var pending))
                {
                    batch.Add(pending);
                }

                await StoreAsync(batch);
                batch.Clear();
            }
        }
        finally
        {
            // Whoever still waits hears that nothing was stored, and sends it again.
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var left))
            {
                left.Done.TrySetException(new OperationCanceledException("The server is stopping"));
            }
        }
    }

    private async Task StoreAsync(IReadOnlyList<Pending> batch)
    {
        try
        {
            await StoreAsync([.. batch.Select(pending => pending.Item)]);
            foreach (var pending in batch)
            {
                pending.Done.TrySetResult();
            }

            _failures.Worked();
            status.Worked(trouble);
        }
        catch (Exception) when (batch.Count > 1)
        {
            // One that the database refuses must not take the others with it.
            foreach (var pending in batch)
            {
                await StoreAsync([pending]);
            }
        }
        catch (Exception exception)
        {
            NoteFailure(exception);
            batch[0].Done.TrySetException(exception);
        }
    }

    private sealed record Pending(T Item, TaskCompletionSource Done);
}
