using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Capture.Http;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;
using Dashboard.Live;
using Dashboard.Pipeline;

namespace Dashboard.Flows.Manual;

internal enum ImageSource
{
    /// <summary>The camera's address of single pictures.</summary>
    CameraSnapshot,

    /// <summary>The newest frame of the stream that is watched.</summary>
    Stream,
}

/// <summary>An image that was just taken, before it takes a frame's memory.</summary>
/// <param name="File">
/// The file that the camera's address of single pictures gave, or the machine that watches it; null: the stream's newest frame is taken.
/// </param>
/// <param name="TakenAt">When the file came, or the machine captured it.</param>
/// <param name="Source">Where the file is from.</param>
/// <param name="SnapshotError">Why the address of single pictures gave none; null: it did, or there is none.</param>
internal sealed record TakenImage(
    Camera Camera, byte[]? File, DateTimeOffset TakenAt, ImageSource Source = ImageSource.CameraSnapshot, string? SnapshotError = null);

/// <summary>An image as a frame, which is the caller's.</summary>
/// <param name="SnapshotError">Why the address of single pictures gave none; null: it did, or there is none.</param>
internal sealed record ManualImage(VideoFrame Frame, ImageSource Source, string? SnapshotError);

/// <summary>
/// Takes the newest image of a camera, in two steps: waiting for it may be done for many at once, and then few at a time become frames, which are
/// large.
/// </summary>
internal sealed class ManualImages(
    NewestPictures pictures, PictureCodec codec, TimeProvider time, ILogger<ManualImages> log, IElsewherePictures? elsewhere = null)
    : IDisposable
{
    /// <summary>An older image does not show what is there now.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>Files that come at once: each may have 32 MB.</summary>
    private const int MaxFiles = 16;

    private static readonly TimeSpan MaxSnapshotTime = TimeSpan.FromSeconds(3);

    // A little more than from one frame to the next of most cameras.
    private static readonly TimeSpan MaxFrameTime = TimeSpan.FromMilliseconds(300);

    // The main stream may rest: its decoder has to start, and its next picture may be some seconds away.
    private static readonly TimeSpan MaxMainStreamTime = TimeSpan.FromSeconds(4);
    private readonly SemaphoreSlim _files = new(MaxFiles);

    /// <summary>
    /// Asks the camera's snapshot address where it has one, which answers in time or not at all; otherwise waits for the next frame.
    /// </summary>
    public async Task<TakenImage> TakeAsync(Camera camera, CancellationToken cancellationToken)
    {
        var (snapshot, error) = string.IsNullOrEmpty(camera.SnapshotUrl) ? (null, null) : await SnapshotAsync(camera, cancellationToken);
        if (snapshot is null)
        {
            var hasTwo = !string.IsNullOrEmpty(camera.Substream);
            var within = hasTwo ? MaxMainStreamTime : MaxFrameTime;
            if (elsewhere?.Has(camera.Id) == true && await elsewhere.TakeAsync(camera.Id, within, isWhole: hasTwo) is var (jpeg, capturedAt))
            {
                return new TakenImage(camera, jpeg, capturedAt, ImageSource.Stream, error);
            }

            await pictures.WaitAsync(camera.Id, within, time, cancellationToken, isWhole: hasTwo);
        }

        return new TakenImage(camera, snapshot, time.GetUtcNow(), SnapshotError: error);
    }

    /// <summary>The image as a frame; null where there is none, or the newest frame is older than <see cref="MaxAge"/>.</summary>
    public async Task<ManualImage?> OpenAsync(TakenImage image, CancellationToken cancellationToken)
    {
        var error = image.SnapshotError;
        if (image.File is { } file)
        {
            try
            {
                var snapshot = await codec.DecodeAsync(file, cancellationToken);
                snapshot.CapturedAt = image.TakenAt;
                return new ManualImage(snapshot, image.Source, error);
            }
            catch (InvalidDataException exception)
            {
                log.LogWarning("Camera {Camera}: the snapshot address gives no picture: {Reason}", image.Camera.Id, exception.Message);
                error ??= CameraErrorMessages.Nonsense;
            }
        }

        if (pictures.Copy(image.Camera.Id) is not { } frame)
        {
            return null;
        }

        if (time.GetUtcNow() - frame.CapturedAt > MaxAge)
        {
            frame.Dispose();
            return null;
        }

        return new ManualImage(frame, ImageSource.Stream, error);
    }

    public void Dispose() => _files.Dispose();

    private async Task<(byte[]? File, string? Error)> SnapshotAsync(Camera camera, CancellationToken cancellationToken)
    {
        await _files.WaitAsync(cancellationToken);
        using var late = new CancellationTokenSource(MaxSnapshotTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var address = new WebPictures(CameraSource.WithSignInOf(camera.SnapshotUrl!, camera.Source), codec, time);
            return (await address.OneAsync(either.Token), null);
        }
        catch (CaptureException exception)
        {
            log.LogWarning("Camera {Camera}: the snapshot address gives no picture: {Reason}", camera.Id, exception.Message);
            return (null, exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("Camera {Camera}: the snapshot address gives no picture within {Seconds} s", camera.Id, MaxSnapshotTime.TotalSeconds);
            return (null, CameraErrorMessages.Late(MaxSnapshotTime));
        }
        finally
        {
            _files.Release();
        }
    }
}
