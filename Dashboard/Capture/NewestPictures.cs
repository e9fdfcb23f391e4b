using System.Collections.Concurrent;
using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Capture;

/// <summary>The newest frame of each camera, for thumbnails; at most a second older than the camera's last one.</summary>
internal sealed class NewestPictures(FramePool pool, PictureCodec codec)
{
    private const int MaxSizes = 4;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<int, Slot> _slots = new();

    /// <summary>The camera's newest frame as JPEG, at most this wide and with its time; null where there is none since the start.</summary>
    public (byte[] Jpeg, DateTimeOffset CapturedAt)? TryGetJpeg(int cameraId, int maxWidth)
    {
        if (!_slots.TryGetValue(cameraId, out var slot))
        {
            return null;
        }

        lock (slot)
        {
            if (slot.Copy is not { } copy)
            {
                return null;
            }

            if (!slot.Jpegs.TryGetValue(maxWidth, out var jpeg))
            {
                if (slot.Jpegs.Count == MaxSizes)
                {
                    slot.Jpegs.Clear();
                }

                slot.Jpegs[maxWidth] = jpeg = codec.EncodeSmall(copy, maxWidth);
            }

            return (jpeg, copy.CapturedAt);
        }
    }

    /// <summary>The next whole frame of a camera where it comes in time, otherwise the newest there is; as <see cref="Copy"/> says.</summary>
    public async Task<VideoFrame?> NextAsync(int cameraId, TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        await WaitAsync(cameraId, within, time, cancellationToken);
        return Copy(cameraId);
    }

    /// <summary>Waits for the next frame of a camera, but no longer than it is said.</summary>
    public async Task WaitAsync(int cameraId, TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(cameraId, static _ => new Slot());
        Task next;
        lock (slot)
        {
            next = (slot.Next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(next, Task.Delay(within, time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The newest whole frame of a camera, however old, the caller's to dispose; null where there is none.</summary>
    public VideoFrame? Copy(int cameraId)
    {
        if (!_slots.TryGetValue(cameraId, out var slot))
        {
            return null;
        }

        lock (slot)
        {
            if (slot.Copy is not { } copy)
            {
                return null;
            }

            var frame = pool.Rent(copy.Width, copy.Height);
            copy.Data.CopyTo(frame.Data);
            (frame.CameraId, frame.CapturedAt) = (cameraId, copy.CapturedAt);
            return frame;
        }
    }

    /// <summary>Copies a frame, which stays the caller's, where the last copy is a second old or somebody waits for the next one.</summary>
    internal void Offer(VideoFrame frame)
    {
        var slot = _slots.GetOrAdd(frame.CameraId, static _ => new Slot());
        lock (slot)
        {
            if (slot.Next is null && slot.Copy is { } old && (frame.CapturedAt - old.CapturedAt).Duration() < Interval)
            {
                return;
            }

            if (slot.Copy is not { } copy || copy.Width != frame.Width || copy.Height != frame.Height)
            {
                slot.Copy?.Dispose();
                slot.Copy = copy = pool.Rent(frame.Width, frame.Height);
            }

            frame.Data.CopyTo(copy.Data);
            copy.CapturedAt = frame.CapturedAt;
            slot.Jpegs.Clear();
            slot.Next?.TrySetResult();
            slot.Next = null;
        }
    }

    internal void Remove(int cameraId)
    {
        if (_slots.TryRemove(cameraId, out var slot))
        {
            lock (slot)
            {
                slot.Copy?.Dispose();
                slot.Copy = null;
            }
        }
    }

    private sealed class Slot
    {
        public VideoFrame? Copy { get; set; }

        public TaskCompletionSource? Next { get; set; }

        public Dictionary<int, byte[]> Jpegs { get; } = [];
    }
}
