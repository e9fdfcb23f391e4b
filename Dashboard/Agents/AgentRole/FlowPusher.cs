using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Hosting.Logging;
using Dashboard.Hosting.Process;
using Dashboard.Scout;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.AgentRole;

/// <summary>
/// Pushes this machine's flows to the server, in the order of their numbers. The database itself is the queue: a saved position tells which flows
/// the server has, and moves on only once it has answered that they are stored. What is sent twice after a crash is stored there once.
/// </summary>
internal sealed class FlowPusher(
    IDbContextFactory<DashboardDbContext> database,
    ServerConnection server,
    FlowImages images,
    FlowFeed feed,
    AgentIdentity identity,
    AgentOptions options,
    AgentLinkStatus status, TimeProvider time, ILogger<FlowPusher> log)
    : BackgroundService
{
    private const int MaxBatch = 32;
    private const int MaxParallel = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);
    private readonly WakeSignal _arrived = new();

    // Agents that lost the server together do not all come back in the same moment.
    private readonly BackOff _pauses = new(FirstPause, MaxPause, Random.Shared);
    private readonly FailureLog _failures = new(log, "The flows to push cannot be read; trying again");

    /// <summary>Flows that the server does not have yet.</summary>
    public async Task<long> CountWaitingAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var position = await PositionAsync(db, cancellationToken);
        return await db.Flows.LongCountAsync(flow => flow.Id > position, cancellationToken);
    }

    /// <summary>
    /// Pushes the next flows and returns how many; 0: the server has all. Throws <see cref="ServerUnavailableException"/>; those stay queued.
    /// </summary>
    public async Task<int> PushAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var position = await PositionAsync(db, cancellationToken);
        var flows = await db.Flows.AsNoTracking()
            .Include(flow => flow.Candidates)
            .Where(flow => flow.Id > position)
            .OrderBy(flow => flow.Id)
            .Take(MaxBatch)
            .ToListAsync(cancellationToken);
        if (flows.Count == 0)
        {
            return await PushChangedAsync(db, position, cancellationToken);
        }

        await PushAsync(db, flows, cancellationToken);
        await SaveAsync(db, flows[^1].Id, cancellationToken);
        return flows.Count;
    }

    // Previews that have grown or ended since they were pushed.
    private async Task<int> PushChangedAsync(DashboardDbContext db, long position, CancellationToken cancellationToken)
    {
        var updates = await db.FlowOutbox.AsNoTracking()
            .Where(update => update.FlowId <= position)
            .OrderBy(update => update.Id)
            .Take(MaxBatch)
            .ToListAsync(cancellationToken);
        if (updates.Count == 0)
        {
            return 0;
        }

        var (ids, done) = (updates.Select(update => update.FlowId).Distinct().ToList(), updates.Select(update => update.Id).ToList());
        await PushAsync(db, await db.Flows.AsNoTracking()
            .Include(flow => flow.Candidates)
            .Where(flow => EF.Parameter(ids).Contains(flow.Id))
            .ToListAsync(cancellationToken), cancellationToken);
        await db.FlowOutbox.Where(update => EF.Parameter(done).Contains(update.Id)).ExecuteDeleteAsync(cancellationToken);
        return updates.Count;
    }

    private async Task PushAsync(DashboardDbContext db, List<Flow> flows, CancellationToken cancellationToken)
    {
        var ids = flows.Select(flow => flow.CameraId).Distinct().ToList();
        var cameras = await db.Cameras.AsNoTracking()
            .Where(camera => EF.Parameter(ids).Contains(camera.Id))
            .ToDictionaryAsync(camera => camera.Id, cancellationToken);

        // Cameras that were set up here before this machine became an agent are none of the server's.
        var known = flows.Where(flow => cameras.GetValueOrDefault(flow.CameraId)?.Number is not null);
        await Parallel.ForEachAsync(known, new ParallelOptions
        {
            MaxDegreeOfParallelism = MaxParallel,
            CancellationToken = cancellationToken,
        }, async (flow, stop) => await PushAsync(flow, cameras[flow.CameraId], stop));
    }

    // Rather without its pictures than not at all.
    private async Task PushAsync(Flow flow, CameraRow camera, CancellationToken cancellationToken)
    {
        var (pictures, reason) = (
            !options.PushesPictures || !flow.HasPicture ? PushedPictures.Plate
            : FlowViews.Read(flow).Count == 0 ? PushedPictures.Overview
            : PushedPictures.All,
            (string?)null);
        while (await server.PushAsync(await WriteAsync(flow, camera, pictures, cancellationToken), cancellationToken) is { } refusal)
        {
            if (!refusal.IsTooLarge || pictures == PushedPictures.Plate)
            {
                status.SetRefused(flow.Id, refusal.Reason);
                return;
            }

            (pictures, reason) = (pictures - 1, refusal.Reason);
        }

        if (reason is not null)
        {
            log.LogWarning("Flow {Flow} was accepted with fewer pictures; they stay here: {Reason}", flow.Id, reason);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(_ => _arrived.Wake());
        await new WokenWork(_arrived, new BackOff(FirstPause, MaxPause), _failures, time).RunAsync(WorkAsync, stoppingToken);
    }

    private async Task<TimeSpan> WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await PushAsync(cancellationToken) > 0)
            {
                status.Pushes.Works(server.Address);
                _pauses.Reset();
            }

            return PollInterval;
        }
        catch (ServerUnavailableException exception)
        {
            // A state of the link, which tells of itself.
            status.Pushes.Fails(exception.Message);
            await Task.Delay(_pauses.Next(exception.RetryAfter), time, cancellationToken);
            return TimeSpan.Zero;
        }
    }

    private static Task<long> PositionAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        db.Positions.Where(position => position.Name == Position.Push).Select(position => position.Value).SingleOrDefaultAsync(cancellationToken);

    private static async Task SaveAsync(DashboardDbContext db, long value, CancellationToken cancellationToken)
    {
        if (await db.Positions.Where(position => position.Name == Position.Push)
            .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, value), cancellationToken) == 0)
        {
            db.Positions.Add(new Position { Name = Position.Push, Value = value });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task<byte[]> WriteAsync(
        Flow flow, CameraRow camera, PushedPictures pictures, CancellationToken cancellationToken) => ScoutJson.Write(ScoutGroup.From(
        new GroupSource(flow, null, camera.Alias, camera.Number!.Value, identity.Uid)
        {
            AgentVersion = ProgramVersion.Text,
            LprVersion = flow.LprVersion,
            Latitude = camera.Latitude,
            Longitude = camera.Longitude,
            AgentName = options.Name.Length > 0 ? options.Name : Environment.MachineName,
            PlateCrop = pictures == PushedPictures.Plate ? await PictureAsync(() => images.ReadPlateAsync(flow, cancellationToken)) : null,
            Overview = pictures == PushedPictures.Plate ? null : await PictureAsync(() => images.ReadAsync(flow, cancellationToken)),
            Views = pictures == PushedPictures.All || !options.PushesPictures ? await ViewsAsync(flow, cancellationToken) : [],
        }));

    // Where pictures are pushed, views that are there; where they are fetched, all of them, because they are known by their numbers.
    private async Task<IReadOnlyList<ScoutView>> ViewsAsync(Flow flow, CancellationToken cancellationToken)
    {
        var views = new List<ScoutView>();
        foreach (var (index, at) in FlowViews.Read(flow).Index())
        {
            var jpeg = options.PushesPictures ? await PictureAsync(() => images.ReadViewAsync(flow, index + 1, cancellationToken)) : null;
            if (jpeg is not null || !options.PushesPictures)
            {
                views.Add(new ScoutView { OffsetMs = (long)(at - flow.CapturedAt).TotalMilliseconds, Jpeg = jpeg });
            }
        }

        return views;
    }

    // A flow matters more than its picture.
    private async Task<byte[]?> PictureAsync(Func<Task<byte[]?>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            log.LogWarning("A flow is pushed without its picture: {Reason}", exception.Message);
            return null;
        }
    }

    private enum PushedPictures
    {
        /// <summary>The plate alone; the server fetches the others, or does without.</summary>
        Plate,

        Overview,

        /// <summary>The views beside the overview, too.</summary>
        All,
    }
}
