namespace Dashboard.Hosting;

/// <summary>
/// Exponential back-off: the wait before a retry doubles with each failure, from the first wait up to a limit. With jitter it is spread by a
/// quarter to both sides, so that many that lost the same thing together do not all come back in the same moment.
/// </summary>
/// <param name="first">The wait after the first failure.</param>
/// <param name="max">No wait is longer.</param>
/// <param name="jitter">Spreads the waits; null: they are exact.</param>
internal sealed class BackOff(TimeSpan first, TimeSpan max, Random? jitter = null)
{
    private int _failures;

    /// <summary>The wait after one more failure.</summary>
    /// <param name="atLeast">What the other side asked for (Retry-After); it counts up to the limit.</param>
    public TimeSpan Next(TimeSpan? atLeast = null) => After(++_failures, first, max, jitter, atLeast);

    /// <summary>Starts over, because it worked.</summary>
    public void Reset() => _failures = 0;

    /// <summary>The wait after the n-th failure, n from 1, for who keeps the count elsewhere.</summary>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan max, Random? jitter, TimeSpan? atLeast = null)
    {
        var wait = Min(first * Math.Pow(2, Math.Clamp(failures - 1, 0, 20)), max);
        if (jitter is not null)
        {
            wait *= 0.75 + (jitter.NextDouble() / 2);
        }

        return Min(atLeast > wait ? atLeast.Value : wait, max);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
