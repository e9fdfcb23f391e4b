using System.Net;
using System.Text.Json;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.ScoutApi;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Agents;

/// <summary>Who may see a site may push to it, and nowhere else; an agent of ours is known by its key.</summary>
[Trait("Category", "Server")]
public sealed class PushAccessTests : IAsyncLifetime
{
    private static readonly string Agent = new('A', 40);
    private readonly DashboardApp _app = new();
    private int _here;
    private string _limited = "";
    private string _free = "";

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _here = await _app.AddSiteAsync("Here");
        _limited = (await _app.LimitedKeyAsync("here@example.com", Roles.Operator, _here)).Key;
        _free = await _app.ApiKeyAsync(Roles.Operator);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Agent_OfALimitedOperator_IsOfTheirSite_WithItsCamerasAndFlows()
    {
        Assert.Equal(HttpStatusCode.OK, await PushAsync(_limited, PushedGroups.Whole(Agent, "ABC123")));
        Assert.Equal(_here, (await _app.Agents.ListAsync(Cancellation)).Single().SiteId);
        await using var db = await _app.OpenDatabaseAsync();
        Assert.Equal(_here, (await db.Cameras.SingleAsync(Cancellation)).SiteId);
        Assert.Contains("ABC123", await ReadAsync(_limited, "/api/search/plate?start=2020-01-01"));

        // The open-source agent's reads become flows later, when nobody's key is there any more.
        Assert.Equal(HttpStatusCode.OK, await PushAsync(_limited, Frame("gate", PushedGroups.Start)));
        Assert.All(await _app.Agents.ListAsync(Cancellation), agent => Assert.Equal(_here, agent.SiteId));
    }

    [Fact]
    public async Task WhatIsOfAnotherSite_IsRefused_AndChangesNothing()
    {
        Assert.Equal(HttpStatusCode.OK, await PushAsync(_free, PushedGroups.Small(Agent, 7, PushedGroups.Start, "ABC12", isPreview: true)));
        Assert.Equal(HttpStatusCode.OK, await PushAsync(_free, Frame("gate", PushedGroups.Start)));
        var before = await StateAsync();
        var streams = new[] { new { camera_id = 7, camera_name = "Mine now" }, new { camera_id = 8, camera_name = "New" } };
        object[] bodies =
        [
            PushedGroups.Small(Agent, 7, PushedGroups.Start, "STOLEN"),
            PushedGroups.Small(Agent, 9, PushedGroups.Start, "NEWCAM"),
            new { data_type = "heartbeat", agent_uid = Agent, timestamp = PushedGroups.Start, agent_version = "9", video_streams = streams },
            Frame("gate", PushedGroups.Start + 100),
        ];
        foreach (var body in bodies)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await PushAsync(_limited, body));
        }

        Assert.Equal(before, await StateAsync());
        Assert.DoesNotContain("STOLEN", await ReadAsync(_free, "/api/search/plate?start=2020-01-01"));
    }

    /// <summary>An administrator put one camera of an agent to the site: what it sees may be pushed, the others' not.</summary>
    [Fact]
    public async Task Camera_ThatWasPutToTheSite_MayBePushed_AndTheOthersMayNot()
    {
        await PushAsync(_free, PushedGroups.Small(Agent, 7, PushedGroups.Start, "ONE"));
        await PushAsync(_free, PushedGroups.Small(Agent, 8, PushedGroups.Start, "TWO"));
        await using var db = await _app.OpenDatabaseAsync();
        await db.Cameras.Where(camera => camera.Number == 7).ExecuteUpdateAsync(set => set.SetProperty(camera => camera.SiteId, _here), Cancellation);

        await Eventually.TrueAsync(
            async () => await PushAsync(_limited, PushedGroups.Small(Agent, 7, PushedGroups.Start + 9000, "THREE")) == HttpStatusCode.OK,
            "the camera's new site is known");
        Assert.Equal(HttpStatusCode.Forbidden, await PushAsync(_limited, PushedGroups.Small(Agent, 8, PushedGroups.Start + 9000, "FOUR")));
    }

    [Fact]
    public async Task Agent_ThatHasCalled_IsPushedForWithItsOwnKeyAlone()
    {
        await using var agent = await DashboardApp.StartAgentAsync(_app.Address, _free);
        await agent.CallServerAsync();
        var other = (await _app.LimitedKeyAsync("other@example.com", Roles.Operator)).Key;

        Assert.Equal(HttpStatusCode.Forbidden, await PushAsync(other, PushedGroups.Small(agent.AgentUid, 1, PushedGroups.Start, "FORGED")));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await PushAsync(other, new { data_type = "heartbeat", agent_uid = agent.AgentUid, timestamp = PushedGroups.Start }));
        Assert.Empty(await _app.StoredFlowsAsync());
        Assert.Equal(HttpStatusCode.OK, await PushAsync(_free, PushedGroups.Small(agent.AgentUid, 1, PushedGroups.Start, "TRUE1")));
    }

    [Fact]
    public async Task Agent_OfALimitedOperator_IsToldNoCameraOfAnotherSite()
    {
        await using var agent = await DashboardApp.StartAgentAsync(_app.Address, _limited);
        await agent.CallServerAsync();
        var id = (await _app.Agents.ListAsync(Cancellation)).Single().Id;
        await _app.AddCameraAsync("ours", "rtsp://u:hu5h@cam/1", camera => camera with { AgentId = id, SiteId = _here });
        await _app.AddCameraAsync("theirs", "rtsp://u:hu5h@cam/2", camera => camera with { AgentId = id });
        await agent.CallServerAsync();

        Assert.Equal(["ours"], (await agent.CamerasAsync()).Select(camera => camera.Alias));
    }

    [Fact]
    public async Task ManualCapture_AndImport_OfAnotherSite_AreRefused()
    {
        var elsewhere = await _app.AddSiteAsync("Elsewhere");
        var camera = await _app.AddCameraAsync("theirs", with: made => made with { SiteId = elsewhere });
        var list = await _app.AddAlertListAsync("theirs", made => made.Sites = [new() { SiteId = elsewhere }]);
        using var client = _app.AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", _limited);
        client.DefaultRequestHeaders.Add("X-Api-Key", _limited);
        await client.PostAsync("/flows", HttpAssert.Json($$"""{"camera_id": {{camera}}}"""), Cancellation).ReadAsync(HttpStatusCode.NotFound);
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"{list}"), "pk" },
            { new StringContent("Plate Number,Description,State/Province\nAB1,x,\n"), "files", "list.csv" },
        };
        await client.PostAsync("/api/alert-group-import-csv", form, Cancellation).ReadAsync(HttpStatusCode.NotFound);
    }

    private static object Frame(string site, long time) => new
    {
        data_type = "alpr_results",
        site_id = site,
        camera_id = 1,
        epoch_time = time,
        img_width = 640,
        img_height = 480,
        results = new[] { new { plate = "ALPRD1", confidence = 90, candidates = new[] { new { plate = "ALPRD1", confidence = 90 } } } },
    };

    // Of the agent that groups alone: the other's reads become a flow in their own time.
    private async Task<string> StateAsync()
    {
        await using var db = await _app.OpenDatabaseAsync();
        var agent = (await db.Agents.SingleAsync(known => known.Uid == Agent, Cancellation)).Id;
        var cameras = await db.Cameras.Where(camera => camera.AgentId == agent).Select(camera => camera.Id).ToListAsync(Cancellation);
        var state = new
        {
            Flows = await db.Flows.AsNoTracking().Where(flow => cameras.Contains(flow.CameraId)).OrderBy(flow => flow.Id)
                .Select(flow => new { flow.Id, flow.Plate, flow.IsPreview, flow.CameraId }).ToListAsync(Cancellation),
            Cameras = await db.Cameras.Where(camera => cameras.Contains(camera.Id)).OrderBy(camera => camera.Id)
                .Select(camera => new { camera.Id, camera.Alias, camera.SiteId })
                .ToListAsync(Cancellation),
            Agents = await db.Agents.Where(known => known.Id == agent)
                .Select(known => new { known.Id, known.Name, known.Version, known.SiteId, known.Heartbeat }).ToListAsync(Cancellation),
        };
        return JsonSerializer.Serialize(state);
    }

    private async Task<string> ReadAsync(string key, string address)
    {
        using var client = _app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return await client.GetStringAsync(address, Cancellation);
    }

    private async Task<HttpStatusCode> PushAsync(string key, object body)
    {
        using var client = _app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        using var answer = await client.PostAsync("/push/", HttpAssert.Json(JsonSerializer.Serialize(body)), Cancellation);
        return answer.StatusCode;
    }
}
