using Dashboard.Agents;
using Dashboard.Health.CameraHealth;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Agents;

/// <summary>The health over time of cameras that agents watch, from their heartbeats.</summary>
public sealed class StreamHealthTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private DateTimeOffset _now = new(2026, 5, 1, 12, 10, 0, TimeSpan.Zero);

    [Theory, ProviderData]
    public async Task Heartbeats_AddUpTheirMinutes_AndAnOutageBeginsWithTheLastFrame(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await TellAsync(database, camera, Minute, true, null);
        await TellAsync(database, camera, Minute, true, true);
        var last = _now;
        await SawAsync(database, camera);
        await TellAsync(database, camera, Minute, false, true);
        Assert.Empty(await OutagesAsync(database, camera));
        await TellAsync(database, camera, Minute, false, false);
        var outage = Assert.Single(await OutagesAsync(database, camera));
        Assert.Equal((last, null, StreamHealth.NoFrames("South")), (outage.BeginAt, outage.EndAt, outage.Reason));

        await TellAsync(database, camera, Minute, true, false);
        Assert.Equal(_now, Assert.Single(await OutagesAsync(database, camera)).EndAt);
        await TellAsync(database, camera, Minute, false, true);
        Assert.Null(Assert.Single(await OutagesAsync(database, camera)).EndAt); // It never really was back.

        var span = Assert.Single(await new CameraHealthReader(database.Factory).ReadSpansAsync(camera, [_now.AddHours(-2)], _now, Cancellation));
        Assert.Equal((360, 180, 1800), (span.WatchedSeconds, span.SeenSeconds, span.Frames));
    }

    [Fact]
    public async Task Silence_IsNotWatched_AndAnOutageOfItsOwn()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await TellAsync(database, camera, Minute, true, null);
        var heard = _now;
        await TellAsync(database, camera, TimeSpan.FromMinutes(30), true, true);

        var outage = Assert.Single(await OutagesAsync(database, camera));
        Assert.Equal((heard, _now), (outage.BeginAt, outage.EndAt!.Value));
        Assert.StartsWith("South was not responding;", outage.Reason);
        Assert.Equal(1, (await new CameraHealthReader(database.Factory).ReadDaysAsync(_now, Cancellation))[camera].Share);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    [InlineData(null)]
    public async Task Heartbeat_ThatComesAgainOrTellsNoTime_CountsNothing(int? seconds)
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await TellAsync(database, camera, seconds is { } known ? TimeSpan.FromSeconds(known) : null, false, false);
        Assert.Empty(await OutagesAsync(database, camera));
        Assert.Empty(await new CameraHealthReader(database.Factory).ReadDaysAsync(_now, Cancellation));
    }

    private async Task TellAsync(TestDatabase database, int camera, TimeSpan? since, bool isStreaming, bool? wasStreaming)
    {
        _now += since is { } step && step > TimeSpan.Zero ? step : TimeSpan.Zero;
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var row = await db.Cameras.SingleAsync(known => known.Id == camera, Cancellation);
        await StreamHealth.NoteAsync(db, "South", since, [new(row, isStreaming, 10, wasStreaming)], _now, Cancellation);
        await db.SaveChangesAsync(Cancellation);
    }

    private async Task SawAsync(TestDatabase database, int camera)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        (await db.Cameras.SingleAsync(known => known.Id == camera, Cancellation)).NoteFrame(_now);
        await db.SaveChangesAsync(Cancellation);
    }

    private async Task<IReadOnlyList<CameraOutage>> OutagesAsync(TestDatabase database, int camera) =>
        await new CameraHealthReader(database.Factory).ReadOutagesAsync(camera, _now.AddDays(-1), Cancellation);
}
