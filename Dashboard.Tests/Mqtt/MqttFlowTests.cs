using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Mqtt;
using Dashboard.Storage;

namespace Dashboard.Tests.Mqtt;

/// <summary>What a flow is as a message.</summary>
public sealed class MqttFlowTests
{
    /// <summary>A gate that opens for what comes in must know that it does.</summary>
    [Theory]
    [InlineData("in")]
    [InlineData(null)]
    public void Direction_IsWhatTheCameraCallsIt(string? name)
    {
        var flow = new Flow { Plate = "AB12", Direction = 180, DirectionName = name };
        var row = new FlowWithCamera(flow, new CameraInfo(1, "Gate", SiteRow.DefaultId, null, 1));
        Assert.Equal(name, MqttFlow.From(row, "http://plates.example.com").Direction);
    }
}
