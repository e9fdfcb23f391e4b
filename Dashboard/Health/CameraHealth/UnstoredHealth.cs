using Dashboard.Storage;

namespace Dashboard.Health.CameraHealth;

/// <summary>
/// What this machine has seen of its cameras and not stored yet: with it a figure is of this moment, and the same wherever it is told. Written by
/// <see cref="CameraHealthRecorder"/>, read from any thread.
/// </summary>
internal sealed class UnstoredHealth
{
    private volatile Told _told = new(0, new Dictionary<int, IReadOnlyList<CameraHealthHour>>());

    private sealed record Told(long Version, IReadOnlyDictionary<int, IReadOnlyList<CameraHealthHour>> Hours);

    /// <summary>Another one each time that something was stored.</summary>
    public long Version => _told.Version;

    /// <summary>The cameras of which there is something.</summary>
    public IEnumerable<int> Cameras => _told.Hours.Keys;

    /// <summary>What is to be added to the stored hours of a camera.</summary>
    public IReadOnlyList<CameraHealthHour> Get(int cameraId) => _told.Hours.GetValueOrDefault(cameraId) ?? [];

    /// <summary>This is what is not stored by now.</summary>
    public void Put(IReadOnlyDictionary<int, IReadOnlyList<CameraHealthHour>> hours, bool isStored) =>
        _told = new Told(_told.Version + (isStored ? 1 : 0), hours);
}
