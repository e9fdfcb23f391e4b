using Dashboard.Cameras;
using Dashboard.Capture.Drops;
using Dashboard.Capture.Sharing;
using Dashboard.Capture.Substreams;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Hosting.Logging;
using Dashboard.Hosting.Process;
using Dashboard.Hosting;
using Dashboard.Pipeline;

namespace Dashboard.Capture;

/// <summary>Keeps one worker for each enabled camera, follows changes of the cameras, and saves when each was last seen.</summary>
internal sealed class CameraSupervisor(
    CameraStore store,
    IFrameSource source,
    PipelineQueues queues,
    CameraStatusBoard board,
    NewestPictures pictures,
    ServerOptions server,
    TimeProvider time,
    ILogger<CameraSupervisor> log,
    Func<IMotionDetector>? motion = null,
    IHostApplicationLifetime? lifetime = null,
    CameraShare? share = null,
    DropWatchFactory? drops = null) : BackgroundService
{
    /// <summary>How often it looks for changes made by other processes, and saves when cameras were last seen.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, RunningCamera> _running = [];
    private readonly Dictionary<int, DateTimeOffset> _saved = [];
    private readonly WakeSignal _changed = new();
    private readonly CameraShare _share = share ?? new CameraShare();
    private readonly CameraServices _services = new(source, queues, board, pictures, time, Random.Shared, log) { Motion = motion };

    private readonly FailureLog _followFailures = new(log, "Changes of cameras are not followed");
    private readonly FailureLog _seenFailures = new(log, "When cameras were last seen could not be stored");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changed = _changed.Listen();
        store.Changed += _changed.Wake;
        _share.Changed += _changed.Wake;
        try
        {
            // A thousand cameras at once leave little to what else starts: pages come first.
            await (lifetime?.WaitForStartAsync(stoppingToken) ?? Task.CompletedTask);
            while (server.Role != ServerRole.Server && !stoppingToken.IsCancellationRequested)
            {
                await GuardAsync(_followFailures, () => FollowAsync(stoppingToken), stoppingToken);
                await GuardAsync(_seenFailures, () => SaveSeenAsync(stoppingToken), stoppingToken);
                await changed.WaitAsync(Round, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
        finally
        {
            store.Changed -= _changed.Wake;
            _share.Changed -= _changed.Wake;
            await Task.WhenAll(_running.Values.Select(running => running.StopAsync()));
            queues.Frames.Complete();
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await GuardAsync(_seenFailures, () => SaveSeenAsync(late.Token), CancellationToken.None);
        }
    }

    /// <summary>Starts and stops workers so that they are what the store says.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        // Cameras of agents are watched where those are, and those of other machines there.
        var cameras = (await store.ListAsync(SiteScope.Unrestricted, cancellationToken))
            .Where(camera => camera.AgentId is null && _share.Find(camera.Id) is not null).ToDictionary(camera => camera.Id);
        var gone = _running.Where(running => !cameras.TryGetValue(running.Key, out var camera) || running.Value.MustRestartFor(camera)).ToList();
        await Task.WhenAll(gone.Select(running => running.Value.StopAsync()));
        foreach (var (id, _) in gone)
        {
            _running.Remove(id);
        }

        foreach (var id in gone.Select(running => running.Key).Where(id => !cameras.ContainsKey(id)))
        {
            pictures.Remove(id);
            queues.Frames.Forget(id);
        }

        foreach (var camera in cameras.Values.Where(camera => camera.IsEnabled))
        {
            if (_running.TryGetValue(camera.Id, out var running))
            {
                running.Worker.Camera = camera;
            }
            else if (_share.Find(camera.Id) is { } turn)
            {
                _running[camera.Id] = new RunningCamera(Watch(camera, _services with { Turn = turn.Number }), turn);
            }
        }
    }

    private ICameraWatch Watch(Camera camera, CameraServices services) =>
        drops is not null && CameraSource.KindOf(camera.Source) == SourceKind.Drop ? drops(camera, services) : new CameraWorker(camera, services);

    private async Task SaveSeenAsync(CancellationToken cancellationToken)
    {
        var seen = new Dictionary<int, DateTimeOffset>();
        foreach (var id in _running.Keys)
        {
            if (board.Get(id).LastFrameAt is { } at && _saved.GetValueOrDefault(id) != at)
            {
                seen[id] = at;
            }
        }

        await store.SaveKeepAliveAsync(seen, cancellationToken);
        foreach (var (id, at) in seen)
        {
            _saved[id] = at;
        }
    }

    private static async Task GuardAsync(FailureLog failures, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
            failures.Worked();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failures.Failed(exception);
        }
    }

    private sealed class RunningCamera
    {
        private readonly CancellationTokenSource _stop;
        private readonly HeldTurn _turn;
        private readonly Task _task;

        public RunningCamera(ICameraWatch worker, HeldTurn turn)
        {
            Worker = worker;
            _turn = turn;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(turn.Over);
            _task = Task.Run(() => worker.RunAsync(_stop.Token));
        }

        public ICameraWatch Worker { get; }

        public bool MustRestartFor(Camera camera) =>
            !camera.IsEnabled || camera.Source != Worker.Camera.Source || camera.Substream != Worker.Camera.Substream
            || camera.AnalysisRate != Worker.Camera.AnalysisRate || _turn.Over.IsCancellationRequested;

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _task;
            _stop.Dispose();
        }
    }
}
