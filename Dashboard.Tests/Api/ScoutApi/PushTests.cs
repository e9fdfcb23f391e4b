using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>What agents push.</summary>
[Trait("Category", "Server")]
public sealed class PushTests : IAsyncLifetime
{
    private static readonly string Agent = new('A', 40);
    private readonly DashboardApp _app = new();
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _key = await _app.ApiKeyAsync(Roles.Operator);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Group_SentTwice_IsOneRowWithWhatTheAgentTold()
    {
        Assert.Equal(HttpStatusCode.OK, await PushAsync(Group()));
        Assert.Equal(HttpStatusCode.OK, await PushAsync(Group()));

        var row = Assert.Single(await GroupsAsync());
        var fields = row.GetProperty("fields");
        Assert.Equal(Agent, fields.GetProperty("agent_uid").GetString());
        Assert.Equal("North door", fields.GetProperty("camera").GetString());
        Assert.Equal(7, fields.GetProperty("camera_id").GetInt32());
        Assert.Equal("ABC123", fields.GetProperty("best_plate").GetString());
        Assert.Equal(91.5, fields.GetProperty("best_confidence").GetDouble());
        Assert.Equal($"{Agent}-7-1795400000500", fields.GetProperty("best_uuid").GetString());
        Assert.Equal(124, fields.GetProperty("direction_of_travel_degrees").GetInt32());
        Assert.Equal("silver", fields.GetProperty("vehicle_color").GetString());
        Assert.Equal(1, fields.GetProperty("site_id").GetInt32());
        Assert.Equal(30, fields.GetProperty("plate_x2").GetInt32());
    }

    [Fact]
    public async Task Preview_ThenTheEnd_KeepsItsNumber_AndWhatIsFinalStays()
    {
        await PushAsync(Group(plate: "ABC12", isPreview: true));
        var before = Assert.Single(await GroupsAsync()).GetProperty("pk").GetInt64();
        await PushAsync(Group());
        await PushAsync(Group(plate: "LATE1", isPreview: true));

        var after = Assert.Single(await GroupsAsync());
        Assert.Equal(before, after.GetProperty("pk").GetInt64());
        Assert.Equal("ABC123", after.GetProperty("fields").GetProperty("best_plate").GetString());
    }

    /// <summary>Two vehicles in one picture, however their agent numbers them: each is a row, and however often each is sent.</summary>
    [Theory]
    [InlineData("[0,0]", 0, "[1,0]", 0)]
    [InlineData("[0]", 0, "[1]", 1)]
    [InlineData("[0]", 0, "[0]", 1)]
    [InlineData("[]", 0, "[]", 1)]
    public async Task Groups_ThatBeganInOnePicture_AreVehiclesOfTheirOwn(string firstPlaces, int firstBest, string secondPlaces, int secondBest)
    {
        string[] bodies = [Body("FIRST1", firstPlaces, firstBest), Body("SECOND2", secondPlaces, secondBest)];
        using var client = _app.AnonymousClient();
        foreach (var body in bodies.Concat(bodies))
        {
            await client.PostAsync($"/push/?api_key={_key}", HttpAssert.Json(body), Cancellation).ReadAsync();
        }

        Assert.Equal(
            ["FIRST1", "SECOND2"],
            (await GroupsAsync()).Select(row => row.GetProperty("fields").GetProperty("best_plate").GetString()).Order(StringComparer.Ordinal));

        static string Body(string plate, string places, int best) => $$"""
            {"data_type":"alpr_group","agent_uid":"{{Agent}}","camera_id":7,"epoch_start":{{PushedGroups.Start}},"plate_indexes":{{places}},
            "best_plate_number":"{{plate}}","best_confidence":90,"best_plate":{"plate":"{{plate}}","plate_index":{{best}} } }
            """;
    }

    [Fact]
    public async Task ManyAgentsAtOnce_EachTwice_NothingIsLostOrRepeated()
    {
        var groups = Enumerable.Range(0, 200).Select(i => Group(agent: $"AGENT{i % 20}", start: 1_795_400_000_000 + i, plate: $"P{i:000}")).ToList();
        await Parallel.ForEachAsync(groups.Concat(groups), new ParallelOptions { MaxDegreeOfParallelism = 40 }, async (group, _) =>
            Assert.Equal(HttpStatusCode.OK, await PushAsync(group)));

        var rows = await GroupsAsync();
        Assert.Equal(200, rows.Count);
        Assert.Equal(200, rows.Select(row => row.GetProperty("fields").GetProperty("best_plate").GetString()).Distinct().Count());
        Assert.Equal(400, _app.Pushed.Stored);
    }

    [Fact]
    public async Task ColorOfTheVehicle_AsTheAgentCallsIt_IsFoundAsOurs()
    {
        await PushAsync(Group());

        await using var db = await _app.OpenDatabaseAsync();
        var flow = await db.Flows.SingleAsync(Cancellation);
        Assert.Equal((VehicleColor.SilverGray, .777), (flow.Color, Math.Round(flow.ColorConfidence, 6)));
        var fields = Assert.Single(await GroupsAsync()).GetProperty("fields");
        Assert.Equal("silver", fields.GetProperty("vehicle_color").GetString());
    }

    [Fact]
    public async Task TravelDirection_IsCalledWhatTheCameraCallsIt()
    {
        await PushAsync(Group());
        await using var db = await _app.OpenDatabaseAsync();
        (await db.Cameras.SingleAsync(Cancellation)).Direction = new CameraDirection(135, "in", "out");
        await db.SaveChangesAsync(Cancellation);
        await PushAsync(Group(start: 1_795_400_100_000));

        var flows = await db.Flows.OrderBy(flow => flow.Id).ToListAsync(Cancellation);
        Assert.Equal([(124, null), (124, "in")], flows.Select(flow => (flow.Direction, flow.DirectionName)));
    }

    [Theory]
    [InlineData("{}", "data_type")]
    [InlineData("{\"data_type\":\"alpr_group\"}", "agent_uid")]
    [InlineData("{\"data_type\":\"alpr_group\",\"agent_uid\":\"A\"}", "camera_id")]
    [InlineData("{\"data_type\":\"alpr_group\",\"agent_uid\":\"A\",\"camera_id\":1}", "epoch_start")]
    [InlineData("{\"data_type\":\"alpr_group\",\"agent_uid\":\"../x\",\"camera_id\":1,\"epoch_start\":1}", "agent_uid")]
    [InlineData("nonsense", "The body")]
    [InlineData("{\"data_type\":\"\\ud800\"}", "data_type")]
    [InlineData("{\"data_type\":\"alpr_group\",\"agent_uid\":\"\\ud800\",\"camera_id\":1,\"epoch_start\":1}", "agent_uid")]
    public async Task Body_ThatCanNeverBeStored_Is400WithTheField_AndCounted(string body, string field)
    {
        using var client = _app.AnonymousClient();
        using var answer = await client.PostAsync($"/push/?api_key={_key}", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith($$"""{"error":"{{field}}""", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(1, _app.Pushed.Refused);
    }

    // An agent would send it for ever. Field by field, because each is read in its own way.
    [Theory, ProviderData]
    public async Task Text_ThatNoDatabaseTakes_IsMadeToFit(string provider)
    {
        await using var app = await DashboardApp.StartAsync(
            $"--Database:Provider={provider}", $"--Database:ConnectionString={await TestServers.CreateDatabaseAsync(provider)}");
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        string[] fields = ["agent_version", "camera_name", "best_plate_number", "best_region", "best_uuid", "agent_hostname"];
        var start = 1_795_400_000_000;
        var cutPair = new string('x', 63) + "\\ud83d\\ude97"; // Cut to 64 it would end with half of a sign.
        foreach (var text in new[] { "A\\u0000B", "A\\udc00B", cutPair })
        {
            foreach (var field in fields)
            {
                var id = $"\"agent_uid\":\"{Agent}\",\"camera_id\":{start % 1000},\"epoch_start\":{start++}";
                await client.PostAsync("/push/", HttpAssert.Json(
                    $$"""{"data_type":"alpr_group",{{id}},"{{field}}":"{{text}}","candidates":[{"plate":"{{text}}"}]}"""), Cancellation).ReadAsync();
                await client.PostAsync("/push/", HttpAssert.Json($$"""{"data_type":"heartbeat",{{id}},"{{field}}":"{{text}}"}"""), Cancellation)
                    .ReadAsync();
            }
        }

        Assert.Equal(18, app.Pushed.Stored);
        await client.GetAsync("/api/search/plate?start=2020-01-01", Cancellation).ReadAsync();
        await client.GetAsync("/api/agents/", Cancellation).ReadAsync();
    }

    [Fact]
    public async Task Key_OfAViewer_MayNotPush_AndNoneIs401()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await PushAsync(Group(), await _app.ApiKeyAsync()));
        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(Group(), ""));
        Assert.Empty(await GroupsAsync());
    }

    [Fact]
    public async Task Heartbeat_OfANewAgent_ShowsItInTheList()
    {
        Assert.Equal(
            HttpStatusCode.OK,
            await PushAsync(new { data_type = "heartbeat", agent_uid = Agent, agent_hostname = "depot-pc", agent_version = "4.2", timestamp = 1 }));
        using var client = _app.AnonymousClient();
        var list = await client.GetStringAsync($"/api/agents/?api_key={_key}", Cancellation);
        Assert.Contains($"\"agent_uid\":\"{Agent}\",\"name\":\"depot-pc\",\"hostname\":\"depot-pc\",\"version\":\"4.2\"", list);
        Assert.Contains("\"online\":true", list);
    }

    /// <summary>Others' agents tell the passwords of their cameras; they come to rest nowhere.</summary>
    [Fact]
    public async Task Heartbeat_WithPasswordsOfCameras_IsStoredWithoutThem()
    {
        var streams = new[] { new { camera_id = 7, camera_name = "Nörd", url = "rtsp://ada:hu5h@10.0.0.7/a?token=hu5h" } };
        await PushAsync(new { data_type = "heartbeat", agent_uid = Agent, timestamp = 1, video_streams = streams });

        await using var db = await _app.OpenDatabaseAsync();
        var stored = (await db.Agents.AsNoTracking().SingleAsync(agent => agent.Uid == Agent, Cancellation)).Heartbeat;
        Assert.Contains("rtsp://ada:***@10.0.0.7/a?***", stored);
        Assert.DoesNotContain("hu5h", stored);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(253_402_300_799_999)]
    public async Task Heartbeat_OfAClockThatIsNone_LeavesAgentsAndCamerasReadable(long time)
    {
        await PushAsync(Group());
        await using var db = await _app.OpenDatabaseAsync();
        var camera = await db.Cameras.AsNoTracking().SingleAsync(camera => camera.AgentId != null, Cancellation);
        var streams = new[] { new { camera_id = 7, last_update = time } };
        Assert.Equal(
            HttpStatusCode.OK, await PushAsync(new { data_type = "heartbeat", agent_uid = Agent, timestamp = time, video_streams = streams }));

        Assert.Equal(time == 253_402_300_799_999, (await _app.Agents.ListAsync(Cancellation)).Single().IsSkewed);
        var seen = (await db.Cameras.AsNoTracking().SingleAsync(known => known.Id == camera.Id, Cancellation)).KeepAliveAt;
        Assert.True(seen >= camera.KeepAliveAt && seen <= DateTimeOffset.UtcNow, $"{seen:O}");
    }

    [Fact]
    public async Task Picture_OfWhichAPartIsMissing_IsLeftOut_AndTheFlowIsStored()
    {
        var jpeg = _app.Jpeg(640, 480);
        Assert.Equal(HttpStatusCode.OK, await PushAsync(Group(picture: Convert.ToBase64String(jpeg.AsSpan(0, jpeg.Length * 2 / 3)))));
        using var client = _app.AnonymousClient();
        using var answer = await client.GetAsync($"/img/{Agent}/{Agent}-7-1795400000500.jpg?api_key={_key}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("stored without its picture, which is damaged: it ends early", _app.Log);
    }

    [Fact]
    public async Task Group_OfAClockThatIsWrong_BearsItsArrival_IsMarked_AndItsPictureIsFound()
    {
        var (before, jpeg) = (DateTimeOffset.UtcNow.AddSeconds(-1), _app.Jpeg(64, 48));
        var start = DateTimeOffset.UtcNow.AddHours(2).ToUnixTimeMilliseconds();
        await PushAsync(Group(start: start, picture: Convert.ToBase64String(jpeg)));
        await PushAsync(Group(start: start, picture: Convert.ToBase64String(jpeg)));

        var fields = Assert.Single(await GroupsAsync()).GetProperty("fields");
        Assert.InRange(fields.GetProperty("epoch_time_start").GetDateTimeOffset(), before, DateTimeOffset.UtcNow);
        Assert.Equal(1, fields.GetProperty("epoch_is_arrival").GetInt32());
        await Eventually.TrueAsync(async () => (await _app.Agents.ListAsync(Cancellation)).Single().IsClockWrong, "the agent's clock is wrong");
        using var client = _app.AnonymousClient();
        Assert.Equal(jpeg, await client.GetByteArrayAsync($"/img/{Agent}/{Agent}-7-{start + 500}.jpg?api_key={_key}", Cancellation));

        await PushAsync(Group());
        await Eventually.TrueAsync(
            async () => !(await _app.Agents.ListAsync(Cancellation)).Single().IsClockWrong, "the agent's clock is right again");
        Assert.Single(await GroupsAsync(), row => !row.GetProperty("fields").TryGetProperty("epoch_is_arrival", out _));
    }

    [Theory]
    [InlineData("NOBODY", "NOBODY-7-1795400000500")]
    [InlineData("NOBODY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-7-1795400000500")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "NOBODY-7-1795400000500")]
    public async Task Picture_OfAnAgentThatIsNotThere_Is404(string agent, string image)
    {
        await PushAsync(Group(picture: Convert.ToBase64String(_app.Jpeg(64, 48))));
        using var client = _app.AnonymousClient();
        await client.GetAsync($"/img/{agent}/{image}.jpg?api_key={_key}", Cancellation).ReadAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Picture_InTheBody_IsServedUnderTheAgentsName()
    {
        var jpeg = _app.Jpeg(64, 48);
        await PushAsync(Group(picture: Convert.ToBase64String(jpeg)));
        using var client = _app.AnonymousClient();
        Assert.Equal(jpeg, await client.GetByteArrayAsync($"/img/{Agent}/{Agent}-7-1795400000500.jpg?api_key={_key}", Cancellation));
    }

    private static object Group(
        string? agent = null, long start = 1_795_400_000_000, string plate = "ABC123", bool isPreview = false, string? picture = null) => new
        {
            data_type = "alpr_group",
            version = 2,
            epoch_start = start,
            epoch_end = start + 3000,
            agent_uid = agent ?? Agent,
            agent_version = "4.2",
            camera_id = 7,
            best_plate_number = plate,
            best_confidence = 91.5,
            best_uuid = $"{agent ?? Agent}-7-{start + 500}",
            best_uuid_epoch_ms = start + 500,
            uuids = new[] { "a", "b" },
            plate_indexes = new[] { 1 },
            candidates = new[] { new { plate, confidence = 91.5 } },
            best_plate = new
            {
                plate,
                plate_index = 1,
                coordinates = new[] { new { x = 1, y = 2 }, new { x = 30, y = 2 }, new { x = 30, y = 12 }, new { x = 1, y = 12 } },
            },
            is_preview = isPreview,
            travel_direction = 123.6,
            vehicle = new { color = new[] { new { name = "silver", confidence = 77.7 } } },
            web_server_config = new { camera_label = "North door", agent_label = "Depot" },
            overview_jpeg = picture,
        };

    private async Task<HttpStatusCode> PushAsync(object body, string? key = null)
    {
        using var client = _app.AnonymousClient();
        using var answer = await client.PostAsJsonAsync($"/push/?api_key={key ?? _key}", body);
        return answer.StatusCode;
    }

    private async Task<IReadOnlyList<JsonElement>> GroupsAsync()
    {
        using var client = _app.AnonymousClient();
        var json = JsonDocument.Parse(await client.GetStringAsync($"/api/search/plate?start=2020-01-01&topn=1000&api_key={_key}"));
        return [.. json.RootElement.EnumerateArray()];
    }
}
