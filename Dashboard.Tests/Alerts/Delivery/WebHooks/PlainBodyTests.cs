using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Domain.Flows;
using Dashboard.Flows.Seedata;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Dashboard.Tests.Alerts.Delivery.WebHooks;

/// <summary>Plain bodies as they arrive, read by programs as customers write them: classes whose numbers and texts cannot be null.</summary>
public sealed class PlainBodyTests
{
    private static readonly JsonSerializerOptions Types = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly JsonSerializerSettings Newtonsoft = new()
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() },
        MissingMemberHandling = MissingMemberHandling.Error,
        NullValueHandling = NullValueHandling.Include,
    };

    [Theory, ProviderData]
    public async Task FlowAndAlert_Arrive_AsTheRowWithListAndEntryBesideIt_Signed(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider, publicUrl: "https://plates.example.com/");
        await using var listener = await HookListener.StartAsync();
        var hook = await world.AddHookAsync(listener.Url, with: made => made with { Format = HookFormat.Plain, CustomData = """{"API_KEY":"k"}""" });
        var flow = await world.AddFlowAsync(jpeg: world.Jpeg(), direction: "in");
        var id = await world.QueueAlertAsync(flow, hook.Id, description: "Red van");
        await using (var db = await world.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Deliveries.Add(
                new DeliveryRow { Kind = DeliveryKind.Flow, HookId = hook.Id, FlowId = flow.Id, CreatedAt = world.Now, DueAt = world.Now });
            await db.SaveChangesAsync(Cancellation);
        }

        await world.StartAsync();
        await Eventually.TrueAsync(() => listener.Heard.Count == 2, "both arrived");

        var heard = listener.Heard[0];
        Assert.Equal(
            (
                id.ToString(CultureInfo.InvariantCulture),
                WebHookSignature.Compute(hook.Secret, long.Parse(heard.Headers["X-Timestamp"], CultureInfo.InvariantCulture), heard.Body)),
            (heard.DeliveryId, heard.Headers["X-Signature"]));
        var alert = Read<AlertBody>(heard.Body);
        Assert.Equal(
            ("alert", "Stolen", "black", "ka1234", "Red van"),
            (alert.Event, alert.List.Name, alert.List.Type, alert.Entry.Plate, alert.Entry.Description));
        var told = Read<FlowBody>(listener.Heard[1].Body);
        Assert.Equal(("flow", "k"), (told.Event, told.CustomData.GetProperty("API_KEY").GetString()));
        Assert.Equal(alert.Flow, told.Flow);
        Assert.Equal(alert.Links, told.Links);
        Assert.Equal(("in", "in"), (alert.Direction, told.Direction));

        // The very row, to the byte.
        using var body = JsonDocument.Parse(listener.Heard[1].Body);
        var row = SeedataFlow.From(flow, "Gate", TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna"));
        Assert.Equal(JsonSerializer.Serialize(row, SeedataFlow.JsonOptions), body.RootElement.GetProperty("flow").GetRawText());
        Assert.Equal($"https://plates.example.com/app/flows/{flow.Id}", told.Links.Page);
        Assert.Equal($"https://plates.example.com/flows/{flow.Id}", told.Links.Flow);
        Assert.StartsWith("https://plates.example.com/img/", told.Links.Image);
        Assert.Equal(told.Links.Image + "?x=10&y=10&width=40&height=10", told.Links.PlateImage);
    }

    [Fact]
    public async Task Flow_ThatKnowsNothing_HoldsNoNull_AndHasNoPictureToLinkTo()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        var hook = new WebHook { Format = HookFormat.Plain };
        var content = new DeliveryContent(new(new Flow { Confidence = double.NaN }, null, "", 0, new string('A', 40)), null, default, "");

        var body = world.Bodies.Write(hook, content);
        var read = Read<FlowBody>(body);

        Assert.Equal(("", 0m, "auto", ""), (read.Flow.Plate, read.Flow.Score, read.Flow.TriggerMode, read.Direction));
        Assert.Equal(("http://plates.test:8881/app/flows/0", "", ""), (read.Links.Page, read.Links.Image, read.Links.PlateImage));
        Assert.DoesNotContain("null", System.Text.Encoding.UTF8.GetString(body));
    }

    [Fact]
    public async Task Heartbeats_OfTheServerAndItsAgents_Arrive_WithoutNull()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await using var listener = await HookListener.StartAsync();
        await world.AddHookAsync(listener.Url, with: hook => hook with { Format = HookFormat.Plain, SendsHeartbeats = true });
        await using (var db = await world.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Agents.Add(new AgentRow
            {
                Uid = new string('A', 40),
                LastSeenAt = world.Now,
                Heartbeat =
                    """{"data_type":"heartbeat","agent_hostname":"depot","cpu_usage_percent":null,"video_streams":[{"camera_id":1,"fps":null}]}""",
            });
            await db.SaveChangesAsync(Cancellation);
            await db.Cameras.ExecuteUpdateAsync(set => set.SetProperty(camera => camera.IsEnabled, true), Cancellation);
        }

        Assert.Equal(2, await world.Heartbeats.SendAsync(Cancellation));

        var own = Read<HeartbeatBody>(listener.Heard[0].Body);
        Assert.Equal(("heartbeat", "Gate"), (own.Event, Assert.Single(own.Cameras).Name));
        Assert.True(own.DiskTotalBytes > 0);
        var theirs = Read<HeartbeatBody>(listener.Heard[1].Body);
        Assert.Equal(("depot", "", 1, ""), (theirs.Machine, theirs.Timestamp, Assert.Single(theirs.Cameras).Id, theirs.Cameras[0].LastFrame));
    }

    // By both of the libraries that programs are written with.
    private static T Read<T>(byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body);
        Assert.NotNull(JsonConvert.DeserializeObject<T>(text.Replace("\"custom_data\":{\"API_KEY\":\"k\"}", "\"custom_data\":{}"), Newtonsoft));
        return JsonSerializer.Deserialize<T>(text, Types)!;
    }

    private sealed record FlowBody(string Event, RowBody Flow, string Direction, LinksBody Links, JsonElement CustomData = default);

    private sealed record AlertBody(
        string Event,
        long AlertId,
        ListBody List,
        EntryBody Entry,
        string Site,
        RowBody Flow,
        string Direction,
        LinksBody Links,
        JsonElement CustomData = default);

    private sealed record RowBody(long Id, string Camera, string Plate, decimal Score, string Timestamp, string TriggerMode, string LprVersion);

    private sealed record LinksBody(string Page, string Flow, string Image, string PlateImage);

    private sealed record ListBody(int Id, string Name, string Type);

    private sealed record EntryBody(string Plate, string Description);

    private sealed record HeartbeatBody(
        string Event,
        string Timestamp,
        string Machine,
        string Version,
        double CpuPercent,
        long MemoryBytes,
        long DiskFreeBytes,
        long DiskTotalBytes,
        long Waiting,
        List<CameraBody> Cameras);

    private sealed record CameraBody(int Id, string Name, bool IsStreaming, double FramesPerSecond, string LastFrame);
}
