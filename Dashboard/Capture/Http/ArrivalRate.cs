namespace Dashboard.Capture.Http;

/// <summary>
/// Takes at most so many frames a second of those that arrive, by the time of their arrival. One that comes up to half a period early is taken, and
/// the next one later for it: a camera at that very rate loses none, however unevenly its frames come.
/// </summary>
/// <param name="rate">Frames a second; null: all.</param>
internal sealed class ArrivalRate(double? rate, TimeProvider time)
{
    private readonly TimeSpan _period = TimeSpan.FromSeconds(1 / (rate ?? 1));
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _due, _before;

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

        _before = _due;
        _due = (_due + _period > now ? _due : now) + _period;
        return true;
    }

    /// <summary>The frame that was taken last was none: the next one is due in its place.</summary>
    public void GiveBack() => _due = _before;
}
