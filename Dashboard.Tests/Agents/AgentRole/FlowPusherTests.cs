using System.Collections.Concurrent;
using System.Text.Json;
using Dashboard.Agents.AgentRole;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Scout;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Agents.AgentRole;

public sealed class FlowPusherTests
{
    private static readonly TimeSpan MaxRequest = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServerThatIsAway_IsAskedAfterPausesThatGrow()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddFlowAsync(database, new Flow { Plate = "AB12", CapturedAt = TestTime.Noon });
        var time = new NotingClock();
        var options = new AgentOptions { Server = "http://127.0.0.1:1", Key = "key" };
        using var server = new ServerConnection(options, time);
        using var pusher = Pusher(database, server, options, new AgentLinkStatus(time, NullLogger<AgentLinkStatus>.Instance), time);
        await pusher.StartAsync(Cancellation);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(MaxRequest / 2);
                return time.Waits.Count(IsPause) >= 4;
            },
            "it has asked four times");
        await pusher.StopAsync(CancellationToken.None);

        // Each is spread by a quarter to both sides.
        Assert.Collection(
            time.Waits.Where(IsPause).Take(4),
            pause => Assert.InRange(pause.TotalSeconds, .75, 1.25),
            pause => Assert.InRange(pause.TotalSeconds, 1.5, 2.5),
            pause => Assert.InRange(pause.TotalSeconds, 3, 5),
            pause => Assert.InRange(pause.TotalSeconds, 6, 10));
    }

    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(1, true, 0)]
    [InlineData(2, false, 0)]
    public async Task Flow_TooLargeForTheServer_IsPushedWithFewerPictures(int refusals, bool hasOverview, int views)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (flow, images) = (new Flow { Uuid = Guid.NewGuid(), Plate = "AB12", CapturedAt = TestTime.Noon, LprVersion = "lpr-1" }, Images(database));
        var pool = new FramePool();
        var jpeg = TestPictures.Jpeg(new PictureCodec(pool), pool);
        (await images.WriteAsync(flow.Uuid, flow.CapturedAt, jpeg, [new(flow.CapturedAt.AddSeconds(-1), jpeg)], Cancellation)).GiveTo(flow);
        await AddFlowAsync(database, flow);
        await using var listener = await HookListener.StartAsync((context, number) =>
        {
            context.Response.StatusCode = number <= refusals ? 413 : 200;
            return Task.CompletedTask;
        });
        var (count, status) = await PushAsync(database, listener);

        Assert.Equal((1, 0, refusals + 1), (count, status.Refused.Count, listener.Heard.Count));
        using var body = JsonDocument.Parse(listener.Heard[^1].Body);
        var pushed = ScoutJson.Read<ScoutGroup>(body.RootElement);
        Assert.Equal(("AB12", hasOverview, views), (pushed.BestPlateNumber, pushed.OverviewJpeg is { Length: > 0 }, pushed.Views?.Count ?? 0));
    }

    [Theory]
    [InlineData(400, 1)]
    [InlineData(413, 1)] // It has no picture that could be left out.
    public async Task Flow_RefusedForGood_IsCounted_AndHoldsUpNoOther(int answer, int requests)
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddFlowAsync(database, new Flow { Plate = "AB12", CapturedAt = TestTime.Noon });
        await using var listener = await HookListener.StartAsync((context, _) =>
        {
            context.Response.StatusCode = answer;
            return context.Response.WriteAsJsonAsync(new { error = "Too much." });
        });
        var (count, status) = await PushAsync(database, listener);

        Assert.Equal((1, requests), (count, listener.Heard.Count));
        Assert.Equal(1, status.Refused.Count);
        Assert.Contains("Too much.", status.Refused.Reason);
    }

    // The position moves on with the whole batch: what could not be pushed beside it brings it again.
    [Fact]
    public void Flow_RefusedInABatchThatIsPushedAgain_CountsOnce()
    {
        var status = new AgentLinkStatus(TimeProvider.System, NullLogger<AgentLinkStatus>.Instance);
        status.SetRefused(7, "Too much.");
        status.SetRefused(7, "Too much.");
        status.SetRefused(8, "No plate.");

        Assert.Equal(new RefusedFlows(2, "No plate."), status.Refused);
    }

    private static async Task AddFlowAsync(TestDatabase database, Flow flow)
    {
        flow.CameraId = (await database.AddCamerasAsync("Gate"))[0];
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Cameras.ExecuteUpdateAsync(set => set.SetProperty(row => row.Number, 1), Cancellation);
        }

        await database.AddFlowsAsync(flow);
    }

    private static async Task<(int Count, AgentLinkStatus Status)> PushAsync(TestDatabase database, HookListener listener)
    {
        var options = new AgentOptions
        {
            Server = new Uri(listener.Url).GetLeftPart(UriPartial.Authority),
            Key = "key",
            Pictures = PictureTransfer.Push,
        };
        var status = new AgentLinkStatus(TimeProvider.System, NullLogger<AgentLinkStatus>.Instance);
        using var server = new ServerConnection(options, TimeProvider.System);
        using var pusher = Pusher(database, server, options, status, TimeProvider.System);
        var count = await pusher.PushAsync(Cancellation);
        Assert.Equal(0, await pusher.PushAsync(Cancellation));
        return (count, status);
    }

    private static FlowImages Images(TestDatabase database) => new(database.Server, new PictureCodec(new FramePool()));

    private static FlowPusher Pusher(
        TestDatabase database, ServerConnection server, AgentOptions options, AgentLinkStatus status, TimeProvider time) => new(
        database.Factory,
        server,
        Images(database),
        new FlowFeed(),
        new AgentIdentity(database.Server),
        options,
        status,
        time,
        NullLogger<FlowPusher>.Instance);

    private static bool IsPause(TimeSpan wait) => wait > TimeSpan.Zero && wait < MaxRequest;

    private sealed class NotingClock() : FakeTimeProvider(TestTime.Noon)
    {
        public ConcurrentQueue<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Enqueue(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
