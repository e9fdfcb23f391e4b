using Dashboard.Configuration;
using Dashboard.Alerts;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Lists;
using Dashboard.Alerts.Matching;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Alerts;

/// <summary>A database with a camera, and workers on it as several machines would have them.</summary>
internal sealed class AlertWorld : IAsyncDisposable
{
    /// <summary>A Wednesday, 23:30 UTC.</summary>
    public static readonly DateTimeOffset Night = new(2026, 3, 4, 23, 30, 0, TimeSpan.Zero);

    private readonly FlowSearch _search;

    private AlertWorld(TestDatabase database, int camera)
    {
        Database = database;
        Camera = camera;
        _search = new FlowSearch(database.Factory);
        Lists = new AlertListStore(database.Factory, Time);
        Entries = new AlertEntryStore(database.Factory);
    }

    public TestDatabase Database { get; }

    public int Camera { get; }

    public FakeTimeProvider Time { get; } = new(Night);

    public AlertFeed Feed { get; } = new();

    public NewAlertFeed NewAlerts { get; } = new();

    public FlowFeed FlowFeed { get; } = new();

    public AlertStatus? Status { get; private set; }

    public AlertListStore Lists { get; }

    public AlertEntryStore Entries { get; }

    public static async Task<AlertWorld> CreateAsync(string provider = "Sqlite")
    {
        var database = await TestDatabase.CreateAsync(provider);
        return new AlertWorld(database, (await database.AddCamerasAsync("Gate"))[0]);
    }

    /// <summary>A worker that has made sure of its position.</summary>
    /// <param name="maxWaiting">Most deliveries that wait.</param>
    /// <param name="afterLists">What happens at each step after the lists were read.</param>
    public async Task<AlertWorker> WorkerAsync(int maxWaiting = QueueLimiter.MaxWaiting, Func<Task>? afterLists = null)
    {
        Status = new AlertStatus(Time);
        var limiter = new QueueLimiter(Time, maxWaiting);
        var deliveries = new DeliveryFactory(new WatchedFactory(Database.Factory, afterLists), limiter, Time);
        var writer = new AlertWriter(Database.Factory, deliveries, limiter, Feed, NewAlerts, new DeliverySignal(), Status, Time);
        var lists = new AlertListCache(Lists, Entries);
        var reader = new AlertBatchReader(
            Database.Factory, lists, new FlowMatcher(Entries, FixedOptions.From(new ServerOptions { TimeZone = "UTC" })));
        var worker = new AlertWorker(_search, FlowFeed, lists, reader, deliveries, writer, Status, Time, NullLogger<AlertWorker>.Instance);
        await worker.StartingAsync(CancellationToken.None);
        return worker;
    }

    /// <summary>Works until there is nothing more to do.</summary>
    public static async Task RunAsync(AlertWorker worker)
    {
        while (await worker.StepAsync(CancellationToken.None))
        {
        }
    }

    public async Task<AlertList> ListAsync(string name, Action<AlertList>? with, params string[] plates)
    {
        var list = new AlertList { Name = name };
        with?.Invoke(list);
        list = (await Lists.AddAsync(list)).Value;
        foreach (var plate in plates)
        {
            (await Entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = plate, Description = $"about {plate}" })).EnsureDone();
        }

        return list;
    }

    public async Task<int> HookAsync(Action<WebHookRow> with)
    {
        await using var db = await Database.Factory.CreateDbContextAsync();
        var hook = new WebHookRow { Name = $"hook {await db.WebHooks.CountAsync()}", ProtectedUrl = "x", ProtectedSecret = "x" };
        with(hook);
        db.WebHooks.Add(hook);
        await db.SaveChangesAsync();
        return hook.Id;
    }

    public async Task<Flow> FlowAsync(string plate, Action<Flow>? with = null, params string[] candidates)
    {
        var flow = new Flow
        {
            CameraId = Camera,
            Plate = plate,
            Confidence = .9,
            CapturedAt = Night,
            FirstSeenAt = Night,
            LastSeenAt = Night,
            Candidates = [.. candidates.Select((text, rank) => new FlowCandidate { Rank = rank, Text = text, Confidence = .9 - (rank * .1) })],
        };
        with?.Invoke(flow);
        await Database.AddFlowsAsync(flow);
        return flow;
    }

    /// <summary>Changes a stored flow as an agent's later group does.</summary>
    public async Task ChangeAsync(Flow flow, Action<Flow> with, bool isCorrection = false)
    {
        await using var db = await Database.Factory.CreateDbContextAsync();
        with(await db.Flows.SingleAsync(row => row.Id == flow.Id));
        db.FlowOutbox.Add(new FlowOutboxEntry { FlowId = flow.Id, IsCorrection = isCorrection });
        await db.SaveChangesAsync();
    }

    public async Task<IReadOnlyList<Alert>> AlertsAsync()
    {
        await using var db = await Database.Factory.CreateDbContextAsync();
        return await db.Alerts.AsNoTracking().OrderBy(alert => alert.Id).ToListAsync();
    }

    public async Task<IReadOnlyList<DeliveryRow>> DeliveriesAsync()
    {
        await using var db = await Database.Factory.CreateDbContextAsync();
        return await db.Deliveries.AsNoTracking().OrderBy(delivery => delivery.Id).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _search.Dispose();
        await Database.DisposeAsync();
    }

    private sealed class WatchedFactory(IDbContextFactory<DashboardDbContext> factory, Func<Task>? before) : IDbContextFactory<DashboardDbContext>
    {
        public DashboardDbContext CreateDbContext() => factory.CreateDbContext();

        public async Task<DashboardDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            return await factory.CreateDbContextAsync(cancellationToken);
        }
    }
}
