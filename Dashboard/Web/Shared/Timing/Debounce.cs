namespace Dashboard.Web.Shared.Timing;

/// <summary>
/// Runs the last action it was given once nothing new came for a while, as for a box in which somebody types. May be used from any thread.
/// </summary>
internal sealed class Debounce : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _quiet;
    private readonly ITimer _timer;
    private Action? _pending;

    /// <param name="quiet">How long nothing new may come.</param>
    public Debounce(TimeSpan quiet, TimeProvider clock)
    {
        _quiet = quiet;
        _timer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Replaces the action and begins to wait anew.</summary>
    public void Ask(Action action)
    {
        lock (_gate)
        {
            _pending = action;
            _timer.Change(_quiet, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Runs the pending action now; nothing where there is none.</summary>
    public void Flush() => Take()?.Invoke();

    /// <summary>Forgets the pending action.</summary>
    public void Cancel() => Take();

    public void Dispose()
    {
        Take();
        _timer.Dispose();
    }

    private Action? Take()
    {
        lock (_gate)
        {
            var action = _pending;
            _pending = null;
            return action;
        }
    }
}
