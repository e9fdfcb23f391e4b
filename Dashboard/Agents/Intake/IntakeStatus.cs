using System.Collections.Concurrent;

namespace Dashboard.Agents.Intake;

/// <summary>That what is pushed cannot be stored.</summary>
/// <param name="Reason">Why, the last time.</param>
/// <param name="Since">Since when nothing was stored.</param>
/// <param name="LastAt">When it was tried last.</param>
internal sealed record IntakeFailure(string Reason, DateTimeOffset Since, DateTimeOffset LastAt);

/// <summary>Whether what is pushed can be stored, for people. Any thread may call it.</summary>
internal sealed class IntakeStatus(TimeProvider time)
{
    /// <summary>
    /// Agents try again each 20 s; where nobody does any more, nothing is said: behind a balancer that asks for health nobody would come.
    /// </summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    /// <summary>By what is pushed: that reads are stored says nothing of groups, whose pictures are files.</summary>
    private readonly ConcurrentDictionary<string, IntakeFailure> _failures = new(StringComparer.Ordinal);

    /// <summary>Why and since when something of it fails, the oldest; null: it works, or nobody has tried for a while.</summary>
    public IntakeFailure? Failure => _failures.Values.Where(IsOfNow).MinBy(failure => failure.Since);

    internal void Failed(string what, string reason)
    {
        var now = time.GetUtcNow();
        var since = _failures.TryGetValue(what, out var before) && IsOfNow(before) ? before.Since : now;
        _failures[what] = new IntakeFailure(reason, since, now);
    }

    internal void Worked(string what) => _failures.TryRemove(what, out _);

    private bool IsOfNow(IntakeFailure failure) => time.GetUtcNow() - failure.LastAt < Remembered;
}
