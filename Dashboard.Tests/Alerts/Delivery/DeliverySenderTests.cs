using System.Collections.Concurrent;
using System.Text.Json;
using Dashboard.Alerts.Delivery;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts.Delivery;

/// <summary>What reaches a receiver, in which order and how often, whatever it and this machine do.</summary>
public sealed class DeliverySenderTests
{
    [Theory, ProviderData]
    public async Task Deliveries_OfAReceiverThatFails_ArriveInOrderOnceItWorks(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider);
        await using var listener = await HookListener.StartAsync(HookListener.Status(500));
        var hook = await world.AddHookAsync(listener.Url);
        await world.StartAsync();

        var ids = await world.QueueAsync(hook.Id, 5);
        await world.AdvanceUntilAsync(() => Task.FromResult(listener.Heard.Count >= 4), "four attempts");
        Assert.Equal([ids[0]], listener.Ids.Distinct());
        listener.Answer = HookListener.Status(204);
        await world.AdvanceUntilAsync(async () => (await world.RowAsync(ids[4])).State == DeliveryState.Delivered, "all are delivered");

        Assert.Equal(ids, listener.Ids.Skip(listener.Heard.Count - 5));
        Assert.Equal(1, listener.MaxInFlight);
        var first = await world.RowAsync(ids[0]);
        Assert.True(first.Attempts >= 5);
        Assert.Equal(204, first.LastStatus);
        var state = await world.Log.StateAsync(hook.Id, Cancellation);
        Assert.Equal((0, 0), (state.Waiting, state.Failed));
        Assert.NotNull(state.LastDelivered);
    }

    [Fact]
    public async Task Delivery_ThatFails_IsTriedAgainWithGrowingWaits()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        var heard = new ConcurrentQueue<DateTimeOffset>();
        await using var listener = await HookListener.StartAsync((context, _) =>
        {
            heard.Enqueue(world.Time.GetUtcNow());
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        var hook = await world.AddHookAsync(listener.Url);
        var id = (await world.QueueAsync(hook.Id))[0];
        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).LastStatus == 503, "the answer is noted");
        for (var n = 1; n <= 8; n++)
        {
            // Once it is no longer in hand. Where the time went on meanwhile, the receiver was too late, and that is a failure as well.
            await Eventually.TrueAsync(
                async () => await world.RowAsync(id) is { LastAnswer: not null } row && row.Attempts == n
                    && row.DueAt != row.LastAttemptAt + DeliveryQueue.ClaimFor,
                $"attempt {n}");
            var due = (await world.RowAsync(id)).DueAt;
            Assert.InRange((due - world.Now) / TimeSpan.FromSeconds(2 * Math.Pow(2, n - 1)), 0.74, 1.26);
            await world.AdvanceUntilAsync(
                async () => (await world.RowAsync(id)).Attempts == n + 1,
                $"attempt {n + 1}",
                TimeSpan.FromMilliseconds(Math.Max(50, (due - world.Now).TotalMilliseconds / 4)));
        }

        var attempts = heard.ToArray(); // The next one may be arriving at this moment.
        Assert.All(attempts.Zip(attempts.Skip(1)).Skip(3), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Receiver_ThatHangs_DelaysNobodyElse()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var slow = await HookListener.StartAsync(HookListener.HangAsync);
        await using var quick = await HookListener.StartAsync();
        var (hanging, other) = (await world.AddHookAsync(slow.Url, "Slow"), await world.AddHookAsync(quick.Url, "Quick"));
        await world.StartAsync();

        var stuck = await world.QueueAsync(hanging.Id, 3);
        await Eventually.TrueAsync(() => slow.Heard.Count == 1, "the slow one has a request");
        var ids = await world.QueueAsync(other.Id, 20);
        await Eventually.TrueAsync(
            async () => (await world.RowAsync(ids[^1])).State == DeliveryState.Delivered, "the other one has all, while time stands still");

        Assert.Equal(ids, quick.Ids);
        await world.AdvanceUntilAsync(async () => (await world.RowAsync(stuck[0])).LastAnswer is not null, "the slow one is given up for now");
        Assert.Equal("No answer within 10 seconds", (await world.RowAsync(stuck[0])).LastAnswer);
    }

    [Fact]
    public async Task Delivery_InHandWhenTheServerStops_IsSentAgainAfterTheRestart()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var listener = await HookListener.StartAsync(HookListener.HangAsync);
        var hook = await world.AddHookAsync(listener.Url);
        var ids = await world.QueueAsync(hook.Id, 2);
        var sender = await world.StartAsync();
        await Eventually.TrueAsync(() => listener.Heard.Count == 1, "the first is in hand");

        await sender.StopAsync(CancellationToken.None);
        listener.Answer = HookListener.Status(200);
        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(ids[1])).State == DeliveryState.Delivered, "both are delivered");
        Assert.Equal([ids[0], ids[0], ids[1]], listener.Ids);
    }

    [Theory, ProviderData]
    public async Task Delivery_InHandOfAKilledMachine_IsSentAgainWhenItsClaimEnds(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider);
        await using var listener = await HookListener.StartAsync();
        var hook = await world.AddHookAsync(listener.Url);
        var id = (await world.QueueAsync(hook.Id))[0];
        Assert.True(await world.Queue.ClaimAsync(await world.RowAsync(id), CancellationToken.None));

        await world.StartAsync();
        await world.AdvanceUntilAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Delivered, "delivered");

        Assert.InRange(world.Time.GetUtcNow() - TestTime.Noon, DeliveryQueue.ClaimFor, DeliveryQueue.ClaimFor + TimeSpan.FromSeconds(30));
        Assert.Single(listener.Heard);
    }

    [Theory, ProviderData]
    public async Task Deliveries_WithTwoMachines_AreSentOnceEach(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider);
        await using var listener = await HookListener.StartAsync();
        var hook = await world.AddHookAsync(listener.Url);
        await world.StartAsync();
        await world.StartAsync();

        var ids = await world.QueueAsync(hook.Id, 30);
        await world.AdvanceUntilAsync(
            async () => (await world.RowAsync(ids[^1])).State == DeliveryState.Delivered, "all are delivered", TimeSpan.FromMilliseconds(50));

        Assert.Equal(ids, listener.Ids);
        Assert.Equal(1, listener.MaxInFlight);
    }

    [Theory, ProviderData]
    public async Task Delivery_ThatIsRefused_IsGivenUpAfterFiveTriesAndCanBeSentAgain(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider);
        await using var listener = await HookListener.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 422;
            await context.Response.WriteAsync("no such gate\0" + new string('x', 5000));
        });
        var hook = await world.AddHookAsync(listener.Url);
        var id = (await world.QueueAsync(hook.Id))[0];
        await world.StartAsync();

        await world.AdvanceUntilAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Failed, "dead");
        var row = await world.RowAsync(id);
        Assert.Equal((5, 422), (row.Attempts, row.LastStatus));
        Assert.StartsWith("no such gate", row.LastAnswer);
        Assert.Equal(2000, row.LastAnswer!.Length);
        Assert.Equal(1, (await world.Log.StateAsync(hook.Id, Cancellation)).Failed);

        listener.Answer = HookListener.Status(200);
        Assert.Equal(1, await world.Queue.RetryFailedAsync(hook.Id, Cancellation));
        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Delivered, "delivered after all");
        Assert.Equal(1, (await world.RowAsync(id)).Attempts);
    }

    [Fact]
    public async Task Receiver_ThatIsDownForAWeek_LosesWhatWaitedAWeek()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var listener = await HookListener.StartAsync(HookListener.Status(500));
        var hook = await world.AddHookAsync(listener.Url);
        var old = await world.QueueAsync(hook.Id, 3);
        world.Time.Advance(TimeSpan.FromDays(6));
        var recent = (await world.QueueAsync(hook.Id))[0];
        world.Time.Advance(TimeSpan.FromDays(1.01));

        await world.StartAsync();
        await Eventually.TrueAsync(async () => (await world.Log.StateAsync(hook.Id)).Failed == 3, "those of a week ago are dead");

        Assert.Equal([old[0]], listener.Ids.Where(old.Contains));
        Assert.Contains("7 days", (await world.RowAsync(old[2])).LastAnswer);
        Assert.Equal(DeliveryState.Waiting, (await world.RowAsync(recent)).State);
        Assert.True(await world.Queue.RetryAsync(old[2], Cancellation));
        Assert.Equal(DeliveryState.Waiting, (await world.RowAsync(old[2])).State);
    }

    [Fact]
    public async Task Delivery_OfADeletedFlow_IsGivenUpWithWords()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var listener = await HookListener.StartAsync();
        var hook = await world.AddHookAsync(listener.Url);
        var id = (await world.QueueAsync(hook.Id))[0];
        await using (var db = await world.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Flows.ExecuteDeleteAsync(Cancellation);
        }

        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Failed, "dead");
        Assert.Contains("deleted", (await world.RowAsync(id)).LastAnswer);
        Assert.Empty(listener.Heard);
    }

    [Fact]
    public async Task Hook_WithAWrongAddress_DeliversAtOnceWhenItIsCorrected()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var wrong = await HookListener.StartAsync(HookListener.Status(500));
        await using var right = await HookListener.StartAsync();
        var hook = await world.AddHookAsync(wrong.Url);
        var id = (await world.QueueAsync(hook.Id))[0];
        await world.StartAsync();
        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).LastStatus == 500, "it failed once");

        (await world.Hooks.UpdateAsync(hook with { Url = right.Url }, Cancellation)).EnsureDone();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Delivered, "delivered while time stands still");
    }

    [Fact]
    public async Task Hook_SwitchedOffAndOn_KeepsWhatWaits()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var listener = await HookListener.StartAsync();
        var hook = await world.AddHookAsync(listener.Url, with: made => made with { IsActive = false });
        await world.StartAsync();
        var id = (await world.QueueAsync(hook.Id))[0];
        world.Time.Advance(TimeSpan.FromDays(8));
        Assert.Empty(listener.Heard);

        (await world.Hooks.UpdateAsync(hook with { IsActive = true }, Cancellation)).EnsureDone();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Delivered, "delivered");
    }

    [Fact]
    public async Task Alert_ToAHook_IsTheWholeAlertWithItsCustomData()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var listener = await HookListener.StartAsync();
        var hook = await world.AddHookAsync(listener.Url, with: made => made with { CustomData = """{"API_KEY": "k"}""" });
        await world.QueueAlertAsync(await world.AddFlowAsync(jpeg: world.Jpeg()), hook.Id, description: "red van");
        await world.StartAsync();
        await Eventually.TrueAsync(() => listener.Heard.Count == 1, "it is told");

        using var body = JsonDocument.Parse(listener.Heard[0].Body);
        var alert = body.RootElement;
        Assert.Equal("alpr_alert", alert.GetProperty("data_type").GetString());
        Assert.Equal(("Stolen", "Blacklist", "Default", "red van"), (
            alert.GetProperty("alert_list").GetString(), alert.GetProperty("list_type").GetString(),
            alert.GetProperty("site_name").GetString(), alert.GetProperty("description").GetString()));
        Assert.Equal("k", alert.GetProperty("custom_data").GetProperty("API_KEY").GetString());
        var group = alert.GetProperty("group");
        Assert.Equal(("KA1234", "Gate"), (group.GetProperty("best_plate_number").GetString(), group.GetProperty("camera_name").GetString()));
        var crop = group.GetProperty("best_plate").GetProperty("plate_crop_jpeg").GetBytesFromBase64();
        Assert.Equal([0xFF, 0xD8], crop.Take(2));
    }
}
