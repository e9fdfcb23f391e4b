using Dashboard.Agents;
using Dashboard.Cameras;
using Dashboard.Configuration;
using Dashboard.Domain.Users;

namespace Dashboard.Mqtt;

/// <summary>What the broker retains of the cameras, and what has changed since it was told.</summary>
internal sealed class MqttCameras(CameraStore cameras, MqttCameraStates states, AgentDirectory agents, PublicAddress address)
{
    // Only one connection asks at a time.
    private readonly Dictionary<int, ToldCamera> _told = [];
    private string? _toldAddress;

    /// <summary>Whatever the broker knew, it is told again.</summary>
    public void Forget() => _told.Clear();

    /// <summary>
    /// The changes that make the broker know the cameras as they are now, each with its messages; those of a camera that is gone are empty.
    /// </summary>
    public async Task<IReadOnlyList<CameraChange>> LookAsync(MqttOptions options, CancellationToken cancellationToken)
    {
        if (_toldAddress != address.Given)
        {
            _toldAddress = address.Given;
            Forget();
        }

        var topics = new MqttTopics(options.TopicPrefix);
        var map = await agents.GetAsync(cancellationToken);
        var listed = await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken);
        var known = states.Look(listed, map);
        var changes = new List<CameraChange>();
        foreach (var camera in listed)
        {
            var told = _told.GetValueOrDefault(camera.Id);
            var now = new ToldCamera(camera.Alias, known.GetValueOrDefault(camera.Id));
            if (told != now)
            {
                var state = now.State is { } text && text != told?.State
                    ? MqttMessage.Text(topics.CameraState(camera.Id), text, isRetained: true)
                    : null;
                var described = told?.Name == now.Name ? [] : Describe(camera.Id, now);
                changes.Add(new(camera.Id, now, state is null ? [.. described] : [state, .. described]));
            }
        }

        var current = listed.Select(camera => camera.Id).ToHashSet();
        changes.AddRange(
            _told.Where(told => !current.Contains(told.Key)).Select(told => new CameraChange(told.Key, null, Gone(told.Key, told.Value))));
        return changes;

        IEnumerable<MqttMessage> Describe(int id, ToldCamera camera) => options.Discovery.Length > 0
            ? HomeAssistant.Describe(new(id, camera.Name, map.Installation.Uid, address.Given), options.Discovery, topics)
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
}

/// <summary>What the broker was told of a camera.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="State">One of the states in <see cref="MqttTopics"/>; null: another server knows it.</param>
internal sealed record ToldCamera(string Name, string? State);

/// <summary>What the broker does not know yet of a camera.</summary>
/// <param name="Id">The camera's number.</param>
/// <param name="Camera">How it is now; null: it is gone.</param>
/// <param name="Messages">What to tell.</param>
internal sealed record CameraChange(int Id, ToldCamera? Camera, IReadOnlyList<MqttMessage> Messages);
