using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.Email;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Scout;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Alerts.Delivery;

/// <summary>A database with flows and alerts, and one machine that sends, in time that a test moves.</summary>
internal sealed class DeliveryWorld : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly PictureCodec _codec = new(new FramePool());
    private readonly List<DeliverySender> _senders = [];
    private readonly WebHookSender _client;
    private int _camera;
    private int _list;

    private DeliveryWorld(TestDatabase database, EmailOptions? email, string publicUrl)
    {
        _database = database;
        database.Server.PublicUrl = publicUrl;
        var protector = new SecretProtector(new EphemeralDataProtectionProvider());
        Signal = new DeliverySignal();
        Queue = new DeliveryQueue(database.Factory, Signal, Time);
        Hooks = new WebHookStore(database.Factory, protector, Signal, Time);
        Log = new DeliveryLog(database.Factory);
        Images = new FlowImages(database.Server, _codec);
        Bodies = new HookBodies(
            new PublicAddress(FixedOptions.From(database.Server), () => ["http://plates.test:8881"]), FixedOptions.From(database.Server));
        Contents = new DeliveryContents(
            database.Factory, new AgentIdentity(database.Server), Images, Hooks, Bodies, NullLogger<DeliveryContents>.Instance);
        _client = new WebHookSender(Time);
        database.Server.TimeZone = "Europe/Vienna";
        Mailer = new Mailer(FixedOptions.From(email ?? new EmailOptions()), FixedOptions.From(database.Server), Images, _codec, Contents, Time);
        Heartbeats = new WebHookHeartbeatSender(
            database.Factory,
            Hooks,
            _client,
            new ServerHeartbeat(database.Factory, new AgentIdentity(database.Server), database.Server, protector, new CameraStatusBoard(), Time),
            Bodies,
            Time,
            NullLogger<WebHookHeartbeatSender>.Instance);
        Cleanup = new DeliveryCleanup(
            database.Factory,
            FixedOptions.From(new DeliveryOptions()),
            new AgeClock(database.Factory, Time, NullLogger<AgeClock>.Instance),
            Time,
            NullLogger<DeliveryCleanup>.Instance);
    }

    public SteppedClock Time { get; } = new();

    public DeliverySignal Signal { get; }

    public DeliveryQueue Queue { get; }

    public WebHookStore Hooks { get; }

    public DeliveryLog Log { get; }

    public HookBodies Bodies { get; }

    public DeliveryContents Contents { get; }

    public FlowImages Images { get; }

    public Mailer Mailer { get; }

    public WebHookHeartbeatSender Heartbeats { get; }

    public DeliveryCleanup Cleanup { get; }

    public WebHookSender Client => _client;

    public IDbContextFactory<DashboardDbContext> Factory => _database.Factory;

    public DateTimeOffset Now => Time.GetUtcNow();

    public static async Task<DeliveryWorld> CreateAsync(
        string provider = nameof(DatabaseProvider.Sqlite), EmailOptions? email = null, string publicUrl = "")
    {
        var world = new DeliveryWorld(await TestDatabase.CreateAsync(provider), email, publicUrl);
        world._camera = (await world._database.AddCamerasAsync("Gate"))[0];
        await using var db = await world.Factory.CreateDbContextAsync();
        var list = new AlertList { Name = "Stolen", ListType = AlertListType.Black };
        db.AlertLists.Add(list);
        await db.SaveChangesAsync();
        world._list = list.Id;
        return world;
    }

    /// <summary>A hook to a listener on loopback.</summary>
    public async Task<WebHook> AddHookAsync(string url, string name = "Hook", Func<WebHook, WebHook>? with = null)
    {
        var hook = new WebHook { Name = name, Url = url, AllowsPrivate = true, SendsFlows = true };
        return (await Hooks.AddAsync(with?.Invoke(hook) ?? hook)).Value;
    }

    public async Task<Flow> AddFlowAsync(string plate = "KA1234", byte[]? jpeg = null, string? direction = null)
    {
        var flow = new Flow
        {
            CameraId = _camera,
            Plate = plate,
            Confidence = 0.93,
            CapturedAt = Time.GetUtcNow(),
            FirstSeenAt = Now,
            LastSeenAt = Now,
            Uuid = Guid.NewGuid(),
            Corners = "10,10,50,10,50,20,10,20",
            DirectionName = direction,
            Candidates = [new FlowCandidate { Text = plate, Confidence = 0.93 }],
        };
        if (jpeg is not null)
        {
            (flow.PictureWidth, flow.PictureHeight) = (1600, 1200);
            (await Images.WriteAsync(flow.Uuid, flow.CapturedAt, jpeg)).GiveTo(flow);
        }

        return (await _database.AddFlowsAsync(flow))[0];
    }

    /// <summary>A grey picture, 1600 x 1200 pixels.</summary>
    public byte[] Jpeg()
    {
        using var frame = new FramePool().Rent(1600, 1200);
        frame.Data.Span.Fill(128);
        return _codec.Encode(frame);
    }

    /// <summary>Queues flows for a hook; returns the numbers of the deliveries.</summary>
    public async Task<IReadOnlyList<long>> QueueAsync(int hookId, int count = 1)
    {
        var flow = await AddFlowAsync();
        return await QueueAsync(
            Enumerable.Range(0, count).Select(_ => new DeliveryRow { Kind = DeliveryKind.Flow, HookId = hookId, FlowId = flow.Id }));
    }

    /// <summary>Queues an alert for a hook or a recipient; returns the delivery's number.</summary>
    public async Task<long> QueueAlertAsync(Flow flow, int? hookId, string? recipient = null, string description = "")
    {
        await using var db = await Factory.CreateDbContextAsync();
        var alert = await db.Alerts.SingleOrDefaultAsync(a => a.FlowId == flow.Id);
        if (alert is null)
        {
            alert = new Alert
            {
                FlowId = flow.Id,
                ListId = _list,
                ListName = "Stolen",
                Plate = flow.Plate,
                Description = description,
                CameraId = _camera,
                FirstSeenAt = flow.FirstSeenAt,
            };
            db.Alerts.Add(alert);
            await db.SaveChangesAsync();
        }

        var kind = hookId is null ? DeliveryKind.Email : DeliveryKind.Alert;
        return (await QueueAsync([new DeliveryRow { Kind = kind, HookId = hookId, Recipient = recipient, FlowId = flow.Id, AlertId = alert.Id }]))[0];
    }

    /// <summary>A machine begins to send.</summary>
    public async Task<DeliverySender> StartAsync()
    {
        var sender = new DeliverySender(Hooks, Queue, Contents, _client, Mailer, Signal, Time, NullLogger<DeliverySender>.Instance);
        await sender.StartAsync(CancellationToken.None);
        _senders.Add(sender);
        return sender;
    }

    /// <summary>A delivery as it stands.</summary>
    public async Task<DeliveryRow> RowAsync(long id)
    {
        await using var db = await _database.Factory.CreateDbContextAsync();
        return await db.Deliveries.AsNoTracking().SingleAsync(delivery => delivery.Id == id);
    }

    /// <summary>Moves time on in small steps, with pauses in which senders catch up, until something holds.</summary>
    public async Task AdvanceUntilAsync(Func<Task<bool>> condition, string what, TimeSpan? step = null) => await Eventually.TrueAsync(
        async () =>
        {
            if (await condition())
            {
                return true;
            }

            Time.Advance(step ?? TimeSpan.FromSeconds(1));
            return false;
        },
        what);

    public async ValueTask DisposeAsync()
    {
        foreach (var sender in _senders)
        {
            await sender.StopAsync(CancellationToken.None);
            sender.Dispose();
        }

        _client.Dispose();
        _codec.Dispose();
        Cleanup.Dispose();
        Heartbeats.Dispose();
        await _database.DisposeAsync();
    }

    private async Task<IReadOnlyList<long>> QueueAsync(IEnumerable<DeliveryRow> rows)
    {
        await using var db = await Factory.CreateDbContextAsync();
        var ids = new List<long>();
        foreach (var row in rows)
        {
            // One by one, for numbers in the order given.
            (row.CreatedAt, row.DueAt) = (Now, Now);
            db.Deliveries.Add(row);
            await db.SaveChangesAsync();
            ids.Add(row.Id);
        }

        Signal.Wake();
        return ids;
    }
}
