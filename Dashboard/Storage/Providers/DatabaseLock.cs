namespace Dashboard.Storage.Providers;

/// <summary>Whether another program keeps the database, or a table of it, locked, so that what is to be written waits.</summary>
internal sealed class DatabaseLock(TimeProvider time)
{
    /// <summary>A lock that lasts for less is nobody's trouble.</summary>
    public static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(5);

    private Found? _found;

    /// <summary>It was when it was last looked at, however briefly.</summary>
    public bool IsHeld => Volatile.Read(ref _found) is not null;

    /// <summary>Since when, where it has lasted for <see cref="TellAfter"/>; null: it is not locked.</summary>
    public DateTimeOffset? Since => Volatile.Read(ref _found) is { } found && time.GetElapsedTime(found.Timestamp) >= TellAfter ? found.At : null;

    /// <summary>What a look at it has found.</summary>
    public void Note(bool isHeld)
    {
        if (!isHeld)
        {
            Volatile.Write(ref _found, null);
        }
        else if (_found is null)
        {
            Volatile.Write(ref _found, new Found(time.GetUtcNow(), time.GetTimestamp()));
        }
    }

    private sealed record Found(DateTimeOffset At, long Timestamp);
}
