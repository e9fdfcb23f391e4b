using Dashboard.Hosting;

namespace Dashboard.Capture.Http;

/// <summary>
/// How long to wait before a camera is asked again that gave no picture: a moment where it gives some, so that one that refuses each second question
/// is seen nearly all the time; ever longer from when it has missed its turn.
/// </summary>
/// <param name="period">From one picture that is wanted to the next.</param>
internal sealed class PictureRetries(TimeSpan period)
{
    private const int MaxQuick = 10;
    private static readonly TimeSpan MinMoment = TimeSpan.FromMilliseconds(10);
    private readonly BackOff _later = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
    private int _quick;

    /// <summary>The wait after one more failure.</summary>
    /// <param name="hasGiven">The camera has given a picture since it was opened.</param>
    public TimeSpan Next(bool hasGiven)
    {
        var moment = period / MaxQuick;
        return !hasGiven || ++_quick > MaxQuick ? _later.Next() : moment > MinMoment ? moment : MinMoment;
    }

    /// <summary>A picture came.</summary>
    public void Reset()
    {
        _quick = 0;
        _later.Reset();
    }
}
