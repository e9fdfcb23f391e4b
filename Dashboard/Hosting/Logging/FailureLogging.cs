using Dashboard.Storage;

namespace Dashboard.Hosting.Logging;

/// <summary>Tells failures in the log by what they are.</summary>
internal static class FailureLogging
{
    /// <summary>What may pass by itself is told in one line; anything else is an error, told with its place in the program.</summary>
    /// <param name="log">Where it is told.</param>
    /// <param name="exception">What failed.</param>
    /// <param name="trouble">What that means, as the beginning of a line in the log.</param>
    /// <param name="passing">The level of what may pass by itself.</param>
    public static void LogFailure(this ILogger log, Exception exception, string trouble, LogLevel passing = LogLevel.Warning)
    {
        if (StorageFailure.MayPass(exception))
        {
            log.Log(passing, "{Trouble}: {Reason}", trouble, StorageFailure.Describe(exception));
        }
        else
        {
            log.LogError(exception, "{Trouble}: {Reason}", trouble, StorageFailure.Describe(exception));
        }
    }
}
