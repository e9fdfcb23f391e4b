namespace Dashboard.Recognition;

/// <summary>
/// Lets work that runs at the same time pass a place one at a time, in the order in which it entered. Each turn waits for
/// the end of the one before it; waiting holds no thread.
/// </summary>
internal sealed class TurnChain
{
    private Task _last = Task.CompletedTask;

    /// <summary>The next turn. Not thread-safe: the order of these calls is the order of the turns. Every turn must be disposed.</summary>
    public Turn Enter()
    {
        var turn = new Turn(_last);
        _last = turn.Ended;
        return turn;
    }

    /// <summary>One place in the order; disposing it lets the next one through.</summary>
    public sealed class Turn(Task previous) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        /// <summary>Waits until all turns before this one have ended.</summary>
        public Task WaitAsync() => previous;

        public void Dispose() => _ended.TrySetResult();
    }
}
