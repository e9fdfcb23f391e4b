namespace Dashboard.Domain.Tracking;

/// <summary>
/// Turns the times of frames into a time that never goes back. A frame that is a little older than the one before counts
/// as simultaneous; a step back of more than <see cref="Tolerance"/> is a changed clock, and time goes on from where it was.
/// </summary>
internal sealed class TrackerClock
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private TimeSpan _correction;
    private DateTimeOffset _now = DateTimeOffset.MinValue;

    /// <summary>The tracker's own time at this time of a frame.</summary>
    public DateTimeOffset Advance(DateTimeOffset at)
    {
        var corrected = at + _correction;
        if (corrected > _now)
        {
            _now = corrected;
        }
        else if (_now - corrected > Tolerance)
        {
            _correction = _now - at;
        }

        return _now;
    }
}
