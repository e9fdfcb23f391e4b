using System.Text.Json;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Tracking;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api;

/// <summary>Where vehicles went, in both APIs: sent and searched for on request, and nothing changes for who does not ask.</summary>
[Trait("Category", "Server")]
public sealed class DirectionTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();
    private IReadOnlyList<long> _ids = [];

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        var camera = await _app.AddCameraAsync("gate");
        var (came, went) = (TestFlows.Make(camera, "AB1"), TestFlows.Make(camera, "AB2", second: 1));
        (came.DirectionName, came.Direction, came.Approach) = ("in", 180, Approach.Towards);
        (went.DirectionName, went.Direction) = ("out", 0);
        went.Candidates = [new() { Text = went.Plate, Confidence = went.Confidence }];
        _ids = await _app.SeedFlowsAsync(came, went, TestFlows.Make(camera, "AB3", second: 2));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Seedata_TellsItWhereItIsAskedTo()
    {
        using var client = await _app.ApiClientAsync();
        Assert.DoesNotContain("direction", await client.GetStringAsync("/flows", Cancellation));
        var rows = JsonDocument.Parse(await client.GetStringAsync("/flows?expand=direction,more", Cancellation)).RootElement;
        Assert.Equal(
            [
                """{"name":null,"degrees":null,"movement":null}""", """{"name":"out","degrees":0,"movement":null}""",
                """{"name":"in","degrees":180,"movement":"towards"}""",
            ],
            rows.EnumerateArray().Select(row => row.GetProperty("direction").GetRawText()));
        Assert.Contains(
            "\"direction\":{\"name\":\"in\",", await client.GetStringAsync($"/flows/{_ids[0]}?expand=direction", Cancellation));
    }

    [Fact]
    public async Task Seedata_FindsIt_BesideTheFilter()
    {
        using var client = await _app.ApiClientAsync();
        Assert.Equal([_ids[0]], TestFlows.Ids(await client.GetStringAsync("/flows?direction=IN", Cancellation)));
        using var body = new StringContent("""{"filter": {"plate": {"like": "ab"}}}""", null, "application/json");
        using var found = await client.PostAsync("/flows/search?direction=out", body, Cancellation);
        Assert.Equal([_ids[1]], TestFlows.Ids(await found.ReadAsync()));
        Assert.Empty(TestFlows.Ids(await client.GetStringAsync("/flows?direction=elsewhere", Cancellation)));
    }

    [Theory]
    [InlineData("plate")]
    [InlineData("platecandidate")]
    [InlineData("alert")]
    public async Task Scout_FindsIt(string search)
    {
        await using (var db = await _app.OpenDatabaseAsync())
        {
            db.Alerts.AddRange(_ids.Select((id, i) => new Alert
            {
                FlowId = id,
                ListId = 1,
                ListName = "Wanted",
                CameraId = 1,
                Plate = $"AB{i + 1}",
                FirstSeenAt = TestFlows.Start,
            }));
            await db.SaveChangesAsync(Cancellation);
        }

        using var client = _app.AnonymousClient();
        var key = await _app.ApiKeyAsync();
        var text = await client.GetStringAsync($"/api/search/{search}?start=2020-01-01&direction=out&api_key={key}", Cancellation);
        var row = Assert.Single(JsonDocument.Parse(text).RootElement.EnumerateArray()).GetProperty("fields");
        Assert.Equal(
            "AB2", row.TryGetProperty("best_plate", out var best) ? best.GetString() : row.GetProperty("plate_number").GetString());
    }
}
