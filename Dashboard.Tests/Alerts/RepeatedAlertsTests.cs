using Dashboard.Domain.Alerts;
using Dashboard.Storage;

namespace Dashboard.Tests.Alerts;

/// <summary>Alerts of a plate that comes again soon: programs are told of each, people once.</summary>
public sealed class RepeatedAlertsTests
{
    [Theory, ProviderData]
    public async Task Passages_WithinTheListsMinutes_AreCountedIntoTheFirst(string provider)
    {
        await using var world = await AlertWorld.CreateAsync(provider);
        await world.ListAsync("gate", list => (list.RepeatMinutes, list.Recipients) = (10, "a@example.com"), "ABC1", "XYZ9");
        await world.HookAsync(hook => hook.SendsAlerts = true);
        var worker = await world.WorkerAsync();
        await PassAsync(world, "ABC1", 0);
        await AlertWorld.RunAsync(worker);
        await PassAsync(world, "ABC1", 4);
        await PassAsync(world, "XYZ9", 5);
        await PassAsync(world, "ABC1", 9);
        await PassAsync(world, "ABC1", 10);
        await PassAsync(world, "ABC1", 12);
        await AlertWorld.RunAsync(worker);

        var alerts = await world.AlertsAsync();
        Assert.Equal(6, alerts.Count);
        var (first, second) = (alerts[0], alerts.Single(alert => alert.Plate == "ABC1" && MinuteOf(alert) == 10));
        Assert.Equal(
            [(0, (long?)null, 2, 9), (4, first.Id, 0, -1), (5, null, 0, -1), (9, first.Id, 0, -1), (10, null, 1, 12), (12, second.Id, 0, -1)],
            alerts.Select(alert => (MinuteOf(alert), alert.RepeatOf, alert.RepeatCount, MinuteOf(alert.LastRepeatAt))).Order());
        var deliveries = await world.DeliveriesAsync();
        Assert.Equal((6, 3), (deliveries.Count(d => d.Kind == DeliveryKind.Alert), deliveries.Count(d => d.Kind == DeliveryKind.Email)));
    }

    [Fact]
    public async Task Passages_OfAListWithoutMinutes_AreAlertsOfTheirOwn()
    {
        await using var world = await AlertWorld.CreateAsync();
        await world.ListAsync("gate", null, "ABC1");
        var worker = await world.WorkerAsync();
        await PassAsync(world, "ABC1", 0);
        await PassAsync(world, "ABC1", 0);
        await AlertWorld.RunAsync(worker);
        Assert.All(await world.AlertsAsync(), alert => Assert.Equal((null, 0), (alert.RepeatOf, alert.RepeatCount)));
    }

    [Fact]
    public async Task Flow_ThatChanges_CountsOnce()
    {
        await using var world = await AlertWorld.CreateAsync();
        await world.ListAsync("gate", list => list.RepeatMinutes = 10, "ABC1");
        var worker = await world.WorkerAsync();
        await PassAsync(world, "ABC1", 0);
        var again = await PassAsync(world, "ABC1", 1);
        await AlertWorld.RunAsync(worker);
        await world.ChangeAsync(again, flow => flow.Confidence = .99);
        await AlertWorld.RunAsync(worker);
        Assert.Equal([1, 0], (await world.AlertsAsync()).Select(alert => alert.RepeatCount));
    }

    private static Task<Domain.Flows.Flow> PassAsync(AlertWorld world, string plate, int minute) =>
        world.FlowAsync(plate, flow => flow.FirstSeenAt = AlertWorld.Night.AddMinutes(minute));

    private static int MinuteOf(Alert alert) => MinuteOf(alert.FirstSeenAt);

    private static int MinuteOf(DateTimeOffset? moment) => moment is { } then ? (int)(then - AlertWorld.Night).TotalMinutes : -1;
}
