using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Domain.Flows;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Agents.AgentRole;

/// <summary>The agent's own service, as programs that fetch groups from the vendor's agent ask it.</summary>
[Trait("Category", "Server")]
public sealed partial class AgentServiceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Seen = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private DashboardApp _agent = null!;
    private HttpClient _client = null!;
    private Flow[] _flows = [];

    public async ValueTask InitializeAsync()
    {
        _agent = await DashboardApp.StartAgentAsync(
            "http://127.0.0.1:9", "lpr_none", "--Agent:WebServer:Enabled=true", $"--Agent:WebServer:Port={FreePort.Find()}", "--urls=");
        var camera = await _agent.AddCameraAsync("Gate");
        _flows = [.. Enumerable.Range(0, 3).Select(i => new Flow
        {
            CameraId = camera,
            Plate = $"AB{i}",
            Confidence = 0.9,
            CapturedAt = Seen.AddMinutes(i),
            FirstSeenAt = Seen.AddMinutes(i),
            LastSeenAt = Seen.AddMinutes(i).AddSeconds(2),
            Candidates = [new FlowCandidate { Text = $"AB{i}", Confidence = 0.9 }],
        })];
        await _agent.SeedFlowsAsync(_flows);
        _client = _agent.AnonymousClient();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _agent.DisposeAsync();
    }

    [Fact]
    public async Task Page_SaysWhenTheFirstGroupIsOf()
    {
        var page = await _client.GetStringAsync("/", Cancellation);
        Assert.Equal(Seen.ToUnixTimeMilliseconds(), long.Parse(Earliest().Match(page).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("?start=0&end=99999999999999999999999999", 3)]
    [InlineData("?start=-5&end=1777636800000", 1)]
    [InlineData("?start=1777636800001", 2)]
    [InlineData("?start=1777636860000&end=1777636860000", 1)]
    [InlineData("?start=2000000000000&end=1", 0)]
    public async Task List_OfASpan_HoldsTheKeysOfItsGroups(string query, int count)
    {
        using var list = JsonDocument.Parse(await _client.GetStringAsync($"/list{query}", Cancellation));
        Assert.Equal(count, list.RootElement.GetArrayLength());
        foreach (var entry in list.RootElement.EnumerateArray())
        {
            using var group = JsonDocument.Parse(await _client.GetStringAsync($"/meta/{entry.GetProperty("key").GetString()}", Cancellation));
            Assert.Equal("alpr_group", group.RootElement.GetProperty("data_type").GetString());
            Assert.Contains(_flows, flow => flow.Plate == group.RootElement.GetProperty("best_plate_number").GetString()
                && flow.FirstSeenAt.ToUnixTimeMilliseconds() == group.RootElement.GetProperty("epoch_start").GetInt64());
        }
    }

    [Theory]
    [InlineData("/list?start=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/meta/nothing", HttpStatusCode.NotFound)]
    [InlineData("/meta/0199b0a0000070008000000000000001", HttpStatusCode.NotFound)]
    [InlineData("/gps/set?latitude=91&longitude=1", HttpStatusCode.BadRequest)]
    [InlineData("/gps/set?latitude=1", HttpStatusCode.BadRequest)]
    [InlineData("/gps/set?latitude=NaN&longitude=1", HttpStatusCode.BadRequest)]
    [InlineData("/other", HttpStatusCode.NotFound)]
    public async Task Request_ThatCannotBeAnswered_SaysSo(string address, HttpStatusCode expected)
    {
        using var answer = await _client.GetAsync(address, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Position_ThatIsSet_IsTheCamerasAndInGroups()
    {
        await _client.GetStringAsync("/gps/set?latitude=48.2&longitude=-16.4", Cancellation);
        using var group = JsonDocument.Parse(await _client.GetStringAsync($"/meta/{_flows[0].Uuid:N}", Cancellation));
        Assert.Equal(48.2, group.RootElement.GetProperty("gps_latitude").GetDouble());
        Assert.Equal(-16.4, group.RootElement.GetProperty("gps_longitude").GetDouble());
    }

    [Fact]
    public async Task Position_FromAPageOfAnotherAddress_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/gps/set?latitude=1&longitude=2");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await _client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")] // Through a proxy on this machine.
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Host", "plates.example:8355")] // A page whose name was made to point to this machine.
    public async Task Request_ThatIsNotOfThisMachine_IsRefused(string header, string value)
    {
        foreach (var address in new[] { "/gps/set?latitude=1&longitude=2", "/list", "/" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            Assert.True(request.Headers.TryAddWithoutValidation(header, value));
            using var answer = await _client.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal((null, null), await PositionAsync());
    }

    [Fact]
    public async Task Request_ByTheNameOfThisMachine_IsAnswered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/gps/set?latitude=1&longitude=2");
        request.Headers.Host = "localhost:8355";
        using var answer = await _client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((1, 2), await PositionAsync());
    }

    private async Task<(double? Latitude, double? Longitude)> PositionAsync()
    {
        await using var db = await _agent.OpenDatabaseAsync();
        var camera = await db.Cameras.SingleAsync(Cancellation);
        return (camera.Latitude, camera.Longitude);
    }

    [GeneratedRegex("Earliest date epoch: ([0-9]+)")]
    private static partial Regex Earliest();
}
