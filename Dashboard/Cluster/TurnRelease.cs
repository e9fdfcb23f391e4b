using Dashboard.Cameras;
using Dashboard.Capture.Sharing;
using Dashboard.Storage;
using Dashboard.Tracking;

namespace Dashboard.Cluster;

/// <summary>Lets go of cameras so that nothing is lost: what was seen is stored before the turns end, and before the program stops.</summary>
internal sealed partial class TurnRelease(
    CameraShare share, CameraTurns turns, TrackingWorker tracking, NodeState node, TimeProvider time, ILogger<TurnRelease> log)
    : IHostedLifecycleService
{
    /// <summary>What was captured last gets this long to come through recognition.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(6);

    /// <summary>Ends turns, given by camera. Where not all can be stored in time, they stay open: the next one waits a little.</summary>
    public async Task ReleaseAsync(IReadOnlyDictionary<int, long> held, CancellationToken cancellationToken)
    {
        foreach (var (camera, turn) in held)
        {
            share.Take(camera, turn);
        }

        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(MaxTime);
            await Task.Delay(Settling, time, late.Token);
            await Task.WhenAll(held.Keys.Select(camera => tracking.CloseAsync(camera, late.Token)));
            foreach (var (camera, turn) in held)
            {
                await turns.EndAsync(camera, turn, late.Token);
                LogEnded(camera, turn);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException || StorageFailure.MayPass(exception))
        {
            LogUnfinished(string.Join(", ", held.Keys.Order()), StorageFailure.Describe(exception));
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before anything stops, for all stop at once.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        node.Leave();
        if (share.Turns is { Count: > 0 } held)
        {
            await ReleaseAsync(held, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Information, "Camera {Camera} is let go of, and turn {Turn} has ended")]
    private partial void LogEnded(int camera, long turn);

    [LoggerMessage(LogLevel.Warning, "Cameras {Cameras}: not all that was seen could be stored before their turns ended: {Reason}")]
    private partial void LogUnfinished(string cameras, string reason);
}
