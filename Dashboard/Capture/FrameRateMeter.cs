namespace Dashboard.Capture;

/// <summary>
/// Frames a second over the last five seconds and the gap before them, so that those that come in bursts are not taken for many; of more than 160
/// frames, over those.
/// </summary>
internal sealed class FrameRateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    // What a camera had waiting comes all at once.
    private const double MinSeconds = 0.4;
    private readonly DateTimeOffset[] _times = new DateTimeOffset[160];
    private int _count;

    /// <summary>Counts a frame and returns the rate; 0 at the first.</summary>
    public double Add(DateTimeOffset at)
    {
        _times[_count++ % _times.Length] = at;
        var last = Math.Min(_count, _times.Length) - 1;
        var back = Math.Min(1, last);
        while (back < last && at - At(back) < Window)
        {
            back++;
        }

        var span = at - At(back);
        return back / Math.Max(span.TotalSeconds, MinSeconds);
    }

    private DateTimeOffset At(int back) => _times[(_count - 1 - back) % _times.Length];
}
