using System.Net;
using System.Net.Http.Json;
using Dashboard.Capture;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Agents.Intake;

/// <summary>What an agent of another make tells of its cameras is taken over, and what a person sets here stays.</summary>
[Trait("Category", "Server")]
public sealed class PushedStreamTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _client = _app.AnonymousClient();
        _client.DefaultRequestHeaders.Add("X-Api-Key", await _app.ApiKeyAsync(Roles.Operator));
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task Streams_OfANewAgent_AreCamerasWithNamePositionAndRate()
    {
        await TellAsync(Stream("North gate", 48.5, -16.25));

        var camera = Assert.Single(await _app.CamerasAsync());
        Assert.Equal(("North gate", 7L, 48.5, -16.25), (camera.Alias, camera.Number, camera.Latitude, camera.Longitude));
        await _app.WatchAgentsAsync();
        var status = _app.CameraStatus(camera.Id);
        Assert.Equal((CameraState.Running, 12.5), (status.State, status.FramesPerSecond));
    }

    [Fact]
    public async Task Streams_ThatAreToldOtherwise_FollowTheAgent()
    {
        await _client.PostAsJsonAsync(
            "/push/", new { data_type = "alpr_group", agent_uid = "A", camera_id = 7, epoch_start = 1_795_400_000_000 }, Cancellation).ReadAsync();
        await using (var db = await _app.OpenDatabaseAsync())
        {
            Assert.Equal("Agent A camera 7", (await db.Cameras.SingleAsync(Cancellation)).Alias);
        }

        await TellAsync(Stream("Gate", -1, -1));
        Assert.Equal(("Gate", null), (Assert.Single(await _app.CamerasAsync()).Alias, (await _app.CamerasAsync())[0].Latitude));
        await TellAsync(Stream("North gate", 48.5, 16));
        await TellAsync(Stream("North gate", 49.5, 16));
        Assert.Equal(("North gate", 49.5), ((await _app.CamerasAsync())[0].Alias, (await _app.CamerasAsync())[0].Latitude));
    }

    [Fact]
    public async Task NameAndPosition_ThatAPersonSet_Stay()
    {
        await TellAsync(Stream("Gate", 48.5, 16));
        var id = (await _app.CamerasAsync())[0].Id;
        await _app.ChangeCameraAsync(id, camera => camera with { Alias = "Mine", Latitude = 1.5, Longitude = 2.5 });
        await TellAsync(Stream("North gate", 49, 17));

        var camera = (await _app.CamerasAsync())[0];
        Assert.Equal(("Mine", 1.5, 2.5), (camera.Alias, camera.Latitude, camera.Longitude));
    }

    [Fact]
    public async Task Camera_ThatAPersonDeleted_StaysDeleted()
    {
        await TellAsync(Stream("Gate", 48.5, 16));
        await _app.DeleteCameraAsync((await _app.CamerasAsync())[0].Id);
        await TellAsync(Stream("Gate", 48.5, 16));
        Assert.Empty(await _app.CamerasAsync());
    }

    /// <summary>In fields of any name, and where the name is the address.</summary>
    [Fact]
    public async Task Secrets_ThatAnAgentTells_AreKeptNowhere()
    {
        object stream = new
        {
            camera_id = 7,
            camera_name = "rtsp://ada:hu5h@cam/1",
            password = "hu5h",
            auth = new { user = "ada", value = "hu5h" },
            pins = new { pin = 5511 },
            keyframe_interval = 5511.5,
        };
        await TellAsync(stream);
        await TellAsync(stream);

        await using var db = await _app.OpenDatabaseAsync();
        var heartbeat = (await db.Agents.SingleAsync(agent => agent.Uid == "A", Cancellation)).Heartbeat!;
        Assert.DoesNotContain("hu5h", heartbeat);
        Assert.DoesNotContain("5511,", heartbeat);
        Assert.Contains("\"keyframe_interval\":5511.5", heartbeat);
        Assert.Equal("rtsp://ada:***@cam/1", (await db.Cameras.SingleAsync(Cancellation)).Alias);
        Assert.DoesNotContain("hu5h", string.Concat(await db.AuditEntries.Select(entry => entry.Subject + entry.Details).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Minutes_BetweenHeartbeats_AreTheCamerasHealth()
    {
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (var minute in new[] { 0, 1, 2, 2 })
        {
            await TellAsync(Stream("Gate", 48.5, 16), start + (minute * 60_000));
        }

        var id = (await _app.CamerasAsync())[0].Id;
        await using var db = await _app.OpenDatabaseAsync();
        var hours = await db.Set<CameraHealthHour>().Where(hour => hour.CameraId == id).ToListAsync(Cancellation);
        Assert.Equal((120, 120, 1500), (hours.Sum(hour => hour.WatchedSeconds), hours.Sum(hour => hour.SeenSeconds), hours.Sum(hour => hour.Frames)));
    }

    private static object Stream(string name, double latitude, double longitude) => new
    {
        camera_id = "7",
        camera_name = name,
        fps = 12.5,
        is_streaming = true,
        gps_latitude = latitude,
        gps_longitude = longitude,
    };

    private async Task TellAsync(object stream, long? timestamp = null)
    {
        using var answer = await _client.PostAsJsonAsync(
            "/push/",
            new { data_type = "heartbeat", agent_uid = "A", agent_hostname = "pc", timestamp, video_streams = new[] { stream } },
            Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
