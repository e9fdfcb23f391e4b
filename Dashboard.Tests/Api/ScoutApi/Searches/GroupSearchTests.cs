using System.Net;
using System.Text.Json;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.ScoutApi.Searches;

/// <summary>The searches of the Scout dialect, as programs in the field ask them.</summary>
[Trait("Category", "Server")]
public sealed class GroupSearchTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();
    private string _key = "";
    private int _camera;
    private IReadOnlyList<long> _ids = [];

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _camera = await _app.AddCameraAsync("gate 1");
        var other = await _app.AddCameraAsync("gate 2");
        _ids = await _app.SeedFlowsAsync(Flow(_camera, "AB12CD", 0), Flow(other, "AB12CE", 1), Flow(_camera, "ZZ99", 2));
        _key = await _app.ApiKeyAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Plate_OneGroup_IsTheContractsText()
    {
        Assert.Equal(
            $$$"""[{"pk":{{{_ids[0]}}},"model":"alpr.plategroup","fields":{"agent_uid":"{{{_app.AgentUid}}}","agent_type":"alprd","best_confidence":95.2351,"best_plate":"AB12CD","best_index":0,"best_uuid":"{{{_app.AgentUid}}}-{{{_camera}}}-1739055166000","epoch_time_start":"2025-02-08T22:52:45.250Z","epoch_time_end":"2025-02-08T22:52:47.000Z","camera":"gate 1","camera_id":{{{_camera}}},"company":1,"site":"Default","site_id":1,"crop_location":null,"direction_of_travel_degrees":null,"direction_of_travel_id":null,"gps_latitude":null,"gps_longitude":null,"hit_count":1,"img_width":1280,"img_height":720,"plate_x1":8,"plate_y1":9,"plate_x2":40,"plate_y2":9,"plate_x3":40,"plate_y3":25,"plate_x4":8,"plate_y4":25,"processing_time_ms":12.5,"region":"gb","region_confidence":null,"vehicle_color":null,"vehicle_color_confidence":null,"vehicle_make":null,"vehicle_make_confidence":null,"vehicle_make_model":null,"vehicle_make_model_confidence":null,"vehicle_body_type":null,"vehicle_body_type_confidence":null,"vehicle_region_x":null,"vehicle_region_y":null,"vehicle_region_width":null,"vehicle_region_height":null}}]""",
            await GetAsync("search/plate?start=2025-01-01&plate=ab-12%20cd"));
    }

    [Fact]
    public async Task Plate_AsCsv_HasAColumnForEachField()
    {
        var lines = (await GetAsync("search/plate?start=2025-01-01&format=csv&topn=1")).Split("\r\n");
        Assert.StartsWith("pk,agent_uid,agent_type,best_confidence,best_plate,", lines[0]);
        Assert.StartsWith($"{_ids[2]},{_app.AgentUid},alprd,95.2351,ZZ99,", lines[1]);
        Assert.Equal(lines[0].Count(c => c == ','), lines[1].Count(c => c == ','));
        Assert.Equal("", lines[2]);
    }

    [Theory]
    [InlineData("plate")]
    [InlineData("group")]
    [InlineData("platecandidate")]
    public async Task Search_ThatIsCutOff_SaysHowManyRowsThereAre(string search)
    {
        using var all = await AskAsync($"search/{search}?start=2025-01-01&end=2030-01-01", _key);
        using var rows = JsonDocument.Parse(await all.Content.ReadAsStringAsync(Cancellation));
        Assert.InRange(rows.RootElement.GetArrayLength(), 2, 100);
        Assert.Null(all.Header("X-Total-Count"));

        foreach (var condition in new[] { "start=2025-01-01", "after=0" })
        {
            using var cut = await AskAsync($"search/{search}?{condition}&topn=1", _key);
            Assert.Equal($"{rows.RootElement.GetArrayLength()}", cut.Header("X-Total-Count"));
        }
    }

    [Fact]
    public async Task Plate_After_FollowsWhatIsStored_MissingAndRepeatingNothing()
    {
        List<long> seen = [];
        var after = 0L;
        for (var round = 0; round < 5; round++)
        {
            await _app.SeedFlowsAsync(Flow(_camera, $"NEW{round}", -100 * round));
            using var json = JsonDocument.Parse(await GetAsync($"search/plate?after={after}&topn=2"));
            foreach (var row in json.RootElement.EnumerateArray())
            {
                seen.Add(after = row.GetProperty("pk").GetInt64());
            }
        }

        Assert.Equal(8, seen.Count);
        Assert.Equal(seen.Order().Distinct(), seen);
    }

    [Fact]
    public async Task Candidates_OfAGroup_AreRowsOfTheirOwn_AndLeadToIt()
    {
        using var json = JsonDocument.Parse(await GetAsync("search/platecandidate?start=2025-01-01&plate=A8*"));
        var row = json.RootElement.EnumerateArray().First();
        var fields = row.GetProperty("fields");
        Assert.Equal("alpr.platecandidate", row.GetProperty("model").GetString());
        Assert.Equal("A812CE", fields.GetProperty("plate_number").GetString());
        Assert.Equal(_ids[1], fields.GetProperty("group").GetInt64());
        Assert.Equal((_ids[1] * 100) + 1, row.GetProperty("pk").GetInt64());

        Assert.Contains("\"best_plate\":\"AB12CE\"", await GetAsync($"detail/platecandidate/{_ids[1]}"));
        using var missing = await AskAsync("detail/platecandidate/99999", _key);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Key_ByQueryHeaderOrSession_Works_AndNoneIs401()
    {
        using var header = _app.AnonymousClient();
        header.DefaultRequestHeaders.Add("X-Api-Key", _key);
        using var session = await _app.SignInClientAsync(Roles.Viewer);
        foreach (var client in new[] { header, session })
        {
            using var answer = await client.GetAsync("/api/search/plate?start=2025-01-01", Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        foreach (var key in new[] { "", "lpr_wrong", _key + "x" })
        {
            using var refused = await AskAsync("search/plate?start=2025-01-01", key);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.StartsWith("{\"error\":", await refused.Content.ReadAsStringAsync(Cancellation));
        }

        await _app.RevokeKeysAsync(Roles.Viewer);
        using var revoked = await AskAsync("search/plate?start=2025-01-01", _key);
        Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
        Assert.DoesNotContain(_key, _app.Log);
    }

    [Fact]
    public async Task Lists_HaveTheirShape_AndUsersAreForAdministrators()
    {
        Assert.StartsWith(
            $$"""{"count":1,"next":null,"previous":null,"results":[{"id":1,"agent_uid":"{{_app.AgentUid}}","name":"This server",""",
            await GetAsync("agents/"));
        Assert.StartsWith("{\"count\":0,", await GetAsync("alert-lists"));
        using var cameras = JsonDocument.Parse(await GetAsync("cameras/?page_size=1&page=2"));
        Assert.Equal(2, cameras.RootElement.GetProperty("count").GetInt32());
        Assert.Equal(JsonValueKind.Null, cameras.RootElement.GetProperty("next").ValueKind);
        Assert.Equal($"{_app.Address}/api/cameras/?page_size=1&page=1", cameras.RootElement.GetProperty("previous").GetString());
        using var past = await AskAsync("cameras/?page=2", _key);
        Assert.Equal(HttpStatusCode.NotFound, past.StatusCode);

        using var refused = await AskAsync("users/", _key);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var allowed = await AskAsync("users/", await _app.ApiKeyAsync(Roles.Administrator));
        Assert.Contains("\"role\":\"Administrator\"", await allowed.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task DecimalsAsStrings_StrictClient_GetsNoNull()
    {
        await using var strict = await DashboardApp.StartAsync("--Scout:DecimalsAsStrings=true");
        await strict.SeedFlowsAsync(Flow(await strict.AddCameraAsync("gate"), "AB12CD", 0));
        var key = await strict.ApiKeyAsync();
        using var client = strict.AnonymousClient();
        var text = await client.GetStringAsync($"/api/search/plate?start=2025-01-01&api_key={key}", Cancellation);
        Assert.Contains("\"best_confidence\":\"95.2351\"", text);
        Assert.Contains("\"gps_latitude\":\"0.0\"", text);
        Assert.Contains("\"direction_of_travel_id\":-1", text);
        Assert.Contains("\"vehicle_region_x\":0", text);
    }

    internal static Flow Flow(int camera, string plate, int second)
    {
        var flow = TestFlows.Make(camera, plate, second: second);
        flow.FirstSeenAt = flow.FirstSeenAt.AddMilliseconds(-750);
        flow.LastSeenAt = flow.LastSeenAt.AddSeconds(1);
        (flow.Corners, flow.Region, flow.ProcessingMs) = (PlateCorners.FromBox(8, 9, 32, 16).ToText(), "gb", 12.5);
        (flow.PictureWidth, flow.PictureHeight) = (1280, 720);
        flow.Candidates = [new() { Rank = 0, Text = plate, Confidence = 0.95 }, new() { Rank = 1, Text = plate.Replace('B', '8'), Confidence = 0.4 }];
        return flow;
    }

    private async Task<string> GetAsync(string path)
    {
        using var answer = await AskAsync(path, _key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string key)
    {
        using var client = _app.AnonymousClient();
        return await client.GetAsync($"/api/{path}{(path.Contains('?') ? '&' : '?')}api_key={key}");
    }
}
