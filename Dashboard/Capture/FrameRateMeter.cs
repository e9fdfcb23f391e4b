namespace Dashboard.Capture;

/// <summary>Frames a second over the last frames: up to 32 of them, at most 5 s back or two frames.</summary>
internal sealed class FrameRateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private readonly DateTimeOffset[] _times = new DateTimeOffset[32];
    private int _count;

    /// <summary>Counts a frame and returns the rate; 0 at the first.</summary>
    public double Add(DateTimeOffset at)
    {
        _times[_count++ % _times.Length] = at;
        var kept = Math.Min(_count, _times.Length);
        var back = kept - 1;
        while (back > 1 && at - At(back) > Window)
        {
            back--;
        }

        var span = back < 1 ? TimeSpan.Zero : at - At(back);
        return span > TimeSpan.Zero ? back / span.TotalSeconds : 0;
    }

    private DateTimeOffset At(int back) => _times[(_count - 1 - back) % _times.Length];
}
