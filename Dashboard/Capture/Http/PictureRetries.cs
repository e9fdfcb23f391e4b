using Dashboard.Hosting;

namespace Dashboard.Capture.Http;

/// <summary>
/// How long to wait before a camera is asked again that gave no picture: a moment where it gives some, so that one that refuses each second question
/// is seen nearly all the time; ever longer from when it has missed its turn. Some count what they refuse, and answer nobody who asks again too soon:
/// of those the wait that helped is kept to, and shortened by and by as long as they answer. One that was away for a while, and refuses now and then
/// all the same, looks alike: now and then it is asked again at once, and where that helps, no wait is needed.
/// </summary>
/// <param name="period">From one picture that is wanted to the next.</param>
internal sealed class PictureRetries(TimeSpan period)
{
    private const int MaxQuick = 10;
    private const double Shortening = 0.8;
    private const int MaxBetweenProbes = 32;
    private static readonly TimeSpan MinMoment = TimeSpan.FromMilliseconds(10);
    private readonly BackOff _later = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
    private int _tries;
    private TimeSpan _wait, _helped;
    private int _betweenProbes = 1, _untilProbe = 1;
    private bool _isProbing;

    /// <summary>The least time from an answer to the next question; zero for most cameras.</summary>
    public TimeSpan Spacing { get; private set; }

    /// <summary>The wait behind an answer that ended as it should, from the time until the next picture is due.</summary>
    public TimeSpan AfterAnswer(TimeSpan untilDue) => untilDue > Spacing ? untilDue : Spacing;

    /// <summary>The wait after one more failure.</summary>
    /// <param name="hasGiven">The camera has given a picture since it was opened.</param>
    public TimeSpan Next(bool hasGiven)
    {
        var moment = period / MaxQuick;
        if (++_tries == 1 && _helped > moment)
        {
            _isProbing = --_untilProbe <= 0;
        }

        return _wait = _helped > moment && _tries == (_isProbing ? 2 : 1) ? _helped
            : !hasGiven || _tries > MaxQuick ? _later.Next()
            : moment > MinMoment ? moment : MinMoment;
    }

    /// <summary>A picture came.</summary>
    public void Reset()
    {
        if (_isProbing)
        {
            (_helped, _betweenProbes) = _tries == 1 ? (TimeSpan.Zero, 1) : (_helped, Math.Min(2 * _betweenProbes, MaxBetweenProbes));
            (_isProbing, _untilProbe) = (false, _betweenProbes);
        }

        _helped = _tries > MaxQuick && _wait > period ? _wait : _helped;
        Spacing = _tries > 0 ? _helped : Shortening * Spacing;
        if (Spacing < period)
        {
            // It is asked as often as wanted, and answers.
            _helped = _tries > 0 ? _helped : TimeSpan.Zero;
            Spacing = TimeSpan.Zero;
        }

        _tries = 0;
        _later.Reset();
    }
}
