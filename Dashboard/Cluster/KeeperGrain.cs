using Dashboard.Cameras;
using Dashboard.Domain.Cluster;
using Dashboard.Domain.Users;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Dashboard.Cluster;

/// <summary>
/// Hears every second how each machine is, and has cameras watched that nobody watches. It keeps no books: where its machine dies, the next report of
/// another one makes it anew there, and it waits until it has heard of all.
/// </summary>
[KeepAlive]
[PreferLocalPlacement]
internal sealed partial class KeeperGrain(
    CameraStore cameras, IClusterMembershipService membership, IGrainFactory grains, NodeState node, ILocalSiloDetails local, TimeProvider time,
    ILogger<KeeperGrain> log)
    : Grain, IKeeperGrain
{
    /// <summary>The most cameras that leave machines which give theirs up, at once.</summary>
    private const int MaxLeaving = 10;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A new keeper does not wait longer for the first report of a machine that is among the living.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan BalanceEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Stays = TimeSpan.FromMinutes(10);

    private readonly Dictionary<SiloAddress, NodeReport> _nodes = [];
    private readonly Dictionary<int, string> _busy = [];
    private readonly Dictionary<int, long> _balancedAt = [];
    private readonly Dictionary<string, bool> _orders = [];
    private IReadOnlyList<int> _unwatched = [];
    private long _beganAt;
    private long? _lastBalance;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _beganAt = time.GetTimestamp();
        this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(LookEvery, LookEvery) { KeepAlive = true, Interleave = true });
        LogBegins();
        return Task.CompletedTask;
    }

    public Task<NodeOrder> ReportAsync(NodeReport report)
    {
        _nodes[report.Silo] = report;
        if (!report.Silo.Equals(local.SiloAddress))
        {
            node.Heard();
        }

        bool? drain = _orders.Remove(report.Name, out var ordered) ? ordered : null;
        var others = _nodes.Where(known => !known.Key.Equals(report.Silo)).Select(known => known.Value).ToList();
        return Task.FromResult(new NodeOrder(
            node.Name, drain, [.. others.SelectMany(other => other.Cameras)], _nodes.Values.Max(known => known.NewestFlow),
            others.Sum(other => other.AlertChanges)));
    }

    public Task<ClusterView> ViewAsync()
    {
        ForgetDead();
        return Task.FromResult(new ClusterView(
            [.. _nodes.Values.OrderBy(report => report.Name, StringComparer.OrdinalIgnoreCase)], node.Name, _unwatched));
    }

    public Task<bool> DrainAsync(string node, bool isDraining)
    {
        var isKnown = _nodes.Values.Any(report => report.Name == node);
        if (isKnown)
        {
            _orders[node] = isDraining;
        }

        return Task.FromResult(isKnown);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            ForgetDead();
            if (!HasHeardOfAll() && time.GetElapsedTime(_beganAt) < MaxSilence)
            {
                return;
            }

            var wanted = (await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken))
                .Where(camera => camera is { IsEnabled: true, AgentId: null }).Select(camera => camera.Id).ToHashSet();
            var watched = _nodes.Values.SelectMany(report => report.Turns.Keys).ToHashSet();
            _unwatched = [.. wanted.Where(camera => !watched.Contains(camera)).Order()];
            foreach (var move in CameraPlan.Decide(Nodes(), wanted, _busy, MayBalance, MaxLeaving))
            {
                Begin(move);
            }

            foreach (var camera in watched.Where(camera => !wanted.Contains(camera) && !_busy.ContainsKey(camera)))
            {
                grains.GetGrain<ICameraGrain>(camera).LeaveAsync().Ignore();
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception.Message);
        }
    }

    private void ForgetDead()
    {
        var living = Living();
        foreach (var silo in _nodes.Keys.Where(silo => !living.Contains(silo)).ToList())
        {
            LogLost(_nodes[silo].Name, _nodes[silo].Turns.Count);
            _nodes.Remove(silo);
        }
    }

    private bool HasHeardOfAll() => Living().All(_nodes.ContainsKey);

    private HashSet<SiloAddress> Living() =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)];

    private List<ClusterNode> Nodes() => [.. _nodes.Select(known => new ClusterNode(
        known.Key.ToParsableString(),
        known.Value.MayWatch,
        Math.Max(known.Value.ProcessorLoad, known.Value.MemoryLoad),
        known.Value.Processors,
        known.Value.Turns.Keys.ToHashSet()))];

    private bool MayBalance(int camera)
    {
        var now = time.GetTimestamp();
        return (_lastBalance is not { } last || time.GetElapsedTime(last, now) >= BalanceEvery)
            && (!_balancedAt.TryGetValue(camera, out var moved) || time.GetElapsedTime(moved, now) >= Stays);
    }

    private void Begin(CameraMove move)
    {
        _busy[move.CameraId] = move.To;
        if (move.From is not null)
        {
            _lastBalance = _balancedAt[move.CameraId] = time.GetTimestamp();
        }

        MoveAsync(move).Ignore();
    }

    private async Task MoveAsync(CameraMove move)
    {
        try
        {
            var camera = grains.GetGrain<ICameraGrain>(move.CameraId);
            if (move.From is not null)
            {
                await camera.LeaveAsync();
            }

            RequestContext.Set(IPlacementDirector.PlacementHintKey, SiloAddress.FromParsableString(move.To));
            var there = await camera.WatchAsync();
            LogMoved(move.CameraId, there);
        }
        catch (Exception exception)
        {
            LogNotMoved(move.CameraId, exception.Message);
        }
        finally
        {
            _busy.Remove(move.CameraId);
        }
    }

    [LoggerMessage(LogLevel.Information, "This machine sees to it that every camera is watched")]
    private partial void LogBegins();

    [LoggerMessage(LogLevel.Warning, "The machine {Node} is gone, with {Cameras} cameras")]
    private partial void LogLost(string node, int cameras);

    [LoggerMessage(LogLevel.Information, "Camera {Camera} is watched by {Node}")]
    private partial void LogMoved(int camera, string node);

    [LoggerMessage(LogLevel.Warning, "Camera {Camera} could not be moved, and is tried again: {Reason}")]
    private partial void LogNotMoved(int camera, string reason);

    [LoggerMessage(LogLevel.Warning, "Whether all cameras are watched is not known at this moment: {Reason}")]
    private partial void LogFailed(string reason);
}
