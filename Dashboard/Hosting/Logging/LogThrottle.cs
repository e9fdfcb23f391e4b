namespace Dashboard.Hosting.Logging;

/// <summary>Keeps a line out of the log that would come with every request: it is written at most once a minute. Any thread may call it.</summary>
internal sealed class LogThrottle(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private long _writtenAt;
    private int _times;

    /// <summary>Whether the line is to be written now.</summary>
    /// <param name="times">How often it came since it was last written, this time too; 0 where it is not written.</param>
    public bool ShouldWrite(out int times)
    {
        Interlocked.Increment(ref _times);
        var (now, written) = (time.GetTimestamp(), Interlocked.Read(ref _writtenAt));
        var isTime = (written == 0 || time.GetElapsedTime(written, now) >= Interval)
            && Interlocked.CompareExchange(ref _writtenAt, now, written) == written;
        times = isTime ? Interlocked.Exchange(ref _times, 0) : 0;
        return isTime;
    }
}
