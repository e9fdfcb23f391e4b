namespace Dashboard.Capture;

/// <summary>What trying a source gave: a picture, or what is wrong and what to do, without secrets.</summary>
public sealed record SourceTestResult(byte[]? Jpeg, int Width, int Height, string? Error);

/// <summary>Tries a camera's source before it is saved.</summary>
public sealed class SourceTester
{
    /// <summary>Takes one picture from the source within 15 seconds.</summary>
    /// <param name="source">Address, file or folder, with its password.</param>
    /// <param name="cancel">Gives up early.</param>
    public Task<SourceTestResult> TestAsync(string source, CancellationToken cancel) => throw new NotImplementedException();
}
