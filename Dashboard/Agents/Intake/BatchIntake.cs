using System.Threading.Channels;
using Dashboard.Storage;

namespace Dashboard.Agents.Intake;

/// <summary>
/// Takes things from many requests and stores them together, so that a thousand agents that come back at once are served quickly. Each request
/// waits until its own is committed. The queue is bounded: who finds it full waits.
/// </summary>
/// <param name="capacity">What waits in memory at most.</param>
internal abstract class BatchIntake<T>(int capacity) : BackgroundService
{
    protected const int MaxBatch = 100;

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(capacity) { SingleReader = true });

    // Of those that may pass, since something was stored.
    private int _failures;

    /// <summary>Stores a batch in its order: all of it, or it throws and has stored nothing.</summary>
    protected abstract Task StoreAsync(IReadOnlyList<T> batch);

    /// <summary>Tells why one could not be stored; its agent sends it again. What lasts (a full disk) is told once.</summary>
    protected abstract void TellFailure(string reason);

    /// <summary>Tells that what lasted is over.</summary>
    /// <param name="failures">How often it could not be stored.</param>
    protected abstract void TellRecovery(int failures);

    /// <summary>Returns once it is stored for good. Throws what the database says; then nothing of it is stored.</summary>
    protected async Task EnqueueAsync(T item, CancellationToken cancellationToken)
    {
        var pending = new Pending(item, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        await pending.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Tells why something could not be stored; of what may pass only the first since something was.</summary>
    protected void NoteFailure(Exception exception)
    {
        if (!StorageFailure.MayPass(exception) || Interlocked.Increment(ref _failures) == 1)
        {
            TellFailure(StorageFailure.Describe(exception));
        }
    }

    /// <summary>The same of what failed before it came here.</summary>
    protected void NoteFailureBefore(Exception exception)
    {
        if (Volatile.Read(ref _failures) == 0)
        {
            NoteFailure(exception);
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

            if (Interlocked.Exchange(ref _failures, 0) is > 0 and var failures)
            {
                TellRecovery(failures);
            }
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
