using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Agents;
using Dashboard.Agents.Reads;
using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Hosting;
using Dashboard.Scout;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Agents.Reads;

/// <summary>Frames that the open-source agent pushes become flows.</summary>
[Trait("Category", "Server")]
public sealed class PushedReadTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(AlprdMinute.Start.AddSeconds(61));
    private DashboardApp _app = null!;
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        _app = await DashboardApp.StartAsync(_clock, null);
        _key = await _app.ApiKeyAsync(Roles.Operator);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Minute_OfAGenuineAgent_IsOneFlowAVehicle_HoweverOftenItIsSent()
    {
        await PushAsync(_app, AlprdMinute.Bodies);
        await PushAsync(_app, AlprdMinute.Bodies);
        await SettleAsync(_app);

        var flows = await FlowsAsync(_app);
        Assert.Equal(AlprdMinute.Plates.Order(), flows.Select(flow => flow.Plate).Order());
        Assert.All(flows, flow =>
        {
            Assert.Equal((flow.Plate, flow.Confidence), (flow.Candidates[0].Text, flow.Candidates[0].Confidence));
            Assert.InRange(flow.Confidence, 0.5, 0.95); // On the agent's own scale.
            Assert.InRange(flow.Candidates.Count, 2, 10);
            Assert.InRange(flow.ReadCount, 2, 100);
            Assert.InRange(flow.FirstSeenAt, AlprdMinute.Start, flow.LastSeenAt);
            Assert.InRange(flow.CapturedAt, flow.FirstSeenAt, flow.LastSeenAt);
            Assert.InRange(flow.LastSeenAt, flow.FirstSeenAt, AlprdMinute.Start.AddMinutes(1));
            Assert.NotNull(flow.Corners);
            Assert.False(flow.IsPreview);
        });

        _clock.Advance(TimeSpan.FromSeconds(6)); // The list of cameras may be that of before.
        var camera = Assert.Single(await _app.CamerasAsync());
        Assert.Equal("north-depot camera 1", camera.Alias);
        var agent = Assert.Single(await _app.Agents.ListAsync(Cancellation));
        Assert.Equal(("north-depot", 1, false), (agent.Name, agent.Cameras, agent.IsClockWrong));
    }

    [Fact]
    public async Task Reads_ThatWereAcknowledged_BecomeFlowsAfterARestart_AndAreStoredOnce()
    {
        // The first vehicle is still in sight when the server goes.
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var first = AlprdMinute.Bodies.Where(body => body.Contains("KD472MX", StringComparison.Ordinal)).Take(6).ToList();
        var key = "";
        try
        {
            await using (var app = await DashboardApp.StartAsync(_clock, null, $"--DataDirectory={folder}"))
            {
                key = await app.ApiKeyAsync(Roles.Operator);
                await PushAsync(app, first[..4], key);
                await Eventually.TrueAsync(async () => await StoredReadsAsync(app) == 4, "the reads are kept");
                Assert.Empty(await FlowsAsync(app));
            }

            await using (var app = await DashboardApp.StartAsync(_clock, null, $"--DataDirectory={folder}"))
            {
                await PushAsync(app, first[2..], key);
                await SettleAsync(app);
                var flow = Assert.Single(await FlowsAsync(app));
                Assert.Equal(("KD472MX", 6), (flow.Plate, flow.ReadCount));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task SingleRead_IsNoFlow_AndIsForgotten()
    {
        await PushAsync(_app, AlprdMinute.Bodies.Take(1));
        await SettleAsync(_app);
        Assert.Empty(await FlowsAsync(_app));
    }

    [Fact]
    public async Task Picture_OfThePlate_IsTheFlowsPicture()
    {
        var jpeg = _app.Jpeg(160, 40);
        await PushAsync(_app, AlprdMinute.Bodies.Take(3).Select(body => AlprdMinute.With(
            body, ("results", Plate(JsonNode.Parse(body)!["results"]![0]!, Convert.ToBase64String(jpeg))))));
        await SettleAsync(_app);

        var flow = Assert.Single(await FlowsAsync(_app));
        Assert.Equal((true, 160, 40, "0,0,160,0,160,40,0,40"), (flow.HasPicture, flow.PictureWidth, flow.PictureHeight, flow.Corners));
        using var client = Client(_app);
        var uuid = $"northdepotX{AgentSuffix(await _app.Agents.ListAsync(Cancellation))}-1-{flow.CapturedAt.ToUnixTimeMilliseconds()}";
        Assert.Equal(jpeg, await client.GetByteArrayAsync($"/img/{uuid.Split('-')[0]}/{uuid}.jpg", Cancellation));

        static JsonArray Plate(JsonNode plate, string picture)
        {
            var copy = plate.DeepClone();
            copy["plate_crop_jpeg"] = picture;
            return [copy];
        }

        static string AgentSuffix(IReadOnlyList<Dashboard.Agents.AgentSummary> agents) => agents.Single().Uid["northdepotX".Length..];
    }

    [Fact]
    public async Task Frames_OfAClockThatIsWrong_BearTheTimeOfTheirArrival_AndAreMarked()
    {
        foreach (var body in AlprdMinute.Bodies.Take(4))
        {
            var told = JsonNode.Parse(body)!["epoch_time"]!.GetValue<long>() - AlprdMinute.Start.ToUnixTimeMilliseconds();
            await PushAsync(_app, [AlprdMinute.With(body, ("epoch_time", told))]);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        await SettleAsync(_app);
        var flow = Assert.Single(await FlowsAsync(_app));
        Assert.InRange(flow.CapturedAt, AlprdMinute.Start.AddSeconds(61), AlprdMinute.Start.AddSeconds(62));
        await using var db = await _app.OpenDatabaseAsync();
        Assert.InRange((await db.FlowDetails.SingleAsync(Cancellation)).ToldAt!.Value, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        Assert.True((await _app.Agents.ListAsync(Cancellation)).Single().IsClockWrong);

        using var person = await _app.SignInClientAsync();
        var sheet = WebUtility.HtmlDecode(await person.GetStringAsync($"/app/flows/{flow.Id}/evidence", Cancellation));
        Assert.Contains("wrong, it showed 1970-01-01 00:", sheet);
    }

    [Fact]
    public async Task Frames_WhoseTimesAreSeconds_AreOfThatTime()
    {
        await PushAsync(_app, AlprdMinute.Bodies.Take(8).Select(body =>
            AlprdMinute.With(body, ("epoch_time", JsonNode.Parse(body)!["epoch_time"]!.GetValue<long>() / 1000))));
        await SettleAsync(_app);
        Assert.InRange(Assert.Single(await FlowsAsync(_app)).FirstSeenAt, AlprdMinute.Start, AlprdMinute.Start.AddSeconds(5));
    }

    [Fact]
    public async Task Frames_OfAnAgentThatSendsGroups_AreTakenAndMakeNoRows()
    {
        await PushAsync(_app, AlprdMinute.Bodies.Take(5).Select(body => AlprdMinute.With(body, ("agent_uid", "A1"))));
        await PushAsync(_app, [AlprdMinute.With(AlprdMinute.Bodies[0], ("agent_uid", "A1"), ("camera_id", null), ("epoch_time", null))]);
        Assert.Equal(0, await StoredReadsAsync(_app));
        Assert.Empty(await FlowsAsync(_app));
    }

    [Fact]
    public async Task Frames_OfAnAgentThatSendsGroups_AreSeenLive()
    {
        var at = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        await PushAsync(
            _app, [$$"""{"data_type": "alpr_group", "agent_uid": "A1", "camera_id": 3, "epoch_start": {{at}}, "best_plate_number": "OLD1"}"""]);
        using var person = await _app.SignInClientAsync();
        _clock.Advance(TimeSpan.FromSeconds(6)); // The list of cameras may be that of before.
        await PushAsync(_app, [AlprdMinute.With(AlprdMinute.Bodies[0], ("agent_uid", "A1"), ("camera_id", 3), ("epoch_time", at))]);
        Assert.Matches("<span class=\"plate-text\"[^>]*>ND472MN</span>", await person.GetStringAsync("/app/live", Cancellation));

        await PushAsync(
            _app, [AlprdMinute.With(AlprdMinute.Bodies[0], ("agent_uid", "A1"), ("camera_id", 3), ("epoch_time", at), ("results", new JsonArray()))]);
        Assert.DoesNotContain("ND472MN", await person.GetStringAsync("/app/live", Cancellation));
    }

    [Fact]
    public async Task Preview_WhereTheyAreOn_IsStoredEarly_AndBecomesTheFlow()
    {
        await using var app = await DashboardApp.StartAsync(_clock, null, "--Tracking:PreviewReads=3");
        var key = await app.ApiKeyAsync(Roles.Operator);
        var bodies = AlprdMinute.Bodies.Where(body => body.Contains("KD472MX", StringComparison.Ordinal)).Take(6).ToList();
        await PushAsync(app, bodies[..3], key);
        await Eventually.TrueAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(500));
                return (await FlowsAsync(app)).Count == 1;
            },
            "the preview is there");
        Assert.True((await FlowsAsync(app)).Single().IsPreview);

        await PushAsync(app, bodies[3..], key);
        await SettleAsync(app);
        var flow = Assert.Single(await FlowsAsync(app));
        Assert.Equal((false, 6), (flow.IsPreview, flow.ReadCount));
    }

    [Fact]
    public async Task Frame_WhereTooMuchWaits_IsSentBack_AndThePageSaysSo()
    {
        var backlog = _app.Get<ReadBacklog>();
        backlog.Add(long.MaxValue, (int)ReadBacklog.MaxBytes);
        using (var client = Client(_app))
        using (var answer = await client.PostAsync("/push/", HttpAssert.Json(AlprdMinute.Bodies[0]), Cancellation))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.StatusCode, answer.Headers.RetryAfter is not null));
        }

        using var person = await _app.SignInClientAsync();
        var page = await person.GetStringAsync("/app/agents", Cancellation);
        Assert.Contains("1 pushed frame was rejected since the server started", page);
        Assert.Contains("1 pushed read is waiting on this server to become a flow (268.4 MB).", page);

        backlog.Remove([long.MaxValue]);
        await PushAsync(_app, AlprdMinute.Bodies.Take(1));
        page = await person.GetStringAsync("/app/agents", Cancellation);
        Assert.DoesNotContain("268.4 MB", page);
        Assert.Contains("pushed frame was rejected", page);
    }

    [Fact]
    public async Task Reads_ThatAnotherServerKeptForThisOne_AreGroupedWithItsOwn()
    {
        var bodies = AlprdMinute.Bodies.Where(body => body.Contains("KD472MX", StringComparison.Ordinal)).Take(6).ToList();
        await PushAsync(_app, bodies[..3]);
        await Another(_app, "other").AddAsync([.. bodies[3..].Select(Frame)], Cancellation);
        await SettleAsync(_app);
        Assert.Equal(("KD472MX", 6), (Assert.Single(await FlowsAsync(_app)).Plate, (await FlowsAsync(_app))[0].ReadCount));
    }

    [Fact]
    public async Task Reads_OfAServerThatIsGone_BecomeFlows_ThoughNoneCome()
    {
        var bodies = AlprdMinute.Bodies.Where(body => body.Contains("KD472MX", StringComparison.Ordinal)).Take(6).ToList();
        await Another(_app, "other").AddAsync([.. bodies.Select(Frame)], Cancellation);
        await SettleAsync(_app, TimeSpan.FromSeconds(5));
        Assert.Equal(("KD472MX", 6), (Assert.Single(await FlowsAsync(_app)).Plate, (await FlowsAsync(_app))[0].ReadCount));
    }

    [Fact]
    public async Task Tracker_LooksOftenWhileReadsWaitOrMayCome_AndRestsOtherwise()
    {
        var tracker = _app.Get<ReadTracker>();
        Assert.Equal(TimeSpan.FromSeconds(30), tracker.NextLook);
        await PushAsync(_app, AlprdMinute.Bodies.Take(4));
        await Eventually.TrueAsync(() => tracker.NextLook == TimeSpan.FromMilliseconds(500), "reads wait");
        await SettleAsync(_app);
        Assert.Equal(TimeSpan.FromMilliseconds(500), tracker.NextLook); // Another server may believe for a while that this one groups them.
        _clock.Advance(TimeSpan.FromMinutes(3));
        await Eventually.TrueAsync(() => tracker.NextLook == TimeSpan.FromSeconds(30), "nothing waits");
    }

    private static PushedFrame Frame(string body) =>
        PushedFrame.From(ScoutJson.Read<ScoutResults>(JsonDocument.Parse(body).RootElement), AlprdMinute.Start.AddSeconds(61))!;

    // A server beside the app, on the same database.
    private PushedReadStore Another(DashboardApp app, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(app.DataDirectory, name)).FullName;
        var identity = new AgentIdentity(new ServerOptions { DataDirectory = folder });
        return new PushedReadStore(
            app.Get<IDbContextFactory<DashboardDbContext>>(), app.Get<AgentDirectory>(), identity, app.Get<TrackingOptions>(), _clock);
    }

    private static async Task<List<Flow>> FlowsAsync(DashboardApp app)
    {
        await using var db = await app.OpenDatabaseAsync();
        return await db.Flows.AsNoTracking().Include(flow => flow.Candidates.OrderBy(candidate => candidate.Rank)).OrderBy(flow => flow.FirstSeenAt)
            .ToListAsync(Cancellation);
    }

    private static async Task<int> StoredReadsAsync(DashboardApp app)
    {
        await using var db = await app.OpenDatabaseAsync();
        return await db.PushedReads.CountAsync(Cancellation);
    }

    private HttpClient Client(DashboardApp app, string? key = null)
    {
        var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key ?? _key);
        return client;
    }

    private async Task PushAsync(DashboardApp app, IEnumerable<string> bodies, string? key = null)
    {
        using var client = Client(app, key);
        foreach (var body in bodies)
        {
            await client.PostAsync("/push/", HttpAssert.Json(body), Cancellation).ReadAsync();
        }
    }

    // No frame comes any more: groups close by the clock.
    private Task SettleAsync(DashboardApp app, TimeSpan? step = null) => Eventually.TrueAsync(
        async () =>
        {
            _clock.Advance(step ?? TimeSpan.FromMilliseconds(500));
            return await StoredReadsAsync(app) == 0;
        },
        "all reads became flows or were dropped");
}
