using System.Net;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;
using Dashboard.Web.Pictures;

namespace Dashboard.Tests.Agents.Pictures;

/// <summary>The film strip of a flow that an agent saw, at its server.</summary>
[Trait("Category", "Server")]
public sealed class AgentViewsTests : IAsyncLifetime
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
    public async Task Views_ThatStayAtTheAgent_AreFetchedAndKept_AndOthersAreAwayOnceItIsGone()
    {
        await using var agent = await DashboardApp.StartAgentAsync(
            _server.Address, _key, "--Agent:WebServer:Enabled=true", $"--Agent:WebServer:Port={FreePort.Find()}", "--urls=");
        var flow = await PassAsync(agent);
        Assert.Equal([Seen.AddMilliseconds(-700), Seen.AddMilliseconds(-200)], FlowViews.Read(flow));

        using var viewer = await _server.SignInClientAsync(Roles.Viewer);
        var first = await viewer.GetByteArrayAsync($"/app/flows/{flow.Id}/views/1.jpg", Cancellation);
        Assert.Equal(await agent.Get<FlowImages>().ReadViewAsync((await agent.StoredFlowsAsync())[0], 1, Cancellation), first);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.GetAsync($"/app/flows/{flow.Id}/views/3.jpg", Cancellation)).StatusCode);

        await agent.StopAsync();
        Assert.Equal(first, await viewer.GetByteArrayAsync($"/app/flows/{flow.Id}/views/1.jpg", Cancellation));
        using var away = await viewer.GetAsync($"/app/flows/{flow.Id}/views/2.jpg", Cancellation);
        Assert.Equal(HttpStatusCode.BadGateway, away.StatusCode);
        Assert.Equal(NoPicture.Away, await away.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Views_OfAnAgentThatSendsItsPictures_LieAtTheServer()
    {
        await using var agent = await DashboardApp.StartAgentAsync(_server.Address, _key);
        var flow = await PassAsync(agent);
        await agent.StopAsync();
        Assert.Equal(2, FlowViews.Read(flow).Count);
        Assert.NotNull(await _server.Get<FlowImages>().ReadViewAsync(flow, 2, Cancellation));
    }

    private async Task<Flow> PassAsync(DashboardApp agent)
    {
        await agent.CallServerAsync();
        var camera = await _server.AddCameraAsync("Gate", "rtsp://camera.example/stream");
        await _server.GiveCameraAsync(camera, agent);
        await agent.CallServerAsync();

        var flow = TestFlows.Make((await agent.CamerasAsync())[0].Id, "ABC123");
        flow.CapturedAt = flow.FirstSeenAt = flow.LastSeenAt = Seen;
        var jpeg = agent.Jpeg(64, 48);
        await agent.StorePictureAsync(flow, jpeg, new TakenView(Seen.AddMilliseconds(-700), jpeg), new TakenView(Seen.AddMilliseconds(-200), jpeg));
        await agent.ArriveAsync(flow);
        await Eventually.TrueAsync(async () => (await _server.StoredFlowsAsync()).Count > 0, "the flow arrives");
        return (await _server.StoredFlowsAsync())[0];
    }
}
