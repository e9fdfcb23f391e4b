using System.Text.Json;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts.Delivery.WebHooks;

/// <summary>What hooks that want it are told every minute.</summary>
public sealed class WebHookHeartbeatSenderTests
{
    [Theory, ProviderData]
    public async Task Heartbeats_OncePerMinute_TellOfTheServerAndItsAgents(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider);
        await using var listener = await HookListener.StartAsync();
        await using var silent = await HookListener.StartAsync();
        await world.AddHookAsync(listener.Url, "Wants", hook => hook with { SendsHeartbeats = true, CustomData = """{"API_KEY":"k"}""" });
        await world.AddHookAsync(silent.Url, "Does not want");
        await using (var db = await world.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Agents.Add(new AgentRow
            {
                Uid = new string('A', 40),
                LastSeenAt = world.Now.AddSeconds(-30),
                Heartbeat = """{"data_type":"heartbeat","os":"theirs"}""",
            });
            db.Agents.Add(new AgentRow
            {
                Uid = new string('B', 40),
                LastSeenAt = world.Now.AddMinutes(-10),
                Heartbeat = """{"data_type":"heartbeat","os":"gone"}""",
            });
            await db.SaveChangesAsync(Cancellation);
            await db.Cameras.ExecuteUpdateAsync(set => set.SetProperty(camera => camera.IsEnabled, true), Cancellation);
        }

        Assert.Equal(2, await world.Heartbeats.SendAsync(Cancellation));
        Assert.Equal(0, await world.Heartbeats.SendAsync(Cancellation));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, await world.Heartbeats.SendAsync(Cancellation));

        Assert.Empty(silent.Heard);
        using var own = JsonDocument.Parse(listener.Heard[0].Body);
        Assert.Equal("heartbeat", own.RootElement.GetProperty("data_type").GetString());
        Assert.Equal("Gate", own.RootElement.GetProperty("video_streams")[0].GetProperty("camera_name").GetString());
        using var theirs = JsonDocument.Parse(listener.Heard[1].Body);
        Assert.Equal(("heartbeat", "theirs", 0), (
            theirs.RootElement.GetProperty("data_type").GetString(),
            theirs.RootElement.GetProperty("os").GetString(),
            theirs.RootElement.GetProperty("cpu_cores").GetInt32()));
        Assert.Equal("""{"API_KEY":"k"}""", theirs.RootElement.GetProperty("custom_data").GetRawText());
    }

    [Fact]
    public async Task Heartbeats_AfterAClockThatWasAheadIsPutBack_GoOn()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var listener = await HookListener.StartAsync();
        await world.AddHookAsync(listener.Url, with: hook => hook with { SendsHeartbeats = true });
        Assert.Equal(1, await world.Heartbeats.SendAsync(Cancellation));
        await using (var db = await world.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Positions.Where(position => position.Name == Position.Heartbeats)
                .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, position => position.Value + 1_000_000), Cancellation);
        }

        Assert.Equal(1, await world.Heartbeats.SendAsync(Cancellation));
        Assert.Equal(0, await world.Heartbeats.SendAsync(Cancellation));
    }

    [Fact]
    public async Task Heartbeat_ThatIsNotTaken_IsNotSentAgain()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var listener = await HookListener.StartAsync(HookListener.Status(500));
        await world.AddHookAsync(listener.Url, with: hook => hook with { SendsHeartbeats = true });

        Assert.Equal(0, await world.Heartbeats.SendAsync(Cancellation));

        Assert.Single(listener.Heard);
    }
}
