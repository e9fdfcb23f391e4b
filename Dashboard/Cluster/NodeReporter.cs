using Dashboard.Capture;
using Dashboard.Capture.Sharing;
using Dashboard.Cluster.Following;
using Dashboard.Cluster.Pictures;
using Dashboard.Configuration;
using Dashboard.Flows.Recording;
using Dashboard.Hosting;
using Dashboard.Hosting.Process;
using Orleans;
using Orleans.Runtime;

namespace Dashboard.Cluster;

/// <summary>
/// Tells the keeper every second how this machine is, does what it is told, and shows the cameras of the other machines among the live numbers here.
/// </summary>
internal sealed class NodeReporter(
    IGrainFactory grains, ILocalSiloDetails silo, NodeState node, CameraShare share, CameraStatusBoard board, RecorderStatus recorder,
    FlowFollower flows, AlertFollower alerts, ElsewherePictures pictures, ServerOptions server, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<NodeReporter> log)
    : PeriodicWork(TimeSpan.FromSeconds(1), isAtOnce: true, "The machine that keeps the cameras watched does not answer", time, log)
{
    private static readonly TimeSpan MaxAnswer = TimeSpan.FromSeconds(3);
    private readonly MachineLoad _load = new();
    private readonly HashSet<int> _shown = [];

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        if (node.IsDead || !lifetime.ApplicationStarted.IsCancellationRequested)
        {
            return;
        }

        var order = await AskAsync(cancellationToken);
        if (order.Keeper != node.Name)
        {
            node.Heard();
        }

        if (order.Drain is { } drain && drain != node.IsDraining)
        {
            Log.LogInformation("This machine {Does}", drain ? "gives up its cameras" : "takes cameras again");
            node.IsDraining = drain;
        }

        Show(order.Elsewhere);
        await flows.FollowAsync(order.NewestFlow, cancellationToken);
        await alerts.FollowAsync(order.AlertChanges, cancellationToken);
    }

    private async Task<NodeOrder> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<IKeeperGrain>(0).ReportAsync(Report()).WaitAsync(MaxAnswer, Time, cancellationToken);
        }
        catch (OrleansException exception)
        {
            // It is being replaced.
            throw new TimeoutException(exception.Message, exception);
        }
    }

    private NodeReport Report()
    {
        var (processors, memory) = _load.Measure();
        var turns = share.Turns;
        return new NodeReport
        {
            Name = node.Name,
            Silo = silo.SiloAddress,
            Watches = server.Role != ServerRole.Server,
            MayWatch = node.MayWatch,
            ProcessorLoad = processors,
            MemoryLoad = memory,
            Processors = Environment.ProcessorCount,
            Version = ProgramVersion.Text,
            Turns = turns.ToDictionary(),
            NewestFlow = flows.Newest,
            AlertChanges = alerts.Changes,
            Pending = recorder.Current.Pending,
            IsDraining = node.IsDraining,
            Role = server.Role.ToString(),
            Cameras = [.. turns.Keys.Select(camera => WatchedCamera.From(camera, board.Get(camera)))],
        };
    }

    // What nobody tells of any more is watched by nobody, or here.
    private void Show(IReadOnlyList<WatchedCamera> elsewhere)
    {
        pictures.Set(elsewhere.Select(camera => camera.CameraId));
        foreach (var gone in _shown.Except(elsewhere.Select(camera => camera.CameraId)).ToList())
        {
            _shown.Remove(gone);
            if (share.Find(gone) is null)
            {
                board.Update(gone, status => status with { State = CameraState.Stopped, FramesPerSecond = 0 });
            }
        }

        foreach (var camera in elsewhere.Where(camera => share.Find(camera.CameraId) is null))
        {
            _shown.Add(camera.CameraId);
            board.Set(camera.CameraId, camera.ToStatus());
        }
    }
}
