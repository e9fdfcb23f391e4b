namespace Dashboard.Hosting;

/// <summary>
/// Wakes who rests between two polls of the database. It says that there may be something, never what: a wake-up that comes while nobody rests
/// ends the next rest at once, and ten of them are one.
/// </summary>
internal class WakeSignal
{
    private TaskCompletionSource _next = Create();

    /// <summary>Ends every listener's rest. Quick, from any thread.</summary>
    public void Wake() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    /// <summary>Listens from now on. Each loop that rests has a listener of its own; there is nothing to dispose.</summary>
    public Listener Listen() => new(this);

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One loop's ear.</summary>
    public sealed class Listener
    {
        private readonly WakeSignal _signal;
        private Task _next;

        internal Listener(WakeSignal signal)
        {
            _signal = signal;
            _next = Volatile.Read(ref signal._next).Task;
        }

        /// <summary>
        /// Rests until the signal was given since the last rest ended, or until the time is over. Returns whether the signal ended it; throws
        /// <see cref="OperationCanceledException"/>.
        /// </summary>
        public async Task<bool> WaitAsync(TimeSpan max, TimeProvider time, CancellationToken cancellationToken)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_next, Task.Delay(max, time, over.Token));
            await over.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            var isWoken = _next.IsCompleted;
            _next = Volatile.Read(ref _signal._next).Task;
            return isWoken;
        }
    }
}
