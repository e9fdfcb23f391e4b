using System.Text;
using Dashboard.Alerts;
using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Mqtt;
using Dashboard.Storage;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Mqtt;

/// <summary>What gates are opened for must be of now.</summary>
public sealed class MqttIntakeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FlowFeed _flows = new();
    private readonly NewAlertFeed _alerts = new();
    private readonly RemovedLastPlateFeed _removed = new();
    private readonly MqttOutbox _outbox = new();

    [Fact]
    public async Task Alert_ThatIsSentTooLate_OpensNoGate()
    {
        using var intake = await StartAsync();
        _alerts.Publish([new Alert { CameraId = 3, ListName = "Residents", Plate = "AB1", FirstSeenAt = Noon }]);
        var message = _outbox.Peek()!;

        Assert.Equal("plates/cameras/3/alert", message.At(Noon.AddSeconds(119)).Topic);
        var late = message.At(Noon.AddSeconds(121));
        Assert.Equal(("plates/cameras/3/late_alert", false), (late.Topic, late.IsRetained));
        Assert.Contains("Residents", Encoding.UTF8.GetString(late.Payload));
    }

    [Fact]
    public async Task Flow_ThatComesLate_IsTold_AndIsNotTheLastPlate()
    {
        using var intake = await StartAsync();
        _flows.Publish([At(1, "NEW1", Noon), At(1, "OLD1", Noon.AddHours(-3)), At(2, "OLD2", Noon.AddHours(-3))]);

        Assert.Equal(
            ["plates/cameras/1/flow NEW1", "plates/cameras/1/last_plate NEW1", "plates/cameras/1/flow OLD1", "plates/cameras/2/flow OLD2",
                "plates/cameras/2/last_plate OLD2"],
            Sent());
    }

    [Fact]
    public async Task LastPlate_WhoseFlowWasRemoved_IsForgottenByTheBroker()
    {
        using var intake = await StartAsync();
        _removed.Publish([4]);
        var message = _outbox.Peek()!;
        Assert.Equal(("plates/cameras/4/last_plate", true, 0), (message.Topic, message.IsRetained, message.Payload.Length));
    }

    private static FlowWithCamera At(int camera, string plate, DateTimeOffset at) => new(
        new Flow { CameraId = camera, Plate = plate, CapturedAt = at }, new CameraInfo(camera, "Gate", 1, null, camera));

    private async Task<MqttIntake> StartAsync()
    {
        var intake = new MqttIntake(
            _flows, _alerts, _removed, _outbox, new PublicAddress(new FixedOptions<ServerOptions>(new ServerOptions()), () => []),
            new FixedOptions<MqttOptions>(new MqttOptions { Enabled = true, Host = "x" }));
        await intake.StartAsync(Cancellation);
        return intake;
    }

    private IEnumerable<string> Sent()
    {
        while (_outbox.Peek() is { } message)
        {
            _outbox.Remove(message);
            using var body = System.Text.Json.JsonDocument.Parse(message.Payload);
            yield return $"{message.Topic} {body.RootElement.GetProperty("plate").GetString()}";
        }
    }
}
