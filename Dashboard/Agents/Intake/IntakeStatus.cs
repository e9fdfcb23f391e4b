namespace Dashboard.Agents.Intake;

/// <summary>That what is pushed cannot be stored.</summary>
/// <param name="Reason">Why, the last time.</param>
/// <param name="Since">Since when nothing was stored.</param>
/// <param name="LastAt">When it was tried last.</param>
internal sealed record IntakeFailure(string Reason, DateTimeOffset Since, DateTimeOffset LastAt);

/// <summary>Whether what is pushed can be stored, for people. Any thread may call it.</summary>
internal sealed class IntakeStatus(TimeProvider time)
{
    /// <summary>Agents try again sooner; where nobody does any more, nothing is said.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private IntakeFailure? _failure;

    /// <summary>Why and since when it fails; null: it works, or nobody has tried for a while.</summary>
    public IntakeFailure? Failure => Volatile.Read(ref _failure) is { } failure && time.GetUtcNow() - failure.LastAt < Remembered ? failure : null;

    internal void Failed(string reason)
    {
        var now = time.GetUtcNow();
        Volatile.Write(ref _failure, new IntakeFailure(reason, Failure?.Since ?? now, now));
    }

    internal void Worked() => Volatile.Write(ref _failure, null);
}
