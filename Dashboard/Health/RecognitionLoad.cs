using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Capture.Sharing;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Hosting;
using Dashboard.Recognition;

namespace Dashboard.Health;

/// <summary>Recognition has less time than the cameras of this machine give it frames.</summary>
/// <param name="Taken">Frames a second that are looked at.</param>
/// <param name="Offered">Frames a second that the cameras give.</param>
internal sealed record Overload(double Taken, double Offered);

/// <summary>
/// Watches whether recognition keeps up with the cameras that this machine watches, and tells in the log when that begins and ends.
/// </summary>
internal sealed partial class RecognitionLoad(
    CameraStore cameras, CameraStatusBoard statuses, RecognitionStatus recognition, TimeProvider time, ILogger<RecognitionLoad> log,
    CameraShare? share = null)
    : PeriodicWork(Interval, isAtOnce: false, "Whether recognition keeps up is not known", time, log), IHealthWarning
{
    /// <summary>Time between two looks at the rates.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Below this share of the frames, the two rates differ by more than the seconds over which they are taken.
    private const double MinShare = .8;

    // A burst of traffic is no overload, nor is a quiet half minute the end of one.
    private const int BeginsAfter = 2;
    private const int EndsAfter = 6;

    private long _dropped;
    private int _contrary;
    private volatile Overload? _current;

    /// <summary>That it does not keep up; null: it does, or it does not run at all, which is said elsewhere.</summary>
    public Overload? Current => _current;

    /// <inheritdoc/>
    public string? Warning => _current is { } now
        ? FormattableString.Invariant($"Recognition does not keep up: {now.Taken:0.0} of {now.Offered:0.0} frames a second are looked at.")
        : null;

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken cancellationToken) =>
        Judge(await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken));

    /// <summary>Looks at the rates of a moment.</summary>
    internal void Judge(IReadOnlyList<Camera> known)
    {
        var watched = known.Where(camera => camera is { IsEnabled: true, AgentId: null } && camera.CaptureMode != CaptureMode.Manual)
            .Where(camera => share is null || share.Find(camera.Id) is not null)
            .Select(camera => statuses.Get(camera.Id)).Where(status => status.State == CameraState.Running).ToList();
        var (taken, offered) = (recognition.Current.FramesPerSecond, watched.Sum(status => status.FramesPerSecond));

        // Frames may be on their way, as when cameras have just begun: only what was replaced unseen tells that there are too many.
        var dropped = watched.Sum(status => status.Dropped);
        var isOver = recognition.Current is { IsReady: true, Fault: null } && taken < MinShare * offered && dropped > _dropped;
        _dropped = dropped;
        _contrary = isOver == _current is not null ? 0 : _contrary + 1;
        if (_contrary >= (_current is null ? BeginsAfter : EndsAfter))
        {
            _contrary = 0;
            _current = isOver ? new Overload(taken, offered) : null;
            Tell(_current);
        }
        else if (isOver && _current is not null)
        {
            _current = new Overload(taken, offered);
        }
    }

    private void Tell(Overload? overload)
    {
        if (overload is not null)
        {
            LogBegins(overload.Taken, overload.Offered);
        }
        else
        {
            LogEnds();
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Recognition does not keep up: {Taken:0.0} of {Offered:0.0} frames a second are looked at, so each camera is watched less closely than it is set to")]
    private partial void LogBegins(double taken, double offered);

    [LoggerMessage(LogLevel.Information, "Recognition keeps up with the cameras again")]
    private partial void LogEnds();
}
