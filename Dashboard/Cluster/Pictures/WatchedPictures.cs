using Dashboard.Capture;
using Dashboard.Flows.Manual;
using Dashboard.Imaging;
using Dashboard.Live;

namespace Dashboard.Cluster.Pictures;

/// <summary>Pictures of the cameras that this machine watches, for the others.</summary>
internal sealed class WatchedPictures(LivePictures live, NewestPictures newest, PictureCodec codec, TimeProvider time)
{
    // It is compressed once more where the flow is stored.
    private const int Quality = 95;

    public async Task<CameraPicture?> NextAsync(int camera, int width, DateTimeOffset after) =>
        await live.NextAsync(camera, width, after) is { } picture ? CameraPicture.From(picture) : null;

    public CameraPicture? Newest(int camera, int maxWidth) =>
        newest.TryGetJpeg(camera, maxWidth) is var (jpeg, capturedAt) ? new CameraPicture(jpeg, capturedAt, []) : null;

    /// <summary>As <see cref="IElsewherePictures.TakeAsync"/>. How old a picture is the machine's own clock tells.</summary>
    public async Task<CameraPicture?> TakeAsync(int camera, TimeSpan within, bool isWhole)
    {
        using var frame = await newest.NextAsync(camera, within, time, CancellationToken.None, isWhole);
        return frame is null || time.GetUtcNow() - frame.CapturedAt > ManualImages.MaxAge
            ? null
            : new CameraPicture(codec.Encode(frame, Quality), frame.CapturedAt, []);
    }
}
