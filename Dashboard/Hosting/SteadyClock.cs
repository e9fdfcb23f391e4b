namespace Dashboard.Hosting;

/// <summary>
/// The time of day at which it was made, and how long ago that is by a clock that nobody sets: for the ages of what is kept in memory, which must
/// not stand still, or end at once, where the machine's clock is put right.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>Now. Not for what is stored or shown: after the machine's clock was set it is another time than that.</summary>
    public DateTimeOffset Now => _start + time.GetElapsedTime(_startedAt);
}
