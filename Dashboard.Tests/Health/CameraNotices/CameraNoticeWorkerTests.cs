using Dashboard.Agents;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.Email;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Health.CameraHealth;
using Dashboard.Health.CameraNotices;
using Dashboard.Hosting;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Dashboard.Tests.Alerts.Delivery.Email;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Health.CameraNotices;

/// <summary>People are told of dark cameras once, whatever becomes of the servers.</summary>
public sealed class CameraNoticeWorkerTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly FixedOptions<EmailOptions> _email = FixedOptions.From(TestMail.Options(25));
    private readonly SecretProtector _protector = new(new EphemeralDataProtectionProvider());

    public CameraNoticeWorkerTests() => _email.CurrentValue.CameraRecipients = ["a@example.com", "b@example.com", "A@example.com"];

    [Theory, ProviderData]
    public async Task Camera_DarkAndBack_IsToldOnceEach(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = await AddCameraAsync(database, "Gate north");
        using var worker = Worker(database);
        await RunAsync(worker, 4);
        await BeginAsync(database, camera);
        await RunAsync(worker, 4);
        Assert.Empty(await NoticesAsync(database));
        await RunAsync(worker, 30);
        Assert.Equal(["No frames from Gate north"], await NoticesAsync(database));

        await EndAsync(database, camera);
        await RunAsync(worker, 1);
        Assert.Single(await NoticesAsync(database));
        await RunAsync(worker, 30);
        Assert.Equal(["No frames from Gate north", "Gate north is back"], await NoticesAsync(database));
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var deliveries = await db.Deliveries.OrderBy(row => row.Id).ToListAsync(Cancellation);
        Assert.Equal(["a@example.com", "b@example.com", "a@example.com", "b@example.com"], deliveries.Select(row => row.Recipient));
        Assert.All(deliveries, row => Assert.Equal((DeliveryKind.Notice, 0L, null), (row.Kind, row.FlowId, row.HookId)));
    }

    // Both see the same, and want to tell it at the same moment.
    [Theory, ProviderData]
    public async Task Servers_OnOneDatabase_TellOnce(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = await AddCameraAsync(database, "Gate north");
        await AddAgentAsync(database);
        await BeginAsync(database, camera);
        using var one = Worker(database);
        using var other = Worker(database);
        for (var look = 0; look < 40; look++)
        {
            _time.Advance(CameraNoticeWorker.Every);
            await Task.WhenAll(LookAsync(one), LookAsync(other));
            if (look == 20)
            {
                await EndAsync(database, camera);
            }
        }

        Assert.Equal(["No frames from Gate north; South is not responding", "Gate north is back"], await NoticesAsync(database));

        // One of two that write at the same moment may be told to try again, as the worker does half a minute later.
        async Task LookAsync(CameraNoticeWorker worker)
        {
            try
            {
                await worker.LookAsync(Cancellation);
            }
            catch (Exception exception) when (StorageFailure.MayPass(exception))
            {
            }
        }
    }

    [Fact]
    public async Task Server_ThatIsStartedAnew_WaitsForItsCameras_AndRepeatsNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (told, dark) = (await AddCameraAsync(database, "Told"), await AddCameraAsync(database, "Dark"));
        var fine = await AddCameraAsync(database, "Fine");
        using (var first = Worker(database))
        {
            await BeginAsync(database, told);
            await RunAsync(first, 10);
            await BeginAsync(database, dark);
            await BeginAsync(database, fine);
        }

        _time.Advance(TimeSpan.FromHours(1));
        using var second = Worker(database);
        await RunAsync(second, 1);
        await EndAsync(database, fine); // Its frames came as soon as the server ran.
        await RunAsync(second, 1.5);
        Assert.Equal(["No frames from Told"], await NoticesAsync(database));
        await RunAsync(second, 10);
        Assert.Equal(["No frames from Told", "No frames from Dark"], await NoticesAsync(database));
    }

    [Theory, ProviderData]
    public async Task Recorder_StoringAnOutageAnew_LeavesWhatWasTold(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = await AddCameraAsync(database, "Gate north");
        var board = new CameraStatusBoard();
        using var recorder = new CameraHealthRecorder(
            Store(database), board, database.Factory, new AgeClock(database.Factory, _time, NullLogger<AgeClock>.Instance), _time,
            NullLogger<CameraHealthRecorder>.Instance);
        board.Set(camera, new CameraStatus { State = CameraState.Waiting, LastError = "Nothing answers." });
        await recorder.PollAsync(Cancellation);
        using var worker = Worker(database);
        await RunAsync(worker, 10);
        board.Set(camera, new CameraStatus { State = CameraState.Waiting, LastError = "It answers nonsense." });
        await recorder.PollAsync(Cancellation);

        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var outage = await db.Set<CameraOutage>().AsNoTracking().SingleAsync(Cancellation);
        Assert.Equal("It answers nonsense.", outage.Reason);
        Assert.NotNull(outage.DarkToldAt);
        await RunAsync(worker, 10);
        Assert.Single(await NoticesAsync(database));
    }

    [Fact]
    public async Task Recipients_EnteredLater_AreToldOfWhatLastsAlone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (lasts, over) = (await AddCameraAsync(database, "Lasts"), await AddCameraAsync(database, "Over"));
        var told = await AddCameraAsync(database, "Told");
        using var worker = Worker(database);
        await BeginAsync(database, told);
        await RunAsync(worker, 10);
        _email.CurrentValue.CameraRecipients = [];
        await BeginAsync(database, lasts);
        await BeginAsync(database, over);
        await RunAsync(worker, 10);
        await EndAsync(database, over);
        await EndAsync(database, told);
        await RunAsync(worker, 90);
        Assert.Equal(["No frames from Told"], await NoticesAsync(database));

        _email.CurrentValue.CameraRecipients = ["a@example.com"];
        await RunAsync(worker, 10);
        Assert.Equal(["No frames from Told", "No frames from Lasts"], await NoticesAsync(database));
    }

    [Fact]
    public async Task Camera_SwitchedOffWhileDark_IsNotToldAsBack()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = await AddCameraAsync(database, "Gate north");
        using var worker = Worker(database);
        await BeginAsync(database, camera);
        await RunAsync(worker, 10);
        (await Store(database).SetEnabledAsync(camera, false, Cancellation)).EnsureDone();
        await EndAsync(database, camera);
        await RunAsync(worker, 10);
        (await Store(database).SetEnabledAsync(camera, true, Cancellation)).EnsureDone();
        await RunAsync(worker, 10);
        Assert.Equal(["No frames from Gate north"], await NoticesAsync(database));
    }

    [Theory, ProviderData]
    public async Task Agent_SilentAndBack_IsToldOnceEach(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var agent = await AddAgentAsync(database);
        using var worker = Worker(database);
        await RunAsync(worker, 2, heard: agent, database);
        await RunAsync(worker, 10);
        Assert.Equal(["South is not responding"], await NoticesAsync(database));
        await RunAsync(worker, 1, heard: agent, database);
        await RunAsync(worker, 10); // Heard of once, and silent again.
        Assert.Single(await NoticesAsync(database));
        await RunAsync(worker, 10, heard: agent, database);
        Assert.Equal(["South is not responding", "South responds again"], await NoticesAsync(database));
    }

    // As where a laptop slept: agents could not be heard meanwhile.
    [Fact]
    public async Task Server_ThatStoodStill_BlamesNoAgent()
    {
        await using var database = await TestDatabase.CreateAsync();
        var agent = await AddAgentAsync(database);
        using var worker = Worker(database);
        await RunAsync(worker, 6, heard: agent, database);
        _time.Advance(TimeSpan.FromHours(2));
        await RunAsync(worker, 1.5);
        await RunAsync(worker, 10, heard: agent, database);
        Assert.Empty(await NoticesAsync(database));
    }

    private CameraStore Store(TestDatabase database) => new(database.Factory, _protector, _time);

    private async Task<int> AddCameraAsync(TestDatabase database, string name) =>
        (await Store(database).AddAsync(new Camera { Alias = name, Source = "rtsp://cam/1" }, Cancellation)).Value.Id;

    private async Task<int> AddAgentAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var agent = new AgentRow { Uid = "SOUTH", Name = "South", LastSeenAt = _time.GetUtcNow() };
        db.Agents.Add(agent);
        await db.SaveChangesAsync(Cancellation);
        var camera = await AddCameraAsync(database, "Ramp");
        await db.Cameras.Where(row => row.Id == camera).ExecuteUpdateAsync(set => set.SetProperty(row => row.AgentId, agent.Id), Cancellation);
        return agent.Id;
    }

    private CameraNoticeWorker Worker(TestDatabase database) => new(
        Store(database), new AgentDirectory(database.Factory, new AgentIdentity(database.Server), _time), database.Factory,
        new CameraNoticeWriter(database.Factory, new DeliverySignal()), _email, FixedOptions.From(database.Server), _time,
        NullLogger<CameraNoticeWorker>.Instance);

    private async Task BeginAsync(TestDatabase database, int camera)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        db.Add(new CameraOutage { CameraId = camera, BeginAt = _time.GetUtcNow(), Reason = "Nothing answers." });
        await db.SaveChangesAsync(Cancellation);
    }

    private async Task EndAsync(TestDatabase database, int camera)
    {
        var now = _time.GetUtcNow();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.Set<CameraOutage>().Where(outage => outage.CameraId == camera && outage.EndAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(outage => outage.EndAt, now), Cancellation);
    }

    private async Task RunAsync(CameraNoticeWorker worker, double minutes, int? heard = null, TestDatabase? database = null)
    {
        for (var look = 0; look < minutes * 2; look++)
        {
            _time.Advance(CameraNoticeWorker.Every);
            if (heard is { } agent)
            {
                var now = _time.GetUtcNow();
                await using var db = await database!.Factory.CreateDbContextAsync(Cancellation);
                await db.Agents.Where(row => row.Id == agent).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), Cancellation);
            }

            await worker.LookAsync(Cancellation);
        }
    }

    private static async Task<IReadOnlyList<string>> NoticesAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        return await db.Notices.OrderBy(notice => notice.Id).Select(notice => notice.Title).ToListAsync(Cancellation);
    }
}
