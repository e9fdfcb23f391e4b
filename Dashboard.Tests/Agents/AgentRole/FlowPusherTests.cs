using System.Collections.Concurrent;
using Dashboard.Agents.AgentRole;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Agents.AgentRole;

public sealed class FlowPusherTests
{
    private static readonly TimeSpan MaxRequest = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ServerThatIsAway_IsAskedAfterPausesThatGrow()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await using (var db = await database.Factory.CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            await db.Cameras.ExecuteUpdateAsync(set => set.SetProperty(row => row.Number, 1), TestContext.Current.CancellationToken);
        }

        await database.AddFlowsAsync(new Flow { CameraId = camera, Plate = "AB12", CapturedAt = TestTime.Noon });
        var time = new NotingClock();
        var options = new AgentOptions { Server = "http://127.0.0.1:1", Key = "key" };
        using var server = new ServerConnection(options, time);
        using var pusher = new FlowPusher(
            database.Factory,
            server,
            new FlowImages(database.Server, new PictureCodec(new FramePool())),
            new FlowFeed(),
            new AgentIdentity(database.Server),
            options,
            new AgentLinkStatus(time, NullLogger<AgentLinkStatus>.Instance),
            time,
            NullLogger<FlowPusher>.Instance);
        await pusher.StartAsync(TestContext.Current.CancellationToken);
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
