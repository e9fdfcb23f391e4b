using System.Threading.Channels;
using Dashboard.Flows;
using Dashboard.Storage;

namespace Dashboard.Agents.Intake;

/// <summary>Numbers of what was pushed since the server started.</summary>
/// <param name="Stored">Groups that were stored or changed a preview, and those that were there already.</param>
/// <param name="Refused">Bodies that can never be stored.</param>
/// <param name="LastRefusal">What was wrong with the last of them; null: none.</param>
/// <param name="Others">Bodies that were answered and make nothing: vehicles without a plate, tests.</param>
internal sealed record IntakeNumbers(long Stored, long Refused, string? LastRefusal, long Others);

/// <summary>
/// Takes pushed groups from many requests and stores them together, so that a thousand agents that come back at once are served quickly. Each
/// request waits until its group is committed. The queue is bounded: who finds it full waits, and the request's body is not even read.
/// </summary>
internal sealed partial class GroupIntake(PushedGroupWriter writer, FlowFeed feed, ILogger<GroupIntake> log) : BackgroundService
{
    /// <summary>Requests whose body is in memory at the same time.</summary>
    public const int MaxAtOnce = 128;

    private const int MaxBatch = 100;

    private readonly SemaphoreSlim _places = new(MaxAtOnce);
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MaxAtOnce) { SingleReader = true });
    private long _stored;
    private long _refused;
    private long _others;
    private string? _lastRefusal;

    public IntakeNumbers Numbers => new(Interlocked.Read(ref _stored), Interlocked.Read(ref _refused), _lastRefusal, Interlocked.Read(ref _others));

    /// <summary>A place for one body; null where none becomes free in time. Dispose it.</summary>
    public async Task<IDisposable?> TryEnterAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        await _places.WaitAsync(patience, cancellationToken) ? new Place(_places) : null;

    /// <summary>Returns once the group is stored for good. Throws what the database says; then nothing of it is stored.</summary>
    public async Task StoreAsync(PushedGroup group, CancellationToken cancellationToken)
    {
        var pending = new Pending(group, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        await pending.Done.Task.WaitAsync(cancellationToken);
        Interlocked.Increment(ref _stored);
        if (group.PictureDamage is { } damage)
        {
            LogDamaged(group.Agent.Uid, damage);
        }
    }

    /// <summary>Counts a body that can never be stored.</summary>
    public void Refuse(string reason)
    {
        Interlocked.Increment(ref _refused);
        _lastRefusal = reason;
        LogRefused(reason);
    }

    /// <summary>Counts a body that was understood and makes nothing.</summary>
    public void CountOther() => Interlocked.Increment(ref _others);

    public override void Dispose()
    {
        base.Dispose();
        _places.Dispose();
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
            var changed = await writer.StoreAsync([.. batch.Select(pending => pending.Group)]);
            foreach (var pending in batch)
            {
                pending.Done.TrySetResult();
            }

            if (changed.Count > 0)
            {
                feed.Publish(changed);
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
            LogFailure(StorageFailure.Describe(exception));
            batch[0].Done.TrySetException(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "A pushed group could not be stored; its agent sends it again: {Reason}")]
    private partial void LogFailure(string reason);

    [LoggerMessage(LogLevel.Warning, "A flow that agent {Agent} pushed was stored without its picture, which is damaged: {Damage}")]
    private partial void LogDamaged(string agent, string damage);

    [LoggerMessage(LogLevel.Warning, "Something was pushed that can never be stored: {Reason}")]
    private partial void LogRefused(string reason);

    private sealed record Pending(PushedGroup Group, TaskCompletionSource Done);

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }
}
