using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Hosting.Logging;

namespace Dashboard.Agents.Intake;

/// <summary>Numbers of what was pushed since the server started.</summary>
/// <param name="Stored">Groups that were stored or changed a preview, and those that were there already.</param>
/// <param name="Refused">Bodies that can never be stored.</param>
/// <param name="LastRefusal">What was wrong with the last of them; null: none.</param>
/// <param name="Others">Bodies that were answered and make nothing: vehicles without a plate, tests.</param>
internal sealed record IntakeNumbers(long Stored, long Refused, string? LastRefusal, long Others);

/// <summary>
/// Takes pushed groups from many requests and stores them together. Who finds it full waits.
/// </summary>
internal sealed partial class GroupIntake(
    PushedGroupWriter writer, FlowFeed feed, IntakeStatus status, TimeProvider time, ILogger<GroupIntake> log)
    : BatchIntake<PushedGroup>(GroupIntake.MaxParallel, "Pushed groups could not be stored; agents send theirs again", status, log)
{
    /// <summary>Requests that store at the same time.</summary>
    public const int MaxParallel = 128;

    // Whoever pushes what is wrong does so again and again: the numbers tell how often, the log now and then.
    private readonly LogThrottle _damages = new(time);
    private readonly LogThrottle _refusals = new(time);
    private readonly SemaphoreSlim _places = new(MaxParallel);
    private long _stored;
    private long _refused;
    private long _others;
    private string? _lastRefusal;

    public IntakeNumbers Numbers => new(Interlocked.Read(ref _stored), Interlocked.Read(ref _refused), _lastRefusal, Interlocked.Read(ref _others));

    /// <summary>A place for one body; null where none becomes free in time. Dispose it.</summary>
    public async Task<IDisposable?> TryEnterAsync(TimeSpan maxWait, CancellationToken cancellationToken) =>
        await _places.WaitAsync(maxWait, cancellationToken) ? new HeldPlace(_places) : null;

    /// <summary>Returns once the group is stored for good. Throws what the database says; then nothing of it is stored.</summary>
    public async Task StoreAsync(PushedGroup group, CancellationToken cancellationToken)
    {
        await EnqueueAsync(group, cancellationToken);
        Interlocked.Increment(ref _stored);
        if (group.PictureDamage is { } damage && _damages.ShouldWrite(out _))
        {
            LogDamaged(group.Agent.Uid, damage);
        }
    }

    /// <summary>Counts a body that can never be stored.</summary>
    public void Refuse(string reason)
    {
        var refused = Interlocked.Increment(ref _refused);
        _lastRefusal = reason;
        if (_refusals.ShouldWrite(out _))
        {
            LogRefused(reason, refused);
        }
    }

    /// <summary>Nothing can be stored at this moment: told once, until something is.</summary>
    public void NoteUnavailable(Exception exception) => NoteFailureBefore(exception);

    /// <summary>Counts a body that was understood and makes nothing.</summary>
    public void CountOther() => Interlocked.Increment(ref _others);

    public override void Dispose()
    {
        base.Dispose();
        _places.Dispose();
    }

    protected override async Task StoreAsync(IReadOnlyList<PushedGroup> batch)
    {
        if (await writer.StoreAsync(batch) is { Count: > 0 } changed)
        {
            feed.Publish(changed);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A flow that agent {Agent} pushed was stored without its picture, which is damaged: {Damage}")]
    private partial void LogDamaged(string agent, string damage);

    [LoggerMessage(LogLevel.Warning, "Something was pushed that can never be stored, number {Count} since the start: {Reason}")]
    private partial void LogRefused(string reason, long count);
}
