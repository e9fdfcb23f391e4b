using Dashboard.Agents;
using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;

namespace Dashboard.Mqtt;

/// <summary>
/// What this server tells of each camera's state. Several servers on one database tell the same broker, and not each of them watches each camera:
/// who gets frames says so, and one that gets none says so only where nobody else has, by when the camera was last seen.
/// </summary>
internal sealed class MqttCameraStates(CameraStatusBoard board, ServerOptions server, TimeProvider time)
{
    // Who watches a camera saves every ten seconds when it was last seen.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    // Who does not watch a camera leaves the first word to who does.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    // Databases keep times coarser than this machine.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, DateTimeOffset> _silentSince = [];

    /// <summary>The states to tell, by camera; one that is missing is another server's to tell, or not known yet.</summary>
    public IReadOnlyDictionary<int, string> Observe(IReadOnlyList<Camera> cameras, AgentMap map)
    {
        var now = time.GetUtcNow();
        var states = new Dictionary<int, string>();
        foreach (var camera in cameras)
        {
            var state = !camera.IsEnabled ? MqttTopics.Disabled : camera.AgentId is { } id ? OfAgent(camera, id, map, now) : OfServers(camera, now);
            if (state is not null)
            {
                states[camera.Id] = state;
            }
        }

        return states;
    }

    // Every server has heard the same of an agent.
    private string? OfAgent(Camera camera, int agentId, AgentMap map, DateTimeOffset now)
    {
        var isHeard = map.Agents.TryGetValue(agentId, out var agent) && now - agent.LastSeenAt <= AgentSummary.Silence;
        return !isHeard ? MqttTopics.Offline : board.Get(camera.Id).State switch
        {
            CameraState.Running => MqttTopics.Online,
            CameraState.Connecting or CameraState.Waiting => MqttTopics.Offline,

            // An agent of the vendor's that pushes flows may tell nothing of its cameras.
            _ => camera.IsBrought ? MqttTopics.Online : null,
        };
    }

    private string? OfServers(Camera camera, DateTimeOffset now)
    {
        var own = board.Get(camera.Id);
        if (own.State == CameraState.Running)
        {
            _silentSince.Remove(camera.Id);
            return MqttTopics.Online;
        }

        var isSeen = now - camera.KeepAlive <= Fresh;
        if (own.State == CameraState.Waiting && !(isSeen && (own.LastFrameAt is not { } last || camera.KeepAlive - last > Rounding)))
        {
            return MqttTopics.Offline; // The last who saw it does so no more.
        }

        if (isSeen)
        {
            _silentSince.Remove(camera.Id);
            return null;
        }

        _silentSince.TryAdd(camera.Id, now);
        return server.Role != ServerRole.Server || now - _silentSince[camera.Id] >= MaxWait ? MqttTopics.Offline : null;
    }
}
