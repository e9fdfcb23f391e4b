using Dashboard.Agents;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;

namespace Dashboard.Mqtt;

/// <summary>What the broker retains of the cameras, and what has changed since it was told.</summary>
internal sealed class MqttCameras(CameraStore cameras, CameraStatusBoard board, AgentDirectory agents, TimeProvider time)
{
    // Only one connection asks at a time.
    private readonly Dictionary<int, ToldCamera> _told = [];

    /// <summary>Whatever the broker knew, it is told again.</summary>
    public void Forget() => _told.Clear();

    /// <summary>
    /// The changes that make the broker know the cameras as they are now, each with its messages; those of a camera that is gone are empty.
    /// </summary>
    public async Task<IReadOnlyList<CameraChange>> LookAsync(MqttOptions options, CancellationToken cancellationToken)
    {
        var topics = new MqttTopics(options.TopicPrefix);
        var map = await agents.GetAsync(cancellationToken);
        var current = (await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken))
            .ToDictionary(camera => camera.Id, camera => new ToldCamera(camera.Alias, State(camera, map)));
        var changes = new List<CameraChange>();
        foreach (var (id, camera) in current)
        {
            var told = _told.GetValueOrDefault(id);
            if (told != camera)
            {
                var state = MqttMessage.Text(topics.CameraState(id), camera.State, isRetained: true);
                changes.Add(new(id, camera, told?.Name == camera.Name ? [state] : [state, .. Describe(id, camera)]));
            }
        }

        changes.AddRange(
            _told.Where(told => !current.ContainsKey(told.Key)).Select(told => new CameraChange(told.Key, null, Gone(told.Key, told.Value))));
        return changes;

        IEnumerable<MqttMessage> Describe(int id, ToldCamera camera) => options.Discovery.Length > 0
            ? HomeAssistant.Describe(id, camera.Name, map.Own.Uid, options.Discovery, topics)
            : [];

        IReadOnlyList<MqttMessage> Gone(int id, ToldCamera camera) =>
        [
            MqttMessage.Forgotten(topics.CameraState(id)),
            MqttMessage.Forgotten(topics.LastPlate(id)),
            .. Describe(id, camera).Select(message => MqttMessage.Forgotten(message.Topic)),
        ];
    }

    /// <summary>The broker has taken a change.</summary>
    public void Told(CameraChange change)
    {
        if (change.Camera is { } camera)
        {
            _told[change.Id] = camera;
        }
        else
        {
            _told.Remove(change.Id);
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

/// <summary>What the broker was told of a camera.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="State">One of the states in <see cref="MqttTopics"/>.</param>
internal sealed record ToldCamera(string Name, string State);

/// <summary>What the broker does not know yet of a camera.</summary>
/// <param name="Id">The camera's number.</param>
/// <param name="Camera">How it is now; null: it is gone.</param>
/// <param name="Messages">What to tell.</param>
internal sealed record CameraChange(int Id, ToldCamera? Camera, IReadOnlyList<MqttMessage> Messages);
