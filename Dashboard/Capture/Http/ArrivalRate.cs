namespace Dashboard.Capture.Http;

/// <summary>
/// Takes at most so many frames a second of those that arrive, by the time of their arrival. One that comes up to half a period early is taken, and
/// the next one later for it; and for what did not come within the last second, as many are taken at once: a camera at that very rate loses none,
/// however unevenly its frames come.
/// </summary>
/// <param name="rate">Frames a second; null: all.</param>
internal sealed class ArrivalRate(double? rate, TimeProvider time)
{
    /// <summary>Frames that are overdue are made up for so long.</summary>
    public static readonly TimeSpan Credit = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _period = TimeSpan.FromSeconds(1 / (rate ?? 1));
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _due, _before;
    private bool _isFirst = true;

    /// <summary>From one frame to the next; a second where all are taken.</summary>
    public TimeSpan Period => _period;

    /// <summary>Until a frame is due.</summary>
    public TimeSpan Wait => _due - Now is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Whether the frame that arrives now is one to take.</summary>
    public bool Take()
    {
        var now = Now;
        if (rate is not null && now < _due - (_period / 2))
        {
            return false;
        }

        // The first one comes when it comes, and nothing is made up for.
        var earliest = _isFirst ? now : now - Credit;
        (_before, _isFirst) = (_due, false);
        _due = (_due > earliest ? _due : earliest) + _period;
        return true;
    }

    /// <summary>The frame that was taken last was none: the next one is due in its place.</summary>
    public void GiveBack() => _due = _before;
}
