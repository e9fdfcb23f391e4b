using System.Text.Json;
using Dashboard.Cameras;
using Dashboard.Mqtt;
using Dashboard.Tests.Alerts.Delivery.Email;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Mqtt;

/// <summary>What a broker gets to hear, by a real one.</summary>
[Trait("Category", "System")]
public sealed class MqttPublisherTests
{
    [Fact]
    public async Task Passage_OfAListedVehicle_IsPublishedAsFlowLastPlateAndAlert()
    {
        await using var broker = new MqttBroker();
        await broker.StartAsync();
        await using (var app = await StartAsync(broker))
        {
            var camera = await app.AddCameraAsync("Zufahrt <Süd>");
            await app.AddAlertListAsync("Wanted", null, "AB12CD");
            await Eventually.TrueAsync(() => broker.Last($"plates/cameras/{camera}/state") is not null, "the camera's state is published");
            Assert.Equal("online", broker.Last("plates/status"));
            Assert.Equal("disabled", broker.Last($"plates/cameras/{camera}/state"));

            var id = await app.PassAsync(camera, "AB12CD");
            await app.PassAsync(camera, "");
            await Eventually.TrueAsync(
                () => broker.Last($"plates/cameras/{camera}/alert") is not null && broker.All($"plates/cameras/{camera}/flow").Count() == 2,
                "flows and alert");
            var flow = JsonDocument.Parse(broker.All($"plates/cameras/{camera}/flow").First()).RootElement;
            Assert.Equal((id, "AB12CD", .95, "auto"), (
                flow.GetProperty("id").GetInt64(), flow.GetProperty("plate").GetString(), flow.GetProperty("confidence").GetDouble(),
                flow.GetProperty("trigger_mode").GetString()));
            Assert.Equal($"/app/flows/{id}", flow.GetProperty("page").GetString());
            Assert.EndsWith($"/app/flows/{id}", flow.GetProperty("url").GetString(), StringComparison.Ordinal);
            Assert.StartsWith("http", flow.GetProperty("url").GetString(), StringComparison.Ordinal);
            Assert.EndsWith("Z", flow.GetProperty("time").GetString(), StringComparison.Ordinal);
            Assert.Equal(
                "AB12CD", JsonDocument.Parse(broker.Last($"plates/cameras/{camera}/last_plate")!).RootElement.GetProperty("plate").GetString());
            var alert = JsonDocument.Parse(Assert.Single(broker.All($"plates/cameras/{camera}/alert"))).RootElement;
            Assert.Equal(("Wanted", "AB12CD", "About AB12CD"), (
                alert.GetProperty("list").GetString(), alert.GetProperty("plate").GetString(), alert.GetProperty("description").GetString()));
        }

        await Eventually.TrueAsync(() => broker.Last("plates/status") == "offline", "a server that ends says so");
    }

    [Fact]
    public async Task HomeAssistant_IsToldOfEachCamera_AndThatOneIsGone()
    {
        await using var broker = new MqttBroker();
        await broker.StartAsync();
        await using var app = await StartAsync(broker);
        var camera = await app.AddCameraAsync("North gate");
        var node = $"plates_{app.AgentUid[..8].ToLowerInvariant()}_{camera}";
        var topic = $"homeassistant/sensor/{node}/last_plate/config";
        await Eventually.TrueAsync(() => broker.Last(topic) is not null, "the camera is announced");
        var config = JsonDocument.Parse(broker.Last(topic)!).RootElement;
        Assert.Equal($"plates/cameras/{camera}/last_plate", config.GetProperty("state_topic").GetString());
        Assert.Equal("plates/status", config.GetProperty("availability_topic").GetString());
        Assert.Equal($"sensor.{node}_last_plate", config.GetProperty("default_entity_id").GetString());
        Assert.False(config.TryGetProperty("object_id", out _)); // Home Assistant has warned of it since 2025.10.
        Assert.Equal("North gate", config.GetProperty("device").GetProperty("name").GetString());
        Assert.Equal(node, config.GetProperty("device").GetProperty("identifiers")[0].GetString());
        await Eventually.TrueAsync(
            () => broker.Last($"homeassistant/binary_sensor/{node}/alert/config") is not null
                && broker.Last($"homeassistant/binary_sensor/{node}/connection/config") is not null,
            "its other entities are");

        (await app.Get<CameraStore>().DeleteAsync(camera, Cancellation)).EnsureDone();
        await Eventually.TrueAsync(() => broker.Last(topic) == "" && broker.Last($"plates/cameras/{camera}/state") == "", "the camera is withdrawn");
    }

    [Theory, ProviderData]
    public async Task HomeAssistant_IsToldOfACameraOnce_BySeveralServersOnOneDatabase(string provider)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-mqtt-").FullName;
        var connection = TestServers.NewDatabase(provider, folder);
        string[] settings = [$"--Database:Provider={provider}", $"--Database:ConnectionString={connection}", "--PublicUrl=https://plates.example.com/"];
        await using var broker = new MqttBroker();
        await broker.StartAsync();
        await using (var first = await StartAsync(broker, settings))
        await using (await StartAsync(broker, [.. settings, "--Role=Server"]))
        {
            var camera = await first.AddCameraAsync("North gate");
            await Eventually.TrueAsync(() => Configs().Count() == 6, "both have told of three entities");
            Assert.Equal(3, Configs().Distinct().Count());
            Assert.Equal($"https://plates.example.com/app/cameras/{camera}", JsonDocument.Parse(broker.Last(Configs().First())!).RootElement
                .GetProperty("device").GetProperty("configuration_url").GetString());
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await TestServers.DropAsync(provider, connection);
        Directory.Delete(folder, recursive: true);

        IEnumerable<string> Configs() =>
            broker.Messages.Select(message => message.Topic).Where(topic => topic.StartsWith("homeassistant/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BrokerThatIsAway_GetsWhatWaitedOnceItIsBack()
    {
        await using var broker = new MqttBroker();
        await using var app = await StartAsync(broker);
        var camera = await app.AddCameraAsync("gate");
        await Eventually.TrueAsync(() => app.Get<MqttStatus>().State == MqttState.Failing, "the broker is missed");
        Assert.Equal($"No broker listens at 127.0.0.1, port {broker.Port}.", app.Get<MqttStatus>().Fault);
        await app.PassAsync(camera, "WAIT1");
        await app.PassAsync(camera, "WAIT2");
        Assert.Equal((3, 0L), app.Get<MqttStatus>().Counts); // Of the two last plates the newer waits.

        await broker.StartAsync();
        await Eventually.TrueAsync(() => app.Get<MqttStatus>().Counts == (0, 0L), "nothing waits any more", seconds: 120);
        await Eventually.TrueAsync(() => broker.Last($"plates/cameras/{camera}/last_plate")?.Contains("WAIT2") == true, "what waited has arrived");
        Assert.Equal(2, broker.All($"plates/cameras/{camera}/flow").Count());
    }

    [Fact]
    public async Task Connection_ThatBreaks_IsToldByTheBrokerItself()
    {
        await using var broker = new MqttBroker();
        await broker.StartAsync();
        var options = new MqttOptions { Host = "127.0.0.1", Port = broker.Port };
        var topics = new MqttTopics("plates");
        await using (var connection = await MqttConnection.OpenAsync(options, topics, Cancellation))
        {
            await connection.AnnounceAsync(Cancellation);
            await Eventually.TrueAsync(() => broker.Last("plates/status") == "online", "it is online");
        }

        await Eventually.TrueAsync(() => broker.Last("plates/status") == "offline", "the last will");
    }

    [Fact]
    public async Task Status_OfSeveralServers_IsOfflineOnceNoneIsLeft()
    {
        await using var broker = new MqttBroker();
        await broker.StartAsync();
        await using (await StartAsync(broker))
        {
            await using (await StartAsync(broker))
            {
                await Eventually.TrueAsync(() => broker.All("plates/status").Count(status => status == "online") == 2, "both are online");
            }

            await Eventually.TrueAsync(() => Statuses(broker) is [.., "offline", "online"], "one stopped, the other says that it is there");
            var options = new MqttOptions { Host = "127.0.0.1", Port = broker.Port };
            await using (var third = await MqttConnection.OpenAsync(options, new MqttTopics("plates"), Cancellation))
            {
                await third.AnnounceAsync(Cancellation);
                await Eventually.TrueAsync(() => Statuses(broker) is [.., "online", "online"], "a third is online");
            }

            await Eventually.TrueAsync(() => Statuses(broker) is [.., "offline", "online"], "one was killed, the other says that it is there");
        }

        await Eventually.TrueAsync(() => Statuses(broker) is [.., "offline"], "none is left");
        Assert.Equal(3, Statuses(broker).Count(status => status == "offline"));
    }

    [Fact]
    public async Task Farewell_IsToldOnce_AlthoughOthersAnswerIt()
    {
        await using var broker = new MqttBroker();
        await broker.StartAsync();
        var options = new MqttOptions { Host = "127.0.0.1", Port = broker.Port };
        var topics = new MqttTopics("plates");
        await using var other = await MqttConnection.OpenAsync(options, topics, Cancellation);
        await other.AnnounceAsync(Cancellation);
        const int Rounds = 50;
        for (var round = 0; round < Rounds; round++)
        {
            await using var leaving = await MqttConnection.OpenAsync(options, topics, Cancellation);
            await leaving.AnnounceAsync(Cancellation);
            await leaving.CloseAsync(Cancellation);
        }

        await other.PublishAsync(MqttMessage.Text("t/end", "end", isRetained: false), Cancellation);
        await Eventually.TrueAsync(() => broker.Last("t/end") == "end", "all was told");
        Assert.Equal(Rounds, Statuses(broker).Count(status => status == "offline"));
    }

    [Fact]
    public async Task Tls_AndSignIn_AreUsed_AndWhatIsWrongIsSaid()
    {
        using var certificate = TestCertificate.Create();
        await using var broker = new MqttBroker(needsSignIn: true, certificate);
        await broker.StartAsync();
        var right = Signed(broker, broker.CaFile!, MqttBroker.Password);
        await using (var connection = await MqttConnection.OpenAsync(right, new MqttTopics("t"), Cancellation))
        {
            await connection.PublishAsync(MqttMessage.Text("t/x", "hello", isRetained: false), Cancellation);
            await Eventually.TrueAsync(() => broker.Last("t/x") == "hello", "a message over TLS");
        }

        Assert.Equal(
            "The broker's certificate is not trusted, or it speaks no TLS on this port.",
            await FaultAsync(Signed(broker, caFile: "", MqttBroker.Password)));
        Assert.Equal(
            "The broker refused the sign-in: check user name and password.",
            await FaultAsync(Signed(broker, broker.CaFile!, "wrong")));
    }

    [Fact]
    public async Task MachinesOwnAddress_IsNeverConnectedTo() => Assert.StartsWith(
        "169.254.169.254 is an address by which a machine is told of itself",
        await FaultAsync(new MqttOptions { Host = "169.254.169.254", Port = 80 }));

    private static string[] Statuses(MqttBroker broker) => [.. broker.All("plates/status")];

    private static MqttOptions Signed(MqttBroker broker, string caFile, string password) => new()
    {
        Host = "127.0.0.1",
        Port = broker.Port,
        Tls = true,
        CaFile = caFile,
        User = MqttBroker.User,
        Password = password,
    };

    private static async Task<string> FaultAsync(MqttOptions options) => MqttFailures.Describe(
        await Assert.ThrowsAnyAsync<Exception>(() => MqttConnection.OpenAsync(options, new MqttTopics("t"), Cancellation)), options);

    private static Task<DashboardApp> StartAsync(MqttBroker broker, params string[] settings) => DashboardApp.StartAsync(
        ["--Mqtt:Enabled=true", "--Mqtt:Host=127.0.0.1", $"--Mqtt:Port={broker.Port}", .. settings]);
}
