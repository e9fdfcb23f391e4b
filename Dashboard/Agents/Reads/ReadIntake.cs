using System.Threading.Channels;
using Dashboard.Hosting;
using Dashboard.Storage;

namespace Dashboard.Agents.Reads;

/// <summary>More reads wait for their flows than can be kept; the agent keeps its own for a while.</summary>
internal sealed class SpoolFullException() : Exception("Too many reads wait to become flows");

/// <summary>
/// Takes pushed frames from many requests and keeps their reads together; each request waits until its own are committed. The requests' places
/// (<c>GroupIntake</c>) bound what is in memory, <see cref="MaxWaiting"/> what is in the database.
/// </summary>
internal sealed partial class ReadIntake(ReadSpool spool, TimeProvider time, ILogger<ReadIntake> log) : BackgroundService
{
    /// <summary>Reads of vehicles that are not complete; a camera has a hundred at most where all works.</summary>
    public const int MaxWaiting = 50_000;

    private const int MaxBatch = 100;

    // What an agent sends again although its flow is stored already would begin another.
    private const int MaxRemembered = 4096;

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MaxBatch) { SingleReader = true });
    private readonly HashSet<string> _remembered = [];
    private readonly Queue<string> _order = [];
    private long _toldFullAt;

    /// <summary>Told when reads have come.</summary>
    public WakeSignal Arrived { get; } = new();

    /// <summary>Reads that are no flow yet.</summary>
    public int Waiting { get; set; }

    /// <summary>Returns once the frame's reads are kept for good. Throws what the database says, and <see cref="SpoolFullException"/>.</summary>
    public async Task StoreAsync(PushedFrame frame, CancellationToken cancellationToken)
    {
        if (Waiting >= MaxWaiting)
        {
            TellFull();
            throw new SpoolFullException();
        }

        var pending = new Pending(frame, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        await pending.Done.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
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
            var frames = batch.Select(pending => pending.Frame).Where(frame => !_remembered.Contains(frame.Name)).ToList();
            if (frames.Count > 0)
            {
                await spool.AddAsync(frames, CancellationToken.None);
            }

            Remember(frames);
            foreach (var pending in batch)
            {
                pending.Done.TrySetResult();
            }

            Arrived.Wake();
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
            LogFailure(StorageFailure.Describe(exception));
            batch[0].Done.TrySetException(exception);
        }
    }

    private void Remember(IEnumerable<PushedFrame> frames)
    {
        foreach (var frame in frames.Where(frame => _remembered.Add(frame.Name)))
        {
            _order.Enqueue(frame.Name);
            if (_order.Count > MaxRemembered)
            {
                _remembered.Remove(_order.Dequeue());
            }
        }
    }

    private void TellFull()
    {
        var last = Interlocked.Read(ref _toldFullAt);
        if ((last == 0 || time.GetElapsedTime(last) > TimeSpan.FromMinutes(1))
            && Interlocked.CompareExchange(ref _toldFullAt, time.GetTimestamp(), last) == last)
        {
            LogFull(MaxWaiting);
        }
    }

    [LoggerMessage(LogLevel.Error, "Pushed reads could not be kept; their agent sends them again: {Reason}")]
    private partial void LogFailure(string reason);

    [LoggerMessage(LogLevel.Error, "{MaxWaiting} pushed reads wait to become flows; agents are told to come again later")]
    private partial void LogFull(int maxWaiting);

    private sealed record Pending(PushedFrame Frame, TaskCompletionSource Done);
}
