namespace Dashboard.Hosting.Logging;

/// <summary>
/// Tells in the log of work that fails again and again, less and less while it lasts (the first, second, fourth, eighth time and so on), and once
/// that it is over. Any thread may call it.
/// </summary>
/// <param name="log">Where it is told.</param>
/// <param name="trouble">What a failure means, as the beginning of a line in the log.</param>
/// <param name="passing">The level of what may pass by itself.</param>
internal sealed class FailureLog(ILogger log, string trouble, LogLevel passing = LogLevel.Warning)
{
    private int _failures;

    /// <summary>The work failed the last time.</summary>
    public bool IsFailing => Volatile.Read(ref _failures) > 0;

    /// <summary>The work failed. Anything but what may pass by itself is an error, told with its place in the program.</summary>
    public void Failed(Exception exception)
    {
        if (int.IsPow2(Interlocked.Increment(ref _failures)))
        {
            log.LogFailure(exception, trouble, passing);
        }
    }

    public void Worked()
    {
        if (IsFailing && Interlocked.Exchange(ref _failures, 0) is > 0 and var failures)
        {
            log.LogInformation("{Trouble}: that is over, after {Failures} times", trouble, failures);
        }
    }
}
