using System.Collections.Concurrent;

namespace Dashboard.Capture;

public enum CameraState
{
    /// <summary>Not watched: disabled or deleted.</summary>
    Stopped,

    /// <summary>Waiting for the first frame.</summary>
    Connecting,

    /// <summary>Frames arrive.</summary>
    Running,

    /// <summary>No frames: it failed or fell silent and is tried again at <see cref="CameraStatus.RetryAt"/>.</summary>
    Waiting,
}

/// <summary>A camera's live numbers, at one moment.</summary>
public sealed record CameraStatus
{
    internal const string EnterSignIn = ": enter user name and password";
    internal const string CheckSignIn = ": check user name and password";

    public CameraState State { get; init; }

    /// <summary>Frames a second over the last seconds.</summary>
    public double FramesPerSecond { get; init; }

    /// <summary>Size of the last frame in pixels; 0 before the first.</summary>
    public int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; init; }

    /// <summary>Frames since the server started.</summary>
    public long Captured { get; init; }

    /// <summary>Frames that no recogniser had time for.</summary>
    public long Dropped { get; init; }

    /// <summary>
    /// What the camera did wrong since the server started and what was got over: pictures that were damaged, empty or late, and breaks of the
    /// connection.
    /// </summary>
    public long Faults { get; init; }

    /// <summary>Attempts since the last frame, or since the start, that gave none; 0 while frames come.</summary>
    public long Tries { get; init; }

    /// <summary>The last of <see cref="Faults"/>, in words for a person, without secrets.</summary>
    public string? LastFault { get; init; }

    /// <summary>What the camera did wrong since its last frame: whether it is got over the next one tells.</summary>
    public long Pending { get; init; }

    /// <summary>The last of <see cref="Pending"/>, as <see cref="LastFault"/>.</summary>
    public string? PendingFault { get; init; }

    /// <summary>Whether a camera gave no picture because of its user or its password.</summary>
    public static bool IsOfSignIn(string? error) => error is not null
        && (error.Contains(EnterSignIn + '.', StringComparison.Ordinal) || error.Contains(CheckSignIn + '.', StringComparison.Ordinal));

    /// <summary>A frame has come: what was wrong is got over.</summary>
    public CameraStatus GotOver() => Pending == 0
        ? this
        : this with { Faults = Faults + Pending, LastFault = PendingFault, Pending = 0, PendingFault = null };

    /// <summary>Frames stay away: it is not.</summary>
    public CameraStatus Lost() => this with { Pending = 0, PendingFault = null };

    /// <summary>Pictures come when somebody drops one: that none comes is no fault.</summary>
    public bool IsFedByOthers { get; init; }

    /// <summary>When the last frame arrived; null: not since the server started.</summary>
    public DateTimeOffset? LastFrameAt { get; init; }

    /// <summary>Why it is not running, in words for a person, without secrets; null while all is well.</summary>
    public string? LastError { get; init; }

    /// <summary>What does not work though frames come, as one of two streams; in words for a person, without secrets. Null: all does.</summary>
    public string? Lack { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>The live numbers of all cameras; written by capture, read by pages and APIs.</summary>
internal sealed class CameraStatusBoard
{
    private readonly ConcurrentDictionary<int, CameraStatus> _statuses = new();

    /// <summary>The numbers of a camera; <see cref="CameraState.Stopped"/> where it is not watched.</summary>
    public CameraStatus Get(int cameraId) => _statuses.GetValueOrDefault(cameraId) ?? new CameraStatus();

    public int Count(CameraState state) => _statuses.Values.Count(status => status.State == state);

    public void Set(int cameraId, CameraStatus status) => _statuses[cameraId] = status;

    /// <summary>Changes some of a camera's numbers; of two changes at once none is lost, so <paramref name="change"/> may run twice.</summary>
    public void Update(int cameraId, Func<CameraStatus, CameraStatus> change) =>
        _statuses.AddOrUpdate(cameraId, _ => change(new CameraStatus()), (_, status) => change(status));
}
