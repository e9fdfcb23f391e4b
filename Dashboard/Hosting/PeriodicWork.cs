using Dashboard.Hosting.Logging;

namespace Dashboard.Hosting;

/// <summary>
/// Does something by the clock for as long as the program runs. What fails is told in the log, less and less while it lasts, and tried again the next
/// time.
/// </summary>
/// <param name="every">How often.</param>
/// <param name="isAtOnce">The first time at the start; otherwise after the first interval.</param>
/// <param name="trouble">What a failure means, as the beginning of a line in the log.</param>
internal abstract class PeriodicWork(TimeSpan every, bool isAtOnce, string trouble, TimeProvider time, ILogger log) : BackgroundService
{
    private readonly FailureLog _failures = new(log, trouble);

    protected TimeProvider Time { get; } = time;

    protected ILogger Log { get; } = log;

    protected abstract Task DoAsync(CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, Time);
        try
        {
            await Task.Yield(); // Away from the start of the other services.
            if (isAtOnce)
            {
                await TryAsync(stoppingToken);
            }

            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DoAsync(cancellationToken);
            _failures.Worked();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _failures.Failed(exception);
        }
    }
}
