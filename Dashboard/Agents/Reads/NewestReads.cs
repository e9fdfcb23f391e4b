namespace Dashboard.Agents.Reads;

/// <summary>A plate in a frame that has just come; confidence 0 to 1.</summary>
internal sealed record SeenPlate(string Text, double Confidence);

/// <summary>
/// The plates of the newest frame that each camera of an agent pushed to this server, for who watches live. Nothing of it is stored: an agent that
/// groups its reads itself sends the vehicle's group seconds later.
/// </summary>
internal sealed class NewestReads(TimeProvider time)
{
    /// <summary>Cameras that are remembered; then the one that was silent for longest goes.</summary>
    public const int MaxCameras = 4096;

    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(5);

    // What waited at an agent while its line was down is not seen now.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Agent, long Camera), Seen> _seen = [];

    /// <summary>Notes a frame's plates, or that there are none any more.</summary>
    public void Record(PushedFrame frame)
    {
        if (time.GetUtcNow() - frame.At > MaxDelay)
        {
            return;
        }

        var plates = frame.Plates.Select(plate => new SeenPlate(plate.Candidates[0].Text, plate.Candidates[0].Confidence)).ToList();
        var key = (frame.Agent.Uid, frame.CameraNumber);
        lock (_gate)
        {
            if (_seen.Count >= MaxCameras && !_seen.ContainsKey(key))
            {
                _seen.Remove(_seen.MinBy(camera => camera.Value.At).Key);
            }

            _seen[key] = new Seen(plates, time.GetTimestamp());
        }
    }

    /// <summary>What a camera sees now; none where its last frame is some seconds old.</summary>
    /// <param name="agent">The agent's uid.</param>
    /// <param name="camera">The agent's number of the camera.</param>
    public IReadOnlyList<SeenPlate> Find(string agent, long camera)
    {
        lock (_gate)
        {
            return _seen.GetValueOrDefault((agent, camera)) is { } seen && time.GetElapsedTime(seen.At) < Shown ? seen.Plates : [];
        }
    }

    private sealed record Seen(IReadOnlyList<SeenPlate> Plates, long At);
}
