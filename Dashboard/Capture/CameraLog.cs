using Dashboard.Domain.Cameras;
using Dashboard.Hosting;

namespace Dashboard.Capture;

/// <summary>
/// Tells the log that a camera gives no frames, and that it does again: once each, and while it goes on like that at growing intervals, so that
/// many dead cameras do not bury what else is said.
/// </summary>
internal sealed class CameraLog(Func<Camera> camera, TimeProvider time, ILogger log)
{
    /// <summary>After the first line.</summary>
    internal static readonly TimeSpan FirstInterval = TimeSpan.FromMinutes(1);

    internal static readonly TimeSpan MaxInterval = TimeSpan.FromHours(4);

    private readonly SteadyClock _clock = new(time);
    private TimeSpan _interval = FirstInterval;
    private DateTimeOffset _quietUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;
    private bool _isSaid;
    private int _unsaid;

    /// <summary>An attempt has failed; the next one is made after <paramref name="wait"/>.</summary>
    public void Failed(string error, TimeSpan wait)
    {
        var now = _clock.Now;
        if (now - _failedAt > MaxInterval)
        {
            (_interval, _quietUntil, _unsaid) = (FirstInterval, DateTimeOffset.MinValue, 0);
        }

        _failedAt = now;
        if (now < _quietUntil)
        {
            _unsaid++;
            return;
        }

        if (_unsaid == 0)
        {
            log.LogWarning(
                "Camera {CameraId} ({Alias}): {Error} Next attempt in {Seconds:0.0} s", camera().Id, camera().Alias, error, wait.TotalSeconds);
        }
        else
        {
            log.LogWarning(
                "Camera {CameraId} ({Alias}): {Error} Failed {Count} times since it was said last; next attempt in {Seconds:0.0} s",
                camera().Id, camera().Alias, error, _unsaid + 1, wait.TotalSeconds);
        }

        (_isSaid, _unsaid, _quietUntil) = (true, 0, now + _interval);
        _interval = 2 * _interval < MaxInterval ? 2 * _interval : MaxInterval;
    }

    /// <summary>A frame has come.</summary>
    public void Came()
    {
        if (_isSaid)
        {
            _isSaid = false;
            log.LogInformation("Camera {CameraId} ({Alias}): frames come again", camera().Id, camera().Alias);
        }
    }
}
