using Dashboard.Domain.Flows;

namespace Dashboard.Flows;

/// <summary>Pictures that are kept on the machines that saw them.</summary>
internal interface IRemotePictures
{
    /// <summary>The whole picture of a flow; null where no other machine has it. Throws <see cref="PictureUnreachableException"/>.</summary>
    Task<byte[]?> FetchAsync(Flow flow, CancellationToken cancellationToken);

    /// <summary>A view of a flow beside its best one, by its number from 1; otherwise like <see cref="FetchAsync"/>.</summary>
    Task<byte[]?> FetchViewAsync(Flow flow, int number, CancellationToken cancellationToken);
}

/// <summary>The machine that has a picture does not answer now.</summary>
internal sealed class PictureUnreachableException(string message) : IOException(message);
