using System.Text.Json;
using Dashboard.Agents;
using Dashboard.Domain.Cameras;

namespace Dashboard.Tests.Agents;

/// <summary>A camera on its way from the server to the agent that watches it.</summary>
public sealed class AssignedCameraTests
{
    private static readonly Camera Gate = new()
    {
        Id = 7,
        Alias = "Gate",
        Source = "rtsp://a:b@cam/1",
        Substream = "rtsp://a:b@cam/2",
        AnalysisRate = 5,
    };

    [Fact]
    public void Camera_ThatAnAgentIsGiven_HasBothItsStreams()
    {
        var told = JsonSerializer.Serialize(AssignedCamera.From(Gate), AgentCheckIn.Json);

        var camera = JsonSerializer.Deserialize<AssignedCamera>(told, AgentCheckIn.Json)!.ToCamera();

        Assert.Equal((Gate.Source, Gate.Substream, Gate.AnalysisRate), (camera.Source, camera.Substream, camera.AnalysisRate));
    }

    [Fact]
    public void Camera_OfAnOlderServer_HasNoSubstream()
    {
        var camera = JsonSerializer.Deserialize<AssignedCamera>("""{"camera_id":7,"name":"Gate","source":"rtsp://cam/1"}""", AgentCheckIn.Json)!;

        Assert.Null(camera.ToCamera().Substream);
    }
}
