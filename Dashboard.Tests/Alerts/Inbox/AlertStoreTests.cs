using Dashboard.Alerts.Inbox;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;

namespace Dashboard.Tests.Alerts.Inbox;

public sealed class AlertStoreTests
{
    [Theory, ProviderData]
    public async Task Pages_AreByPlateAndList_NewestFirst_WithoutRepeats(string provider)
    {
        await using var world = await InboxWorld.CreateAsync(provider);
        var gate = await world.Alerts.ListAsync("gate", list => (list.RepeatMinutes, list.Color) = (60, AlertListColor.Teal), "A1", "B2");
        await world.Alerts.ListAsync("all", null, "A*");
        var camera = world.Alerts.Camera;
        await world.PassAsync(("A1", camera), ("B2", world.HarbourCamera), ("A1", camera));
        var page = await world.Store.PageAsync(new AlertFilter(), 1, 2, SiteScope.Unrestricted, Cancellation);
        Assert.Equal((1, 2, 3), (page.Page, page.PageCount, page.Total));
        Assert.Equal(
            [("all", "A1", 2, 0, AlertListColor.Red), ("gate", "B2", 1, 0, AlertListColor.Teal)],
            page.Groups.Select(group => (group.Newest.Alert.ListName, group.Key.Plate, group.Count, group.Repeats, group.Newest.Color)));
        var last = (await world.Store.PageAsync(new AlertFilter(), 9, 2, SiteScope.Unrestricted, Cancellation)).Groups;
        Assert.Equal([("gate", "A1", 1, 1)], last.Select(group => (group.Newest.Alert.ListName, group.Key.Plate, group.Count, group.Repeats)));

        Assert.Equal(2, await CountAsync(world, new AlertFilter(ListId: gate.Id)));
        Assert.Equal(1, await CountAsync(world, new AlertFilter(CameraId: world.HarbourCamera)));
        var from = AlertWorld.Night.AddSeconds(2);
        Assert.Equal(2, await CountAsync(world, new AlertFilter(From: from)));
        Assert.Equal(2, await CountAsync(world, new AlertFilter(To: from)));
        var rows = await world.Store.ListAsync(new AlertFilter(), page.Groups[0].Key, SiteScope.Unrestricted, Cancellation);
        Assert.Equal(2, rows.Count);
    }

    [Theory, ProviderData]
    public async Task OpenOnes_AreCountedBySite_AndFlowsHaveTheMarksOfTheirLists(string provider)
    {
        await using var world = await InboxWorld.CreateAsync(provider);
        var list = await world.Alerts.ListAsync("gate", list => list.Color = AlertListColor.Blue, "A1");
        await world.PassAsync(("A1", world.Alerts.Camera), ("A1", world.HarbourCamera), ("A1", world.HarbourCamera), ("C3", world.HarbourCamera));
        var alerts = await world.Alerts.AlertsAsync();
        await world.Actions.AcknowledgeAsync(await world.PersonAsync(Roles.Operator), alerts[1].Id, Cancellation);
        var open = await world.Store.CountOpenAsync(Cancellation);
        Assert.Equal((2, 1), (open.Values.Sum(), open[world.Harbour]));

        var marks = await world.Store.FindMarksAsync([alerts[0].FlowId, alerts[2].FlowId + 1], Cancellation);
        Assert.Equal(new ListMark(list.Id, "gate", AlertListColor.Blue), Assert.Single(marks[alerts[0].FlowId]));
        Assert.Empty(marks[alerts[2].FlowId + 1]);
        await world.Alerts.Lists.DeleteAsync(list.Id, Cancellation);
        marks = await world.Store.FindMarksAsync([alerts[0].FlowId], Cancellation);
        Assert.Equal(AlertListColor.Grey, marks[alerts[0].FlowId].Single().Color);
    }

    private static async Task<int> CountAsync(InboxWorld world, AlertFilter filter) =>
        (await world.Store.PageAsync(filter, 1, 25, SiteScope.Unrestricted, Cancellation)).Total;
}
