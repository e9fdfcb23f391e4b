using Dashboard.Agents;
using Dashboard.Cameras;
using Dashboard.Configuration;
using Dashboard.Domain.Users;

namespace Dashboard.Mqtt;

/// <summary>What the broker retains of the cameras, and what has changed since.</summary>
internal sealed class MqttCameras(CameraStore cameras, MqttCameraStates states, AgentDirectory agents, PublicAddress address)
{
    // Only one connection asks at a time.
    private readonly Dictionary<int, PublishedCamera> _published = [];
    private string? _publishedAddress;

    /// <summary>Whatever the broker knew, all is published again.</summary>
    public void Forget() => _published.Clear();

    /// <summary>
    /// The changes that make the broker know the cameras as they are now, each with its messages; those of a camera that is gone are empty.
    /// </summary>
    public async Task<IReadOnlyList<CameraChange>> ReadChangesAsync(MqttOptions options, CancellationToken cancellationToken)
    {
        if (_publishedAddress != address.Given)
        {
            _publishedAddress = address.Given;
            Forget();
        }

        var topics = new MqttTopics(options.TopicPrefix);
        var map = await agents.GetAsync(cancellationToken);
        var listed = await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken);
        var known = states.Observe(listed, map);
        var changes = new List<CameraChange>();
        foreach (var camera in listed)
        {
            var published = _published.GetValueOrDefault(camera.Id);
            var now = new PublishedCamera(camera.Alias, known.GetValueOrDefault(camera.Id));
            if (published != now)
            {
                var state = now.State is { } text && text != published?.State
                    ? MqttMessage.Text(topics.CameraState(camera.Id), text, isRetained: true)
                    : null;
                var described = published?.Name == now.Name ? [] : Describe(camera.Id, now);
                changes.Add(new(camera.Id, now, state is null ? [.. described] : [state, .. described]));
            }
        }

        var current = listed.Select(camera => camera.Id).ToHashSet();
        changes.AddRange(
            _published.Where(one => !current.Contains(one.Key)).Select(gone => new CameraChange(gone.Key, null, Gone(gone.Key, gone.Value))));
        return changes;

        IEnumerable<MqttMessage> Describe(int id, PublishedCamera camera) => options.Discovery.Length > 0
            ? HomeAssistant.Describe(new(id, camera.Name, map.Installation.Uid, address.Given), options.Discovery, topics)
            : [];

        IReadOnlyList<MqttMessage> Gone(int id, PublishedCamera camera) =>
        [
            MqttMessage.Forgotten(topics.CameraState(id)),
            MqttMessage.Forgotten(topics.LastPlate(id)),
            .. Describe(id, camera).Select(message => MqttMessage.Forgotten(message.Topic)),
        ];
    }

    /// <summary>The broker has taken a change.</summary>
    public void NotePublished(CameraChange change)
    {
        if (change.Camera is { } camera)
        {
            _published[change.Id] = camera;
        }
        else
        {
            _published.Remove(change.Id);
        }
    }
}

/// <param name="Name">What people call it.</param>
/// <param name="State">One of the states in <see cref="MqttTopics"/>; null: another server knows it.</param>
internal sealed record PublishedCamera(string Name, string? State);

/// <summary>What the broker does not know yet of a camera.</summary>
/// <param name="Id">The camera's number.</param>
/// <param name="Camera">How it is now; null: it is gone.</param>
/// <param name="Messages">What to tell.</param>
internal sealed record CameraChange(int Id, PublishedCamera? Camera, IReadOnlyList<MqttMessage> Messages);
