namespace Dashboard.Hosting;

/// <summary>
/// What was read from the database and counts for a while. What is read while it is forgotten is given to who asked and not kept: it may be older
/// than the change.
/// </summary>
/// <param name="maxAge">Counted from before it was read.</param>
internal sealed class AgedValue<T>(TimeSpan maxAge, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Entry? _entry;
    private long _version;

    /// <summary>What is known, or what is read now.</summary>
    public async ValueTask<T> GetAsync(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _entry) is { } known && time.GetElapsedTime(known.ReadAt) < maxAge)
        {
            return known.Value;
        }

        var version = Interlocked.Read(ref _version);
        var readAt = time.GetTimestamp();
        var value = await read(cancellationToken);
        lock (_lock)
        {
            if (version == _version)
            {
                _entry = new Entry(value, readAt);
            }
        }

        return value;
    }

    public void Forget()
    {
        lock (_lock)
        {
            Interlocked.Increment(ref _version);
            Volatile.Write(ref _entry, null);
        }
    }

    private sealed record Entry(T Value, long ReadAt);
}
