using Dashboard.Capture;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;

namespace Dashboard.Health.CameraHealth;

/// <summary>
/// Adds up how well the frames of one camera come, from looks at its live numbers every few seconds, until <see cref="Take"/> is stored. Not
/// thread-safe.
/// </summary>
internal sealed class CameraHealthTally
{
    /// <summary>A camera that fails again so soon after an outage never really was back: the outage goes on.</summary>
    public static readonly TimeSpan Relapse = TimeSpan.FromMinutes(1);

    // Longer gaps between two polls are the server's own: nobody knows what the camera did.
    private static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(30);
    private readonly Dictionary<long, (double Watched, double Seen, long Frames)> _hours = [];
    private DateTimeOffset? _lookedAt;
    private long? _captured;

    /// <summary>What is told of the outage that lasts, or was the last one.</summary>
    public CameraOutage? Outage { get; private set; }

    /// <summary>The outage is not stored as it is now.</summary>
    public bool IsOutageChanged { get; private set; }

    private bool IsOut => Outage is { EndAt: null };

    /// <summary>Goes on with the outage that was stored last, as after a restart.</summary>
    public void Resume(CameraOutage? outage) => (Outage, IsOutageChanged) = (outage, false);

    /// <summary>The camera is watched and does this.</summary>
    public void Observe(Camera camera, CameraStatus status, DateTimeOffset now)
    {
        if (status.State == CameraState.Stopped)
        {
            _lookedAt = null;
            return;
        }

        var step = _lookedAt is { } before && now > before && now - before <= MaxStep ? now - before : TimeSpan.Zero;
        var frames = _captured is { } known && status.Captured >= known ? status.Captured - known : 0;
        (_lookedAt, _captured) = (now, status.Captured);

        var maxAge = step + TimeSpan.FromSeconds(Math.Max(1, 2 / camera.AnalysisRate));
        var isSeen = status.State == CameraState.Running && (status.IsFedByOthers || now - status.LastFrameAt <= maxAge);
        Count(now, step.TotalSeconds, isSeen ? step.TotalSeconds : 0, frames);
        if (status.State == CameraState.Waiting)
        {
            Begin(camera.Id, status, now);
        }
        else if (IsOut && isSeen)
        {
            End(now);
        }
    }

    /// <summary>The camera is switched off, deleted or watched elsewhere: what it does is no outage.</summary>
    public void SwitchOff(DateTimeOffset now)
    {
        (_lookedAt, _captured) = (null, null);
        if (IsOut)
        {
            End(now);
        }
    }

    /// <summary>The seconds and frames of each hour since the last time, in whole seconds; what is left of a second stays.</summary>
    public IReadOnlyList<CameraHealthHour> Take(int cameraId)
    {
        var taken = new List<CameraHealthHour>();
        foreach (var (start, sum) in _hours.ToList())
        {
            var hour = Round(cameraId, start, sum);
            if (IsSomething(hour))
            {
                taken.Add(hour);
            }

            _hours[start] = (sum.Watched - hour.WatchedSeconds, sum.Seen - hour.SeenSeconds, 0);
        }

        // Of the hours that are over, nothing comes any more.
        foreach (var over in _hours.Keys.Order().SkipLast(1).ToList())
        {
            _hours.Remove(over);
        }

        return taken;
    }

    /// <summary>The same without taking them: what is not stored yet.</summary>
    public IReadOnlyList<CameraHealthHour> Peek(int cameraId) => [.. _hours.Select(hour => Round(cameraId, hour.Key, hour.Value)).Where(IsSomething)];

    /// <summary>What was taken could not be stored.</summary>
    public void PutBack(IEnumerable<CameraHealthHour> hours)
    {
        foreach (var hour in hours)
        {
            var sum = _hours.GetValueOrDefault(hour.Start);
            _hours[hour.Start] = (sum.Watched + hour.WatchedSeconds, sum.Seen + hour.SeenSeconds, sum.Frames + hour.Frames);
        }
    }

    /// <summary>The outage is stored as it is now.</summary>
    public void MarkStored() => IsOutageChanged = false;

    private static CameraHealthHour Round(int cameraId, long start, (double Watched, double Seen, long Frames) sum) =>
        new() { Start = start, CameraId = cameraId, WatchedSeconds = (int)sum.Watched, SeenSeconds = (int)sum.Seen, Frames = sum.Frames };

    private static bool IsSomething(CameraHealthHour hour) => hour.WatchedSeconds > 0 || hour.SeenSeconds > 0 || hour.Frames > 0;

    private void Count(DateTimeOffset now, double watched, double seen, long frames)
    {
        var second = now.ToUnixTimeSeconds();
        var start = second - (second % SpanSeconds.Hour);
        var sum = _hours.GetValueOrDefault(start);
        _hours[start] = (sum.Watched + watched, sum.Seen + seen, sum.Frames + frames);
    }

    private void Begin(int cameraId, CameraStatus status, DateTimeOffset now)
    {
        var reason = (status.LastError ?? "").Truncate(CameraOutage.MaxReasonLength);
        if (Outage is { } known && (IsOut || now - known.EndAt <= Relapse))
        {
            if (!IsOut || known.Reason != reason)
            {
                (known.EndAt, known.Reason, IsOutageChanged) = (null, reason, true);
            }

            return;
        }

        Outage = new CameraOutage { CameraId = cameraId, BeginAt = status.LastFrameAt ?? now, Reason = reason };
        IsOutageChanged = true;
    }

    private void End(DateTimeOffset now) => (Outage!.EndAt, IsOutageChanged) = (now, true);
}
