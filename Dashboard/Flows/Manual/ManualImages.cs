using Dashboard.Capture;
using Dashboard.Capture.Http;
using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Flows.Manual;

internal enum ImageSource
{
    /// <summary>The camera's address of single pictures.</summary>
    CameraSnapshot,

    /// <summary>The newest frame of the stream that is watched.</summary>
    Stream,
}

/// <summary>An image that was just taken; its frame is the caller's.</summary>
internal sealed record ManualImage(VideoFrame Frame, ImageSource Source);

/// <summary>Takes the newest image of a camera.</summary>
internal sealed class ManualImages(NewestPictures pictures, PictureCodec codec, TimeProvider time, ILogger<ManualImages> log)
{
    /// <summary>An older image does not show what is there now.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SnapshotWithin = TimeSpan.FromSeconds(3);

    // A little more than from one frame to the next of most cameras.
    private static readonly TimeSpan NextFrameWithin = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// The picture of the camera's snapshot address where it has one that answers in time, otherwise the newest frame; null where there is
    /// neither, or the frame is older than <see cref="Oldest"/>.
    /// </summary>
    public async Task<ManualImage?> TakeAsync(Camera camera, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(camera.SnapshotUrl) && await SnapshotAsync(camera, cancellationToken) is { } snapshot)
        {
            return new ManualImage(snapshot, ImageSource.CameraSnapshot);
        }

        if (await pictures.NextAsync(camera.Id, NextFrameWithin, time, cancellationToken) is not { } frame)
        {
            return null;
        }

        if (time.GetUtcNow() - frame.CapturedAt > Oldest)
        {
            frame.Dispose();
            return null;
        }

        return new ManualImage(frame, ImageSource.Stream);
    }

    private async Task<VideoFrame?> SnapshotAsync(Camera camera, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(SnapshotWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var address = new WebPictures(camera.SnapshotUrl!, codec, time);
            return await address.OneAsync(either.Token);
        }
        catch (CaptureException exception)
        {
            log.LogWarning("Camera {Camera}: the snapshot address gives no picture: {Reason}", camera.Id, exception.Message);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("Camera {Camera}: the snapshot address gives no picture within {Seconds} s", camera.Id, SnapshotWithin.TotalSeconds);
            return null;
        }
    }
}
