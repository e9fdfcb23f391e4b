using Dashboard.Hosting;

namespace Dashboard.Capture.Substreams;

/// <summary>
/// How long to wait before a source that gave no frames is opened again: ever longer, up to half a minute, or to five where the camera refuses the
/// sign-in. Many cameras lock a user out after five or so wrong passwords within minutes. One that answers, as while it starts, and one that has run
/// are asked so soon that hardly more is missed than they were without frames.
/// </summary>
/// <param name="random">Spreads the waits.</param>
/// <param name="time">Tells how long there were no frames.</param>
internal sealed class SourceRetries(Random random, TimeProvider time)
{
    // Of the time without frames: what is missed behind it is half of that.
    private const double Share = 0.04;
    private static readonly TimeSpan MinWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);
    private readonly BackOff _usual = new(MinWait, MaxWait, random);
    private readonly BackOff _refused = new(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(5), random);
    private long? _since;
    private bool _hasRun;

    /// <summary>The wait after one more failure.</summary>
    public TimeSpan Next(SourceWatch watch) => Next(watch.WasRefused, watch.HasAnswered);

    /// <summary>The wait after one more failure.</summary>
    public TimeSpan Next(bool wasRefused, bool hasAnswered)
    {
        _since ??= time.GetTimestamp();
        if (wasRefused)
        {
            return _refused.Next();
        }

        var usual = _usual.Next();
        var soon = Share * time.GetElapsedTime(_since.Value) * (0.75 + (random.NextDouble() / 2));
        soon = soon < MinWait ? MinWait : soon;
        return (hasAnswered || _hasRun) && soon < usual ? soon : usual;
    }

    /// <summary>Starts over, because frames came.</summary>
    public void Reset()
    {
        (_since, _hasRun) = (null, true);
        _usual.Reset();
        _refused.Reset();
    }
}
