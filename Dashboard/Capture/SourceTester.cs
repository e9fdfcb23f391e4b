using Dashboard.Cameras;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;

namespace Dashboard.Capture;

/// <summary>What trying a source gave: a picture, or what is wrong and what to do, without secrets.</summary>
internal sealed record SourceTestResult(byte[]? Jpeg, int Width, int Height, string? Error);

/// <summary>Tries a camera's source before it is saved.</summary>
internal sealed class SourceTester(IFrameSource source, PictureCodec codec, TimeProvider time, ILogger<SourceTester> log)
{
    private const int PictureWidth = 1280;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(15);

    /// <summary>Takes one picture from the source within 15 seconds.</summary>
    /// <param name="source">Address, file or folder, with its password.</param>
    /// <returns>The picture at most 1280 wide with the source's own size, or the error.</returns>
    public async Task<SourceTestResult> TestAsync(string source, CancellationToken cancellationToken)
    {
        if (CameraValidation.SourceError(source) is { } error)
        {
            return Failed(error);
        }

        // What was not enough to fail at once, but is all that happened.
        string? reason = null;
        var request = new FrameRequest(source, RatePerSecond: null, Loop: false, RealTime: false)
        {
            OnFault = fault => reason = fault,
            OnAnswer = () => reason ??= CameraErrorMessages.NoPicture,
            OnStream = () => reason = reason is null or CameraErrorMessages.NoPicture ? CameraErrorMessages.Undecodable : reason,
        };
        using var timeout = new CancellationTokenSource(MaxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await TakeAsync(request, either.Token);
        }
        catch (CaptureException exception)
        {
            return Failed(exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(reason ?? CameraErrorMessages.Late(MaxTime));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "Trying a source failed");
            return Failed("The test failed because of a server error; see the server's log.");
        }
    }

    private static SourceTestResult Failed(string error) => new(null, 0, 0, error);

    private async Task<SourceTestResult> TakeAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        await foreach (var frame in source.ReadAsync(request, cancellationToken).WithCancellation(cancellationToken))
        {
            using (frame)
            {
                return new SourceTestResult(codec.EncodeSmall(frame, PictureWidth), frame.Width, frame.Height, null);
            }
        }

        return Failed("There is no picture at this address.");
    }
}
