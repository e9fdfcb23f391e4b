using Dashboard.Domain.Flows;

namespace Dashboard.Flows;

/// <summary>The pictures of flows: files under the data directory, named by day and uuid. The plate's picture is cut when asked for.</summary>
public sealed class FlowImages
{
    /// <summary>Writes a flow's picture so that it survives a power cut, before the flow's row is written.</summary>
    public Task WriteAsync(Guid uuid, DateTimeOffset capturedAt, ReadOnlyMemory<byte> jpeg, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>The whole picture; null where there is none any more.</summary>
    public Task<byte[]?> ReadAsync(Flow flow, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>The plate alone; null where none was read or the picture is gone.</summary>
    public Task<byte[]?> ReadPlateAsync(Flow flow, CancellationToken cancel = default) => throw new NotImplementedException();
}
