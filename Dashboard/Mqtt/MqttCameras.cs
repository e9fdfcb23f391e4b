using Dashboard.Agents;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;

namespace Dashboard.Mqtt;

/// <summary>What the broker retains of the cameras, and what has changed since it was told.</summary>
internal sealed class MqttCameras(CameraStore cameras, CameraStatusBoard board, AgentDirectory agents, TimeProvider time)
{
    // By topic; only one connection asks at a time.
    private readonly Dictionary<string, byte[]> _told = new(StringComparer.Ordinal);

    /// <summary>Whatever the broker knew, it is told again.</summary>
    public void Forget() => _told.Clear();

    /// <summary>The messages that make the broker know the cameras as they are now; those of cameras that are gone are emptied.</summary>
    public async Task<IReadOnlyList<MqttMessage>> LookAsync(MqttOptions options, CancellationToken cancellationToken)
    {
        var topics = new MqttTopics(options.TopicPrefix);
        var map = await agents.GetAsync(cancellationToken);
        var wanted = new List<MqttMessage>();
        foreach (var camera in await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken))
        {
            wanted.Add(MqttMessage.Text(topics.CameraState(camera.Id), State(camera, map), isRetained: true));
            if (options.Discovery.Length > 0)
            {
                wanted.AddRange(HomeAssistant.Describe(camera.Id, camera.Alias, map.Own.Uid, options.Discovery, topics));
            }
        }

        var current = wanted.Select(message => message.Topic).ToHashSet(StringComparer.Ordinal);
        var gone = _told.Keys.Where(topic => !current.Contains(topic)).Select(topic => new MqttMessage(topic, [], IsRetained: true));
        return [.. gone, .. wanted.Where(message => !_told.TryGetValue(message.Topic, out var told) || !told.AsSpan().SequenceEqual(message.Payload))];
    }

    /// <summary>The broker has taken one of them.</summary>
    public void Told(MqttMessage message)
    {
        if (message.Payload.Length == 0)
        {
            _told.Remove(message.Topic);
        }
        else
        {
            _told[message.Topic] = message.Payload;
        }
    }

    private string State(Camera camera, AgentMap map)
    {
        if (!camera.IsEnabled)
        {
            return MqttTopics.Disabled;
        }

        var isOnline = camera.AgentId is { } id
            ? map.Agents.TryGetValue(id, out var agent) && time.GetUtcNow() - agent.LastSeenAt <= AgentSummary.Silence
            : board.Get(camera.Id).State == CameraState.Running;
        return isOnline ? MqttTopics.Online : MqttTopics.Offline;
    }
}
