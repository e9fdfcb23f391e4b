using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Health.CameraHealth;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Health.CameraHealth;

public sealed class CameraHealthRecorderTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly CameraStatusBoard _board = new();
    private long _captured;

    [Theory, ProviderData]
    public async Task Look_OverRestarts_AddsUpHoursAndGoesOnWithAnOutage(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (store, camera) = await AddCameraAsync(database);
        using (var first = Recorder(store, database))
        {
            await RunAsync(first, camera, minutes: 5, isRunning: true);
            await RunAsync(first, camera, minutes: 2, isRunning: false);
            await first.StopAsync(Cancellation);
        }

        using (var second = Recorder(store, database))
        {
            await RunAsync(second, camera, minutes: 2, isRunning: false);
            await RunAsync(second, camera, minutes: 5, isRunning: true);
            await second.StopAsync(Cancellation);
        }

        var reader = new CameraHealthReader(database.Factory);
        var outage = Assert.Single(await reader.ReadOutagesAsync(camera, _time.GetUtcNow().AddDays(-1), Cancellation));
        Assert.Equal("Nothing answers.", outage.Reason);
        Assert.Equal(240, (outage.EndAt!.Value - outage.BeginAt).TotalSeconds, 15.0);
        var share = (await reader.ReadDaysAsync(_time.GetUtcNow(), Cancellation))[camera].Share!.Value;
        Assert.Equal(10.0 / 14, share, .03);
        var now = _time.GetUtcNow();
        var spans = await reader.ReadSpansAsync(camera, [now.AddHours(-30), now.AddHours(-3)], now, Cancellation);
        Assert.Null(spans[0].Share);
        Assert.Equal(14 * 60, spans[1].WatchedSeconds, 25.0);
        Assert.Equal(10.0 * 10 / 14, spans[1].Rate, .5);
    }

    /// <summary>
    /// The figure is of this moment, though it is stored once a minute, and the list's is that of the camera's page: nobody reads 100 % of a camera
    /// that is dark, nor 82 % here and 74 % there.
    /// </summary>
    [Fact]
    public async Task Share_AtEachMoment_IsTheSameInTheListAsOnThePage_AndFallsAtOnce()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (store, camera) = await AddCameraAsync(database);
        var unstored = new UnstoredHealth();
        var reader = new CameraHealthReader(database.Factory, unstored);
        using var recorder = Recorder(store, database, unstored);
        await RunAsync(recorder, camera, minutes: 3, isRunning: true);
        await AssertShareAsync(1);
        for (var looks = 1; looks <= 40; looks++)
        {
            await RunAsync(recorder, camera, minutes: 1 / 12.0, isRunning: false);
            await AssertShareAsync(175.0 / (175 + (5 * looks)));
        }

        async Task AssertShareAsync(double expected)
        {
            var now = _time.GetUtcNow();
            var starts = Enumerable.Range(0, 24).Select(hour => CameraHealthReader.DayStart(now).AddHours(hour)).ToList();
            var page = HealthSpan.Sum(await reader.ReadSpansAsync(camera, starts, now, Cancellation));
            Assert.Equal(page, (await reader.ReadDaysAsync(now, Cancellation))[camera]);
            Assert.Equal(expected, page.Share!.Value, .001);
        }
    }

    [Fact]
    public async Task Look_CameraSwitchedOffDuringAnOutage_EndsItAndCountsNoMore()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (store, camera) = await AddCameraAsync(database);
        using var recorder = Recorder(store, database);
        await RunAsync(recorder, camera, minutes: 2, isRunning: false);
        (await store.SetEnabledAsync(camera, false, Cancellation)).EnsureDone();
        await RunAsync(recorder, camera, minutes: 3, isRunning: false);

        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.NotNull((await db.Set<CameraOutage>().SingleAsync(Cancellation)).EndAt);
        Assert.InRange((await db.Set<CameraHealthHour>().ToListAsync(Cancellation)).Sum(hour => hour.WatchedSeconds), 100, 130);
    }

    [Fact]
    public async Task Look_ManyTimes_StoresOnceAMinute()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (store, camera) = await AddCameraAsync(database);
        using var recorder = Recorder(store, database);
        await RunAsync(recorder, camera, minutes: 1.17, isRunning: true);
        var before = await SeenAsync(database);
        await RunAsync(recorder, camera, minutes: .58, isRunning: true);
        Assert.Equal(before, await SeenAsync(database));
        await RunAsync(recorder, camera, minutes: .5, isRunning: true);
        Assert.True(await SeenAsync(database) > before);
    }

    [Theory, ProviderData]
    public async Task Look_OldHoursAndOutages_GoAndThoseOfOtherCamerasEnd(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (store, camera) = await AddCameraAsync(database);
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var old = _time.GetUtcNow().AddDays(-CameraHealthRecorder.KeptDays - 1);
            db.AddRange(Enumerable.Range(0, 72).Select(
                hour => new CameraHealthHour { Start = old.AddHours(-hour).ToUnixTimeSeconds(), CameraId = camera, WatchedSeconds = 5 }));
            db.Add(new CameraOutage { CameraId = camera, BeginAt = old, EndAt = old.AddMinutes(1) });
            db.Add(new CameraOutage { CameraId = camera + 1, BeginAt = old });
            db.AddRange(Enumerable.Range(0, CameraHealthRecorder.MaxOutages + 20).Select(
                i => new CameraOutage
                {
                    CameraId = camera,
                    BeginAt = _time.GetUtcNow().AddHours(-i - 1),
                    EndAt = _time.GetUtcNow().AddHours(-i - .5),
                }));
            await db.SaveChangesAsync(Cancellation);
        }

        using var recorder = Recorder(store, database);
        await RunAsync(recorder, camera, minutes: 1, isRunning: true);

        await using var after = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.DoesNotContain(await after.Set<CameraHealthHour>().ToListAsync(Cancellation), hour => hour.WatchedSeconds == 5);
        Assert.Equal(CameraHealthRecorder.MaxOutages, await after.Set<CameraOutage>().CountAsync(outage => outage.CameraId == camera, Cancellation));
        Assert.NotNull((await after.Set<CameraOutage>().SingleAsync(outage => outage.CameraId == camera + 1, Cancellation)).EndAt);
    }

    [Fact]
    public async Task Look_OutageOfAnAgentsCamera_Stays_AndOldOnesGo()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (store, camera) = await AddCameraAsync(database);
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var agent = new AgentRow { Uid = new string('A', 40), Name = "South" };
            db.Add(agent);
            await db.SaveChangesAsync(Cancellation);
            (await db.Cameras.SingleAsync(row => row.Id == camera, Cancellation)).AgentId = agent.Id;
            db.AddRange(Enumerable.Range(0, CameraHealthRecorder.MaxOutages + 20).Select(i => new CameraOutage
            {
                CameraId = camera,
                BeginAt = _time.GetUtcNow().AddHours(-i - 1),
                EndAt = i == 0 ? null : _time.GetUtcNow().AddHours(-i - .5),
            }));
            await db.SaveChangesAsync(Cancellation);
        }

        store.Forget();
        using var recorder = Recorder(store, database);
        await recorder.PollAsync(Cancellation);

        await using var after = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal(CameraHealthRecorder.MaxOutages, await after.Set<CameraOutage>().CountAsync(Cancellation));
        Assert.Single(await after.Set<CameraOutage>().Where(outage => outage.EndAt == null).ToListAsync(Cancellation));
    }

    private static async Task<int> SeenAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        return await db.Set<CameraHealthHour>().SumAsync(hour => hour.SeenSeconds, Cancellation);
    }

    private async Task<(CameraStore Store, int Camera)> AddCameraAsync(TestDatabase database)
    {
        var store = new CameraStore(database.Factory, new SecretProtector(new EphemeralDataProtectionProvider()), _time);
        return (store, (await store.AddAsync(new Camera { Alias = "Gate", Source = "rtsp://cam/1" }, Cancellation)).Value.Id);
    }

    private CameraHealthRecorder Recorder(CameraStore store, TestDatabase database, UnstoredHealth? unstored = null) =>
        new(
            store, _board, database.Factory, new AgeClock(database.Factory, _time, NullLogger<AgeClock>.Instance), _time,
            NullLogger<CameraHealthRecorder>.Instance, unstored: unstored);

    private async Task RunAsync(CameraHealthRecorder recorder, int camera, double minutes, bool isRunning)
    {
        for (var i = 0; i < minutes * 12; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            _captured += isRunning ? 50 : 0;
            _board.Update(camera, status => status with
            {
                State = isRunning ? CameraState.Running : CameraState.Waiting,
                Captured = _captured,
                LastFrameAt = isRunning ? _time.GetUtcNow() : status.LastFrameAt,
                LastError = isRunning ? null : "Nothing answers.",
            });
            await recorder.PollAsync(Cancellation);
        }
    }
}
