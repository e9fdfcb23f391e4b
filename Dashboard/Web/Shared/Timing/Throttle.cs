namespace Dashboard.Web.Shared.Timing;

/// <summary>
/// Runs an action soon after it is asked for, but never more often than once an interval: whatever is asked for meanwhile becomes one run at its end.
/// Asking is quick and may come from any thread; the action never runs twice at the same time.
/// </summary>
internal sealed class Throttle : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Func<Task> _action;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly Action<Exception> _failed;
    private readonly ITimer _timer;
    private long? _lastStart;
    private bool _isAsked;
    private bool _isRunning;
    private bool _isDisposed;

    /// <summary>A throttle that was not asked for anything yet.</summary>
    /// <param name="action">What is run; on a thread of the pool.</param>
    /// <param name="interval">The least time between two starts.</param>
    /// <param name="failed">Is handed what the action throws; the next run comes all the same, even where this throws.</param>
    public Throttle(Func<Task> action, TimeSpan interval, TimeProvider clock, Action<Exception> failed)
    {
        _action = action;
        _interval = interval;
        _clock = clock;
        _failed = failed;
        _timer = clock.CreateTimer(_ => _ = RunAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Ask()
    {
        lock (_gate)
        {
            if (_isAsked || _isDisposed)
            {
                return;
            }

            _isAsked = true;
            if (!_isRunning)
            {
                Schedule();
            }
        }
    }

    /// <summary>No more runs begin; one that is under way ends by itself.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer.Dispose();
        }
    }

    private void Schedule()
    {
        var wait = _lastStart is { } last ? _interval - _clock.GetElapsedTime(last) : TimeSpan.Zero;
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task RunAsync()
    {
        lock (_gate)
        {
            if (_isDisposed || _isRunning || !_isAsked)
            {
                return;
            }

            _isAsked = false;
            _isRunning = true;
            _lastStart = _clock.GetTimestamp();
        }

        try
        {
            await _action();
        }
        catch (Exception exception)
        {
            _failed(exception);
        }
        finally
        {
            lock (_gate)
            {
                _isRunning = false;
                if (_isAsked && !_isDisposed)
                {
                    Schedule();
                }
            }
        }
    }
}
