namespace Dashboard.Hosting;

/// <summary>
/// What was read from the database and counts for a while. What is read while it is forgotten is given to who asked and not kept: it may be older
/// than the change.
/// </summary>
/// <param name="maxAge">Counted from before it was read.</param>
internal sealed class AgedValue<T>(TimeSpan maxAge, TimeProvider time)
{
    private Entry _entry = new();

    /// <summary>What is known, or what is read now.</summary>
    public async ValueTask<T> GetAsync(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _entry);
        if (known.IsRead && time.GetElapsedTime(known.ReadAt) < maxAge)
        {
            return known.Value;
        }

        var readAt = time.GetTimestamp();
        var value = await read(cancellationToken);

        // Where it was forgotten meanwhile another entry stands there.
        Interlocked.CompareExchange(ref _entry, new Entry(value, readAt), known);
        return value;
    }

    public void Forget() => Volatile.Write(ref _entry, new Entry());

    private sealed class Entry
    {
        public Entry() => Value = default!;

        public Entry(T value, long readAt) => (Value, ReadAt, IsRead) = (value, readAt, true);

        public bool IsRead { get; }

        public T Value { get; }

        public long ReadAt { get; }
    }
}
