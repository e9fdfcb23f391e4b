using Dashboard.Cameras;
using Dashboard.Capture.Sharing;
using Dashboard.Cluster.Pictures;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace Dashboard.Cluster;

/// <summary>
/// Watches a camera for as long as it is active: takes a turn from the database, gives the camera to the workers of this machine, and lets them
/// finish before it ends.
/// </summary>
[KeepAlive]
[RandomPlacement]
internal sealed partial class CameraGrain(
    CameraShare share, CameraTurns turns, TurnRelease release, WatchedPictures pictures, NodeState node, TimeProvider time, ILogger<CameraGrain> log)
    : Grain, ICameraGrain
{
    /// <summary>A machine that was lost with the camera has this long to notice, before another one begins to watch it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private long _turn;

    private int Camera => (int)this.GetPrimaryKeyLong();

    private bool IsWatched => share.Find(Camera)?.Number == _turn;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!node.MayWatch)
        {
            throw new InvalidOperationException($"{node.Name} takes no cameras at this moment");
        }

        var begun = await turns.BeginAsync(Camera, node.Name, cancellationToken);
        _turn = begun.Turn;
        if (begun.IsAfterLoss)
        {
            await Task.Delay(Grace, time, cancellationToken);
        }

        share.Give(Camera, _turn);
        this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(LookEvery, LookEvery) { KeepAlive = true });
        LogBegins(Camera, _turn);
    }

    // What was taken is not to be let go of: another machine has it, or this one was cut off or stops.
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        IsWatched ? release.ReleaseAsync(new Dictionary<int, long> { [Camera] = _turn }, cancellationToken) : Task.CompletedTask;

    public async Task<string> WatchAsync()
    {
        await LookAsync(CancellationToken.None);
        return IsWatched ? node.Name : throw new InvalidOperationException($"{node.Name} has just let go of it");
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<CameraPicture?> NextPictureAsync(int width, DateTimeOffset after) => pictures.NextAsync(Camera, width, after);

    public Task<CameraPicture?> NewestPictureAsync(int maxWidth) => Task.Run(() => pictures.Newest(Camera, maxWidth));

    public Task<CameraPicture?> TakePictureAsync(TimeSpan within, bool isWhole) => Task.Run(() => pictures.TakeAsync(Camera, within, isWhole));

    // What was taken from this machine is let go of, so that it can be placed again.
    private Task LookAsync(CancellationToken cancellationToken)
    {
        if (!IsWatched)
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "Camera {Camera} is watched here from now on, in turn {Turn}")]
    private partial void LogBegins(int camera, long turn);
}
