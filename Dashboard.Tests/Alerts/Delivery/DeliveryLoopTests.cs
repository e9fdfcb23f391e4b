using Dashboard.Alerts.Delivery;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Alerts.Delivery;

/// <summary>One receiver's line of deliveries.</summary>
public sealed class DeliveryLoopTests
{
    [Fact]
    public async Task Delivery_ThatFailsAsNobodyThoughtOf_CountsAsAnAttempt_AndHoldsUpNoOther()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        var flow = await world.AddFlowAsync();
        var poisoned = await world.QueueAlertAsync(flow, null, "a@test.example");
        var sound = await world.QueueAlertAsync(flow, null, "b@test.example");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var loop = new DeliveryLoop(new Channel(world.Queue, poisoned), world.Queue, world.Signal, world.Time, NullLogger.Instance);
        var running = loop.RunAsync(stop.Token);

        await Eventually.TrueAsync(
            async () => (await world.RowAsync(sound)).State == DeliveryState.Delivered, "the other is sent, while time stands still");

        var row = await world.RowAsync(poisoned);
        Assert.Equal((DeliveryState.Waiting, 1, "It could not be sent; the server's log has the reason"), (row.State, row.Attempts, row.LastAnswer));
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(-24 * 60, true)]
    [InlineData(-60, true)]
    [InlineData(-60, false)]
    [InlineData(60, true)]
    [InlineData(24 * 60, false)]
    public async Task Delivery_ThatWaits_WhenTheClockIsSet_DoesNotWaitForTheTimeToComeRound(int minutes, bool isTried)
    {
        await using var world = await DeliveryWorld.CreateAsync();
        var flow = await world.AddFlowAsync();
        var hook = (await world.AddHookAsync("http://127.0.0.1:9/")).Id;
        long[] rows = [await world.QueueAlertAsync(flow, null, "a@test.example"), await world.QueueAlertAsync(flow, hook)];
        if (isTried)
        {
            foreach (var id in rows)
            {
                var row = await world.RowAsync(id);
                Assert.True(await world.Queue.ClaimAsync(row, Cancellation));
                await world.Queue.FinishAsync(row, new DeliveryOutcome(DeliveryResult.TransientFailure, 503, "not now", 1), Cancellation);
            }
        }

        var before = world.Time.GetTimestamp();
        world.Time.Step(TimeSpan.FromMinutes(minutes));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = new[] { (int?)null, hook }.Select(of => new DeliveryLoop(
            new Channel(world.Queue, poisoned: 0, of), world.Queue, world.Signal, world.Time, NullLogger.Instance).RunAsync(stop.Token)).ToList();

        foreach (var id in rows)
        {
            await world.AdvanceUntilAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Delivered, "it is sent");
        }

        Assert.InRange(world.Time.GetElapsedTime(before), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    private sealed class Channel(DeliveryQueue queue, long poisoned, int? hook = null) : IDeliveryChannel
    {
        public string Name => "test";

        public int? HookId => hook;

        public Task<DeliveryRow?> NextAsync(CancellationToken cancellationToken) =>
            hook is { } id ? queue.HeadAsync(id, cancellationToken) : queue.NextEmailAsync(cancellationToken);

        public Task<DeliveryOutcome> SendAsync(DeliveryRow row, CancellationToken cancellationToken) => row.Id == poisoned
            ? throw new InvalidOperationException("nobody thought of this")
            : Task.FromResult(new DeliveryOutcome(DeliveryResult.Delivered, 200, "taken", 1));
    }
}
