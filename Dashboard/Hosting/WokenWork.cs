using Dashboard.Hosting.Logging;

namespace Dashboard.Hosting;

/// <summary>
/// Works whenever it is woken, and after a rest. What fails is told in the log, less and less while it lasts, and tried again after waits that grow.
/// A wake-up ends such a wait, as it says that something works again, but not in its first second.
/// </summary>
/// <param name="backOff">The waits after failures.</param>
/// <param name="failures">Tells of them.</param>
/// <param name="failed">Is told of each as well.</param>
internal sealed class WokenWork(WakeSignal wake, BackOff backOff, FailureLog failures, TimeProvider time, Action<Exception>? failed = null)
{
    /// <summary>No failure is tried again sooner, however often it is woken.</summary>
    public static readonly TimeSpan MinWait = TimeSpan.FromSeconds(1);

    /// <summary>Runs until it is cancelled; never throws.</summary>
    /// <param name="step">Works, and returns how long to rest unless woken; zero: there is more to do.</param>
    public async Task RunAsync(Func<CancellationToken, Task<TimeSpan>> step, CancellationToken cancellationToken)
    {
        var woken = wake.Listen(); // Before the first step: what comes during it is not missed.
        try
        {
            await Task.Yield(); // Away from the start of the other services.
            while (true)
            {
                if (await TryAsync(step, cancellationToken) is not { } rest)
                {
                    var wait = backOff.Next();
                    var rested = wait < MinWait ? wait : MinWait;
                    await Task.Delay(rested, time, cancellationToken);
                    await woken.WaitAsync(wait - rested, time, cancellationToken);
                }
                else if (rest > TimeSpan.Zero)
                {
                    await woken.WaitAsync(rest, time, cancellationToken);
                }
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What is left is done after the next start.
        }
    }

    // Null: it failed.
    private async Task<TimeSpan?> TryAsync(Func<CancellationToken, Task<TimeSpan>> step, CancellationToken cancellationToken)
    {
        try
        {
            var rest = await step(cancellationToken);
            backOff.Reset();
            failures.Worked();
            return rest;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failures.Failed(exception);
            failed?.Invoke(exception);
            return null;
        }
    }
}
