using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts;

public sealed class AlertWorkerTests
{
    [Theory, ProviderData]
    public async Task Flows_OfEachKindOfList_MakeTheAlertsThatTheListsMean(string provider)
    {
        await using var world = await AlertWorld.CreateAsync(provider);
        await world.ListAsync("exact", null, "ABC1", "LONGPLATE1234", "X*");
        await world.ListAsync("lenient", list => list.MatchStrategy = MatchStrategy.Lenient, "ABD1");
        await world.ListAsync("white", list => list.ListType = AlertListType.White, "ABC1", "ZZ?");
        await world.ListAsync("off", list => list.IsActive = false, "ABC1");
        await world.ListAsync("by day", list => list.Schedule = new AlertSchedule(127, 6 * 60, 18 * 60), "ABC1");
        await world.ListAsync("wednesday nights", list => list.Schedule = new AlertSchedule(1 << (int)DayOfWeek.Wednesday, 22 * 60, 6 * 60), "ABC1");
        var worker = await world.WorkerAsync();
        var heard = 0;
        using var subscription = world.Feed.Subscribe(alerts => heard += alerts.Count);

        var first = await world.FlowAsync("ABC1", null, "ABC1", "ABD1");
        var second = await world.FlowAsync("XYZ", null, "XYZ");
        await world.FlowAsync("");
        await world.FlowAsync("ZZ1");
        await world.FlowAsync("Q", flow => flow.IsPreview = true);
        var last = await world.FlowAsync("LONGPLATE1234");
        await AlertWorld.RunAsync(worker);

        var alerts = await world.AlertsAsync();
        Assert.Equal(
            [
                (first.Id, "exact", "ABC1", "about ABC1", .9), (first.Id, "lenient", "ABD1", "about ABD1", .8),
                (first.Id, "wednesday nights", "ABC1", "about ABC1", .9),
                (second.Id, "exact", "XYZ", "about X*", .9), (second.Id, "white", "XYZ", "", .9),
                (last.Id, "exact", "LONGPLATE1234", "about LONGPLATE1234", .9), (last.Id, "white", "LONGPLATE1234", "", .9),
            ],
            alerts.Select(alert => (alert.FlowId, alert.ListName, alert.Plate, alert.Description, Math.Round(alert.Confidence, 3)))
                .OrderBy(alert => alert.FlowId)
                .ThenBy(alert => alert.ListName));
        Assert.Equal((alerts.Count, 0L), (heard, world.Status!.Current.Behind));
    }

    [Fact]
    public async Task LenientList_WithAFloor_NeitherAlertsNorLetsPassByALessLikelyReading()
    {
        await using var world = await AlertWorld.CreateAsync();
        foreach (var (name, type, floor) in new[]
        {
            ("black 80", AlertListType.Black, 80), ("black 81", AlertListType.Black, 81),
            ("white 80", AlertListType.White, 80), ("white 81", AlertListType.White, 81),
        })
        {
            await world.ListAsync(
                name, list => (list.MatchStrategy, list.ListType, list.MinCandidatePercent) = (MatchStrategy.Lenient, type, floor), "ABD1");
        }

        var worker = await world.WorkerAsync();
        await world.FlowAsync("ABC1", null, "ABC1", "ABD1"); // The second reading has 80 %.
        await AlertWorld.RunAsync(worker);

        Assert.Equal(["black 80", "white 81"], (await world.AlertsAsync()).Select(alert => alert.ListName).Order());
    }

    // A step takes a while on a busy machine.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Vehicle_ThatPassesAfterAPlateWasListed_IsFound_ThoughTheListsHadJustBeenRead(bool hasOtherList)
    {
        await using var world = await AlertWorld.CreateAsync();
        if (hasOtherList)
        {
            await world.ListAsync("staff", null, "STAFF1");
        }

        Flow? flow = null;
        var worker = await world.WorkerAsync(afterLists: async () =>
        {
            if (flow is null)
            {
                await world.ListAsync("stolen", null, "ABC1");
                flow = await world.FlowAsync("ABC1");
            }
        });
        await AlertWorld.RunAsync(worker);
        await worker.StepAsync(TestContext.Current.CancellationToken);

        Assert.Equal([flow!.Id], (await world.AlertsAsync()).Select(alert => alert.FlowId));
    }

    [Theory, ProviderData]
    public async Task Deliveries_OfFlowsAndAlerts_GoToWhomTheyAreFor(string provider)
    {
        await using var world = await AlertWorld.CreateAsync(provider);
        var list = await world.ListAsync("stolen", list => list.Recipients = "a@example.com,b@example.com", "ABC1");
        var flows = await world.HookAsync(hook => (hook.SendsFlows, hook.SendsAlerts) = (true, false));
        var alerts = await world.HookAsync(hook => hook.ListId = list.Id);
        await world.HookAsync(hook => hook.IsActive = false);
        await world.HookAsync(hook => (hook.SendsFlows, hook.SiteId) = (true, 99));
        await world.HookAsync(hook => hook.ListId = list.Id + 1);
        var worker = await world.WorkerAsync();
        var other = await world.FlowAsync("OTHER");
        var flow = await world.FlowAsync("ABC1");
        await AlertWorld.RunAsync(worker);

        var alert = Assert.Single(await world.AlertsAsync()).Id;
        Assert.Equal(
            [
                (DeliveryKind.Flow, flows, null, other.Id, null), (DeliveryKind.Flow, flows, null, flow.Id, null),
                (DeliveryKind.Alert, alerts, null, flow.Id, alert),
                (DeliveryKind.Email, null, "a@example.com", flow.Id, alert), (DeliveryKind.Email, null, "b@example.com", flow.Id, (long?)alert),
            ],
            (await world.DeliveriesAsync()).Select(row => (row.Kind, row.HookId, row.Recipient, row.FlowId, row.AlertId)));
    }

    [Theory, ProviderData]
    public async Task Preview_ThatChangesAndCloses_UpdatesItsAlertAndIsToldOfOnce(string provider)
    {
        await using var world = await AlertWorld.CreateAsync(provider);
        await world.ListAsync("stolen", null, "ABC*");
        var hook = await world.HookAsync(hook => hook.SendsFlows = true);
        var worker = await world.WorkerAsync();
        var made = new List<string>();
        using var subscription = world.NewAlerts.Subscribe(alerts => made.AddRange(alerts.Select(alert => alert.Plate)));
        var flow = await world.FlowAsync("ABC1", flow => flow.IsPreview = true);
        await AlertWorld.RunAsync(worker);
        Assert.Equal([(DeliveryKind.Alert, hook)], (await world.DeliveriesAsync()).Select(row => (row.Kind, row.HookId!.Value)));

        await world.ChangeAsync(flow, row => (row.Plate, row.Confidence) = ("ABC12", .95));
        await AlertWorld.RunAsync(worker);
        Assert.Equal(("ABC12", .95), Assert.Single(await world.AlertsAsync()) is var alert ? (alert.Plate, alert.Confidence) : default);
        Assert.Single(await world.DeliveriesAsync());

        await world.ChangeAsync(flow, row => row.IsPreview = false);
        await world.ChangeAsync(flow, row => row.ReadCount = 9);
        await AlertWorld.RunAsync(worker);
        await world.ChangeAsync(flow, row => row.Plate = "OTHER");
        await AlertWorld.RunAsync(worker);
        Assert.Equal([DeliveryKind.Alert, DeliveryKind.Flow], (await world.DeliveriesAsync()).Select(row => row.Kind));
        Assert.Equal("ABC12", Assert.Single(await world.AlertsAsync()).Plate);
        Assert.Equal(["ABC1"], made);
        await using var db = await world.Database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal(0, await db.FlowOutbox.CountAsync(Cancellation));
    }

    [Theory, ProviderData]
    public async Task Correction_OntoAList_MakesOneAlertAndTellsNobodyOfTheFlowAgain(string provider)
    {
        await using var world = await AlertWorld.CreateAsync(provider);
        await world.ListAsync("stolen", list => list.MatchStrategy = MatchStrategy.Lenient, "ABC1", "A8C1");
        var worker = await world.WorkerAsync();
        var missed = await world.FlowAsync("AEC1", null, "AEC1");
        var mistaken = await world.FlowAsync("A8C1", null, "A8C1");
        await AlertWorld.RunAsync(worker);
        Assert.Equal([mistaken.Id], (await world.AlertsAsync()).Select(alert => alert.FlowId));

        // A receiver that was added since has never been told of these flows, and is not told of them now.
        await world.HookAsync(hook => hook.SendsFlows = true);
        await world.ChangeAsync(missed, row => (row.Plate, row.RawPlate) = ("ABC1", "AEC1"), isCorrection: true);
        await world.ChangeAsync(mistaken, row => (row.Plate, row.RawPlate) = ("QQ1", "A8C1"), isCorrection: true);
        await AlertWorld.RunAsync(worker);
        await world.ChangeAsync(missed, row => row.Confidence = .8, isCorrection: true);
        await AlertWorld.RunAsync(worker);

        Assert.Equal([(mistaken.Id, "A8C1"), (missed.Id, "ABC1")], (await world.AlertsAsync()).Select(alert => (alert.FlowId, alert.Plate)));
        Assert.Equal([(DeliveryKind.Alert, missed.Id)], (await world.DeliveriesAsync()).Select(row => (row.Kind, row.FlowId)));
    }

    [Theory, ProviderData]
    [Trait("Category", "Thorough")]
    public async Task Workers_SeveralAndStoppedAnywhere_LoseAndRepeatNothing(string provider)
    {
        await using var world = await AlertWorld.CreateAsync(provider);
        await world.ListAsync("white", list => list.ListType = AlertListType.White, "NONE");
        await world.HookAsync(hook => hook.SendsFlows = true);
        await world.WorkerAsync();
        var random = new Random();
        var stored = 0;
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 60; i++)
            {
                await world.FlowAsync($"P{stored++}");
            }

            // Two machines at once, each stopped at any moment, as a kill between two statements would.
            var machines = Enumerable.Range(0, 2).Select(async _ =>
            {
                using var stop = new CancellationTokenSource(random.Next(1, 60));
                var worker = await world.WorkerAsync();
                try
                {
                    await worker.StepAsync(stop.Token);
                }
                catch (Exception exception) when (exception is OperationCanceledException || StorageFailure.MayPass(exception))
                {
                    // Stopped, or in the other's way.
                }
            });
            await Task.WhenAll(machines);
        }

        await AlertWorld.RunAsync(await world.WorkerAsync());
        Assert.Equal(
            Enumerable.Range(0, stored).Select(n => $"P{n}"),
            (await world.AlertsAsync()).OrderBy(alert => alert.FlowId).Select(alert => alert.Plate));
        var deliveries = await world.DeliveriesAsync();
        Assert.Equal(stored, deliveries.Count(row => row.Kind == DeliveryKind.Flow));
        Assert.Equal(stored, deliveries.Count(row => row.Kind == DeliveryKind.Alert));
        Assert.Equal(deliveries.Select(row => row.FlowId).Order(), deliveries.Select(row => row.FlowId));
    }

    [Fact]
    public async Task FirstStart_OnADatabaseWithFlows_BeginsBehindThem()
    {
        await using var world = await AlertWorld.CreateAsync();
        await world.ListAsync("stolen", null, "ABC1", "ABC2");
        await world.FlowAsync("ABC1");
        var worker = await world.WorkerAsync();
        await world.FlowAsync("ABC2");
        await AlertWorld.RunAsync(worker);
        Assert.Equal("ABC2", Assert.Single(await world.AlertsAsync()).Plate);
    }

    [Fact]
    public async Task Lists_ChangedWhileItWorks_CountFromTheNextFlowOn()
    {
        await using var world = await AlertWorld.CreateAsync();
        var worker = await world.WorkerAsync();
        await world.FlowAsync("ABC1");
        await AlertWorld.RunAsync(worker);
        var list = await world.ListAsync("stolen", null, "ABC1");
        await world.FlowAsync("ABC1");
        await AlertWorld.RunAsync(worker);
        Assert.Single(await world.AlertsAsync());
        await world.Entries.DeleteAsync(
            list.Id, (await world.Entries.PageAsync(list.Id, "", cancellationToken: Cancellation)).Rows[0].Id, Cancellation);
        await world.FlowAsync("ABC1");
        await world.Lists.DeleteAsync(list.Id, Cancellation);
        await world.FlowAsync("ABC1");
        await AlertWorld.RunAsync(worker);
        Assert.Equal("stolen", Assert.Single(await world.AlertsAsync()).ListName);
    }

    [Fact]
    public async Task Flow_ThatTheDatabaseRefuses_IsLeftOutAlone_NewOrChanged()
    {
        await using var world = await AlertWorld.CreateAsync();
        await world.ListAsync("white", list => list.ListType = AlertListType.White, "NONE");
        await using (var db = await world.Database.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER no_bad BEFORE INSERT ON Alerts WHEN NEW.Plate = 'BAD' BEGIN SELECT RAISE(ABORT, 'no'); END", Cancellation);
        }

        var worker = await world.WorkerAsync();
        var names = Enumerable.Range(0, 20).Select(number => number % 7 == 3 ? "BAD" : $"P{number}").ToList();
        foreach (var name in names)
        {
            await world.FlowAsync(name);
        }

        await AlertWorld.RunAsync(worker);
        Assert.Equal(names.Where(name => name != "BAD"), (await world.AlertsAsync()).Select(alert => alert.Plate));
        Assert.Equal((3L, 0L), (world.Status!.Current.Skipped, world.Status.Current.Behind));

        var (bad, good) = (await world.FlowAsync(""), await world.FlowAsync(""));
        await AlertWorld.RunAsync(worker);
        await world.ChangeAsync(bad, row => row.Plate = "BAD");
        await world.ChangeAsync(good, row => row.Plate = "LATE");
        await AlertWorld.RunAsync(worker);
        Assert.Equal("LATE", (await world.AlertsAsync())[^1].Plate);
        Assert.Equal(4, world.Status.Current.Skipped);
    }

    [Fact]
    public async Task Receiver_WithTooMuchWaiting_GetsNoMoreAndAPersonSeesIt()
    {
        await using var world = await AlertWorld.CreateAsync();
        await world.HookAsync(hook => hook.SendsFlows = true);
        var worker = await world.WorkerAsync(maxWaiting: 3);
        for (var i = 0; i < 5; i++)
        {
            await world.FlowAsync("P");
        }

        await AlertWorld.RunAsync(worker);
        var deliveries = await world.DeliveriesAsync();
        Assert.Equal(
            [DeliveryState.Waiting, DeliveryState.Waiting, DeliveryState.Waiting, DeliveryState.Failed, DeliveryState.Failed],
            deliveries.Select(row => row.State));
        Assert.Contains("3 deliveries were waiting", deliveries[^1].LastAnswer);
    }

    [Fact]
    public async Task Worker_Running_IsWokenByTheFeedAndLooksByItself()
    {
        await using var world = await AlertWorld.CreateAsync();
        await world.ListAsync("stolen", null, "ABC1", "ABC2");
        using var worker = await world.WorkerAsync();
        await worker.StartAsync(CancellationToken.None);
        await world.FlowAsync("ABC1");
        world.FlowFeed.Publish([]);
        await Eventually.TrueAsync(async () => (await world.AlertsAsync()).Count == 1, "the feed wakes it");
        await world.FlowAsync("ABC2");
        await Eventually.TrueAsync(
            async () =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(3));
                return (await world.AlertsAsync()).Count == 2;
            },
            "it looks by itself");
        await worker.StopAsync(CancellationToken.None);
    }
}
