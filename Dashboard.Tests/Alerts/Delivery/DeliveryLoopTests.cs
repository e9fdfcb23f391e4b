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

    private sealed class Channel(DeliveryQueue queue, long poisoned) : IDeliveryChannel
    {
        public string Name => "test";

        public int? HookId => null;

        public Task<DeliveryRow?> NextAsync(CancellationToken cancellationToken) => queue.NextEmailAsync(cancellationToken);

        public Task<DeliveryOutcome> SendAsync(DeliveryRow row, CancellationToken cancellationToken) => row.Id == poisoned
            ? throw new InvalidOperationException("nobody thought of this")
            : Task.FromResult(new DeliveryOutcome(DeliveryResult.Delivered, 200, "taken", 1));
    }
}
