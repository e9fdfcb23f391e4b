using Dashboard.Domain.Cameras;

namespace Dashboard.Capture;

/// <summary>The cameras as they are set up. Addresses are encrypted at rest. Deleted cameras keep their flows.</summary>
public sealed class CameraStore
{
    /// <summary>Raised after any change of any camera.</summary>
    public event Action? Changed;

    /// <summary>All cameras by id, without deleted ones.</summary>
    public Task<IReadOnlyList<Camera>> ListAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>One camera; null where there is none.</summary>
    public Task<Camera?> FindAsync(int id, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Stores a new camera and returns it with its id. Throws <see cref="CameraRejectedException"/> for wrong fields.</summary>
    public Task<Camera> AddAsync(Camera camera, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Stores a changed camera. A password that is still masked (<c>***</c>) in an address stays what it was.</summary>
    public Task UpdateAsync(Camera camera, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Switches a camera on or off.</summary>
    public Task SetEnabledAsync(int id, bool enabled, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Removes a camera from the lists; its flows stay.</summary>
    public Task DeleteAsync(int id, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Notes when frames last arrived, of many cameras at once.</summary>
    public Task SaveKeepAliveAsync(IReadOnlyDictionary<int, DateTimeOffset> seen, CancellationToken cancel = default) => throw new NotImplementedException();

    private void RaiseChanged() => Changed?.Invoke();
}

/// <summary>A camera that cannot be stored as given; one message a field, naming its range.</summary>
public sealed class CameraRejectedException(IReadOnlyDictionary<string, string> errors) : Exception(string.Join("; ", errors.Values))
{
    /// <summary>Message by property name of <see cref="Camera"/>.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; } = errors;
}
