namespace Dashboard.Agents.AgentRole;

/// <summary>Flows that a server has refused for good.</summary>
/// <param name="Count">How many.</param>
/// <param name="Reason">Why the last of them; null: there is none.</param>
internal sealed record RefusedFlows(long Count, string? Reason);

/// <summary>How an agent stands with its server; each change is told in the log once.</summary>
internal sealed partial class AgentLinkStatus(TimeProvider time, ILogger<AgentLinkStatus> log)
{
    private const int MaxRemembered = 10_000;
    private readonly Lock _gate = new();
    private readonly HashSet<long> _refusedIds = [];
    private bool _isSkewed;
    private long _aheadMs;
    private RefusedFlows _refused = new(0, null);

    /// <summary>How far this machine's clock is ahead of the server's, as far as is known.</summary>
    public TimeSpan Ahead => TimeSpan.FromMilliseconds(Interlocked.Read(ref _aheadMs));

    /// <summary>What the server has refused for good since the start.</summary>
    public RefusedFlows Refused => Volatile.Read(ref _refused);

    internal LinkHealth Calls { get; } = new("The server cannot be called", time, log);

    internal LinkHealth Pushes { get; } = new("Flows are queued here until the server accepts them", time, log);

    /// <summary>The clocks were compared.</summary>
    internal void SetAhead(TimeSpan ahead)
    {
        Interlocked.Exchange(ref _aheadMs, (long)ahead.TotalMilliseconds);
        var isSkewed = ahead.Duration() > AgentSummary.LargeSkew;
        if (isSkewed && !_isSkewed)
        {
            LogSkew(Math.Abs(Math.Round(ahead.TotalSeconds)), ahead > TimeSpan.Zero ? "ahead of" : "behind");
        }

        _isSkewed = isSkewed;
    }

    /// <summary>The server will never take a flow.</summary>
    internal void SetRefused(long flow, string reason)
    {
        lock (_gate)
        {
            // A batch is pushed again where another flow of it could not be: each counts once.
            if (!_refusedIds.Add(flow))
            {
                return;
            }

            _refused = new RefusedFlows(_refused.Count + 1, reason);
            if (_refusedIds.Count > MaxRemembered)
            {
                _refusedIds.Clear();
            }
        }

        LogRefused(flow, reason);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "This machine's clock is {Seconds} s {Direction} the server's: its flows bear that time. Let both follow a time server (NTP)")]
    private partial void LogSkew(double seconds, string direction);

    [LoggerMessage(LogLevel.Error, "The server will never take flow {Flow}; it stays here alone: {Reason}")]
    private partial void LogRefused(long flow, string reason);

    /// <summary>One kind of traffic: works, or fails for a reason.</summary>
    internal sealed class LinkHealth(string trouble, TimeProvider time, ILogger log)
    {
        private readonly Lock _gate = new();
        private bool _hasWorked;
        private long _failingSince;

        /// <summary>Why it fails; null: it works, or was not tried yet.</summary>
        public string? Error { get; private set; }

        public void Works(Uri server)
        {
            lock (_gate)
            {
                if (Error is not null)
                {
                    log.LogInformation(
                        "The server at {Server} answers again, after {Seconds} s", server, (long)time.GetElapsedTime(_failingSince).TotalSeconds);
                }
                else if (!_hasWorked)
                {
                    log.LogInformation("The server at {Server} answers", server);
                }

                (Error, _hasWorked) = (null, true);
            }
        }

        public void Fails(string reason)
        {
            lock (_gate)
            {
                if (Error is null)
                {
                    _failingSince = time.GetTimestamp();
                }

                if (Error != reason)
                {
                    log.LogWarning("{Trouble}: {Reason}", trouble, reason);
                }

                Error = reason;
            }
        }
    }
}
