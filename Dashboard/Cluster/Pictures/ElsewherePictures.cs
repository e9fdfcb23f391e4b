using Dashboard.Capture.Sharing;
using Dashboard.Live;
using Orleans;
using Orleans.Runtime;

namespace Dashboard.Cluster.Pictures;

/// <summary>
/// Asks the machine that watches a camera for its pictures. What nobody watches is not asked for: that would have somebody begin. Safe to use from
/// any thread.
/// </summary>
internal sealed class ElsewherePictures(IGrainFactory grains, CameraShare share) : IElsewherePictures
{
    // A little more than a picture is waited for there.
    private static readonly TimeSpan MaxAnswer = TimeSpan.FromSeconds(3);
    private volatile HashSet<int> _cameras = [];

    /// <summary>Says which cameras other machines watch from now on.</summary>
    public void Set(IEnumerable<int> cameras) => _cameras = [.. cameras];

    /// <inheritdoc/>
    public bool Has(int camera) => _cameras.Contains(camera) && share.Find(camera) is null;

    /// <inheritdoc/>
    public async Task<LivePicture?> NextAsync(int camera, int width, DateTimeOffset after) =>
        (await AskAsync(camera, grain => grain.NextPictureAsync(width, after), MaxAnswer))?.ToLive();

    /// <inheritdoc/>
    public async Task<byte[]?> NewestAsync(int camera, int maxWidth) =>
        (await AskAsync(camera, grain => grain.NewestPictureAsync(maxWidth), MaxAnswer))?.Jpeg;

    /// <inheritdoc/>
    public async Task<(byte[] Jpeg, DateTimeOffset CapturedAt)?> TakeAsync(int camera, TimeSpan within, bool isWhole) =>
        await AskAsync(camera, grain => grain.TakePictureAsync(within, isWhole), within + MaxAnswer) is { } picture
            ? (picture.Jpeg, picture.CapturedAt)
            : null;

    private async Task<CameraPicture?> AskAsync(int camera, Func<ICameraGrain, Task<CameraPicture?>> ask, TimeSpan maxTime)
    {
        try
        {
            return Has(camera) ? await ask(grains.GetGrain<ICameraGrain>(camera)).WaitAsync(maxTime) : null;
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException or InvalidOperationException)
        {
            // The machine is gone, or gives the camera up.
            return null;
        }
    }
}
