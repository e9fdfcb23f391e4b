namespace Dashboard.Flows.Manual;

/// <summary>Why a capture by hand made no flow.</summary>
internal enum ManualFailure
{
    /// <summary>The camera gives no image, or only one that is too old.</summary>
    NoImage,

    /// <summary>There is an image, but it could not be recognised.</summary>
    Recognition,

    /// <summary>Too many ask at once, or the server is stopping.</summary>
    Busy,
}

/// <summary>A capture by hand made no flow.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">The same for a person.</param>
/// <param name="jpeg">The image, where there is one.</param>
internal sealed class ManualCaptureException(ManualFailure failure, string message, byte[]? jpeg = null) : Exception(message)
{
    public ManualFailure Failure { get; } = failure;

    public byte[]? Jpeg { get; } = jpeg;
}
