using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Agents;

/// <summary>A server and an agent of its own, over real HTTP.</summary>
[Trait("Category", "Server")]
public sealed class AgentJourneyTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Seen = new(2026, 5, 1, 12, 0, 0, 250, TimeSpan.Zero);
    private readonly DashboardApp _server = new();
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _key = await _server.ApiKeyAsync(Roles.Operator);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Camera_GivenToAnAgent_IsWatchedThereAsItIsSetUp_UntilItIsTakenBack()
    {
        await using var agent = await DashboardApp.StartAgentAsync(_server.Address, _key);
        var id = await GiveAsync(agent, "Gate");

        await agent.CallServerAsync();
        var there = Assert.Single(await agent.CamerasAsync());
        Assert.Equal("Gate", there.Alias);
        Assert.Equal("rtsp://user:pw@camera.example/stream", there.Source);
        Assert.Equal(4, there.AnalysisRate);

        await _server.ChangeCameraAsync(id, camera => camera with { Alias = "North gate", AnalysisRate = 5 });
        await agent.CallServerAsync();
        Assert.Equal(("North gate", 5), (await agent.CamerasAsync()).Select(camera => (camera.Alias, camera.AnalysisRate)).Single());

        await _server.ChangeCameraAsync(id, camera => camera with { AgentId = null });
        await agent.CallServerAsync();
        Assert.Empty(await agent.CamerasAsync());

        await _server.GiveCameraAsync(id, agent);
        await agent.CallServerAsync();
        Assert.Single(await agent.CamerasAsync());
    }

    [Fact]
    public async Task Cameras_ThatExchangeTheirNames_AreTakenOver()
    {
        await using var agent = await DashboardApp.StartAgentAsync(_server.Address, _key);
        var (one, other) = (await GiveAsync(agent, "One"), await GiveAsync(agent, "Other"));
        await agent.CallServerAsync();

        await _server.ChangeCameraAsync(one, camera => camera with { Alias = "Third" });
        await _server.ChangeCameraAsync(other, camera => camera with { Alias = "One" });
        await _server.ChangeCameraAsync(one, camera => camera with { Alias = "Other" });
        await agent.CallServerAsync();

        Assert.Equal(["Other", "One"], (await agent.CamerasAsync()).OrderBy(camera => camera.Id).Select(camera => camera.Alias));
    }

    [Fact]
    public async Task Flow_OfAnAgent_ArrivesOnceWithItsPicture_UnderTheServersCamera()
    {
        await using var agent = await DashboardApp.StartAgentAsync(_server.Address, _key);
        var id = await GiveAsync(agent, "Gate");
        await agent.CallServerAsync();
        var (flow, jpeg) = await PassAsync(agent, "ABC123");

        var stored = await ArrivedAsync();
        Assert.Equal(
            ("ABC123", id, flow.FirstSeenAt, flow.ReadCount, "models-1"),
            (stored.Plate, stored.CameraId, stored.FirstSeenAt, stored.ReadCount, stored.LprVersion));
        Assert.Equal(0.9, stored.Confidence, 6);
        Assert.Equal(flow.Corners, stored.Corners);
        Assert.Equal((0, Approach.Away), (stored.Direction, stored.Approach));
        var fields = (await GroupAsync()).GetProperty("fields");
        Assert.Equal(agent.AgentUid, fields.GetProperty("agent_uid").GetString());
        Assert.Equal(id, fields.GetProperty("camera_id").GetInt32());

        using var client = _server.AnonymousClient();
        var picture = await client.GetByteArrayAsync(
            $"/img/{agent.AgentUid}/{fields.GetProperty("best_uuid").GetString()}?api_key={_key}", Cancellation);
        Assert.Equal(jpeg, picture);
    }

    [Fact]
    public async Task Preview_OfAnAgent_AndItsEnd_AreOneRowHere()
    {
        await using var agent = await DashboardApp.StartAgentAsync(_server.Address, _key);
        await GiveAsync(agent, "Gate");
        await agent.CallServerAsync();
        var (flow, _) = await PassAsync(agent, "ABC12", isPreview: true);
        Assert.True((await ArrivedAsync()).IsPreview);

        await agent.EndPreviewAsync(flow.Id, "ABC123");
        await Eventually.TrueAsync(
            async () => await _server.StoredFlowsAsync() is [{ IsPreview: false, Plate: "ABC123" }], "the end arrives under the same row");
    }

    [Fact]
    public async Task Picture_ThatStaysAtTheAgent_IsFetchedCutAndKept_And502WhereItDoesNotAnswer()
    {
        await using var agent = await StartServingAsync();
        await GiveAsync(agent, "Gate");
        await agent.CallServerAsync();
        await PassAsync(agent, "ABC123");
        await PassAsync(agent, "XYZ789", Seen.AddSeconds(20));
        await Eventually.TrueAsync(async () => (await _server.StoredFlowsAsync()).Count == 2, "both flows arrive");
        Assert.Empty(Directory.GetFiles(_server.DataDirectory, "*.jpg", SearchOption.AllDirectories));

        using var client = _server.AnonymousClient();
        var images = (await GroupsAsync()).ConvertAll(
            group => $"/img/{agent.AgentUid}/{group.GetProperty("fields").GetProperty("best_uuid").GetString()}?api_key={_key}");
        using (var cut = await client.GetAsync($"{images[0]}&x=8&y=4&width=16&height=8", Cancellation))
        {
            await cut.ReadAsync();
            Assert.Equal("image/jpeg", cut.Content.Headers.ContentType!.MediaType);
        }

        using (var outside = await client.GetAsync($"{images[0]}&x=8&y=4&width=160&height=8", Cancellation))
        {
            Assert.Equal(HttpStatusCode.BadRequest, outside.StatusCode);
        }

        await agent.StopAsync();
        using var kept = await client.GetAsync(images[0], Cancellation);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        for (var i = 0; i < 4; i++)
        {
            using var gone = await client.GetAsync(images[1], Cancellation);
            Assert.Equal(HttpStatusCode.BadGateway, gone.StatusCode);
            Assert.StartsWith("""{"error":""", await gone.Content.ReadAsStringAsync(Cancellation));
        }

        // The flow itself is told all the same, on both surfaces.
        var token = await _server.ApiClientAsync();
        using var flow = await token.GetAsync($"/flows/{(await _server.StoredFlowsAsync())[0].Id}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, flow.StatusCode);
    }

    [Fact]
    public async Task Agent_ItsOwnService_AnswersThisMachine_AndHasNoPage()
    {
        await using var agent = await StartServingAsync();
        await GiveAsync(agent, "Gate");
        await agent.CallServerAsync();
        var (flow, jpeg) = await PassAsync(agent, "ABC123");
        var name = $"{agent.AgentUid}-1-{flow.CapturedAt.ToUnixTimeMilliseconds()}";

        using var client = agent.AnonymousClient();
        Assert.Equal(jpeg, await client.GetByteArrayAsync($"/img/{name}.jpg", Cancellation));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/crop/{name}?x1=0&y1=0&x2=10&y2=10", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/crop/{name}?x1=0&y1=0&x2=10", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/crop/{name}?x1=0&y1=0&x2=1000&y2=10", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/img/{agent.AgentUid}-1-1.jpg", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/live", Cancellation)).StatusCode);
        foreach (var path in new[] { "/setup", "/account/sign-in", "/flows", "/api/agents", "/docs" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path, Cancellation)).StatusCode);
        }
    }

    [Fact]
    public async Task Agent_WithAnotherKey_IsKeyMismatchUntilItIsAccepted()
    {
        Assert.Equal(HttpStatusCode.OK, await CheckInAsync(_key));
        var id = (await _server.Agents.ListAsync(Cancellation)).Single().Id;
        await _server.AddCameraAsync("Gate", "rtsp://user:pw@camera.example/stream", camera => camera with { AgentId = id });
        var other = await _server.ApiKeyAsync(Roles.Administrator);

        Assert.Equal(HttpStatusCode.Conflict, await CheckInAsync(other));
        Assert.NotNull((await _server.Agents.ListAsync(Cancellation)).Single().KeyMismatch);
        Assert.True((await _server.Agents.AcceptKeyAsync(id, Cancellation)).IsDone);
        Assert.Equal(HttpStatusCode.OK, await CheckInAsync(other));
        Assert.Equal(HttpStatusCode.Conflict, await CheckInAsync(_key));
    }

    [Fact]
    public async Task CheckIn_OfANewerAgent_WithWordsThatWeDoNotKnow_IsAnswered()
    {
        using var client = AgentsClient();
        using var answer = await client.PostAsJsonAsync(
            "/push/hello", new { agent_uid = "NEWER", agent_version = "99.0", brand_new = new { x = 1 }, time = 1 }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Empty(json.RootElement.GetProperty("cameras").EnumerateArray());
        Assert.True((await _server.Agents.ListAsync(Cancellation)).Single().IsSkewed);
    }

    [Fact]
    public async Task CheckIn_OfAnOlderAgent_IsAnswered_WithoutAnOperatorsKeyOrAUidItIsNot()
    {
        using var client = AgentsClient();
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync("/push/hello", new { agent_uid = "OLDER" }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await CheckInAsync(await _server.ApiKeyAsync()));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/push/hello", new { agent_uid = "../x" }, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task CheckIn_ThatTellsOfRefusedFlows_IsToldUntilOneTellsOfNone()
    {
        using var client = AgentsClient();
        await client.PostAsJsonAsync("/push/hello", new { agent_uid = "OLDER", refused_flows = 3, refused_reason = "Too large." }, Cancellation);
        Assert.Contains((3L, "Too large."), (await _server.Agents.ListAsync(Cancellation)).Select(agent => agent.Refused));
        await client.PostAsJsonAsync("/push/hello", new { agent_uid = "OLDER" }, Cancellation);
        Assert.All(await _server.Agents.ListAsync(Cancellation), agent => Assert.Equal(0, agent.Refused.Count));
    }

    [Fact]
    public async Task Pictures_OverTheirSize_GoOldestFirst_AndOnlyFlowsThatTheServerHas()
    {
        await using var agent = await DashboardApp.StartAgentAsync(_server.Address, _key, "--Agent:PicturesMaxMegabytes=10");
        await GiveAsync(agent, "Gate");
        await agent.CallServerAsync();
        var big = new byte[4_000_000];
        (big[0], big[1]) = (0xFF, 0xD8);
        for (var day = 0; day < 4; day++)
        {
            await PassAsync(agent, $"DAY{day}", Seen.AddDays(day), big);
        }

        await Eventually.TrueAsync(async () => await agent.WaitingAsync() == 0, "the server has all");
        Assert.Equal(2, await agent.KeepPicturesAsync());
        Assert.Equal(0, await agent.KeepPicturesAsync());
        Assert.Equal(["DAY2", "DAY3"], (await agent.StoredFlowsAsync()).Select(flow => flow.Plate));
        Assert.Equal(4, (await _server.StoredFlowsAsync()).Count);
    }

    private async Task<DashboardApp> StartServingAsync() => await DashboardApp.StartAgentAsync(
        _server.Address, _key, "--Agent:WebServer:Enabled=true", $"--Agent:WebServer:Port={FreePort.Find()}", "--urls=");

    private async Task<int> GiveAsync(DashboardApp agent, string alias)
    {
        var id = await _server.AddCameraAsync(alias, "rtsp://user:pw@camera.example/stream", camera => camera with { AnalysisRate = 4 });
        await _server.GiveCameraAsync(id, agent);
        return id;
    }

    private static async Task<(Flow Flow, byte[] Jpeg)> PassAsync(
        DashboardApp agent, string plate, DateTimeOffset? at = null, byte[]? jpeg = null, bool isPreview = false)
    {
        var seen = at ?? Seen;
        var flow = new Flow
        {
            CameraId = (await agent.CamerasAsync())[0].Id,
            Plate = plate,
            Confidence = 0.9,
            CapturedAt = seen,
            FirstSeenAt = seen.AddMilliseconds(-500),
            LastSeenAt = seen.AddMilliseconds(900),
            ReadCount = 6,
            IsPreview = isPreview,
            LprVersion = "models-1",
            Direction = 0,
            Approach = Approach.Away,
            Corners = new PlateCorners(new(10, 10), new(30, 10), new(30, 16), new(10, 16)).ToText(),
            Candidates = [new FlowCandidate { Text = plate, Confidence = 0.9 }],
        };
        var picture = await agent.StorePictureAsync(flow, jpeg);
        await agent.ArriveAsync(flow);
        return (flow, picture);
    }

    private async Task<Flow> ArrivedAsync()
    {
        await Eventually.TrueAsync(async () => (await _server.StoredFlowsAsync()).Count > 0, "the flow arrives");
        return Assert.Single(await _server.StoredFlowsAsync());
    }

    private async Task<JsonElement> GroupAsync() => Assert.Single(await GroupsAsync());

    private async Task<List<JsonElement>> GroupsAsync()
    {
        using var client = _server.AnonymousClient();
        using var json = JsonDocument.Parse(await client.GetStringAsync($"/api/search/plate?start=2020-01-01&order=asc&api_key={_key}"));
        return [.. json.RootElement.Clone().EnumerateArray()];
    }

    private HttpClient AgentsClient(string? key = null)
    {
        var client = _server.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key ?? _key);
        return client;
    }

    private async Task<HttpStatusCode> CheckInAsync(string key)
    {
        using var client = AgentsClient(key);
        using var answer = await client.PostAsJsonAsync("/push/hello", new { agent_uid = new string('A', 40), time = 1 });
        return answer.StatusCode;
    }
}
