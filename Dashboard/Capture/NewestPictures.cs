using System.Collections.Concurrent;
using Dashboard.Hosting.Process;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Capture;

/// <summary>
/// The newest frame of each camera, for thumbnails; at most a second older than the camera's last one. Frames are kept within
/// <see cref="MemoryOptions.NewestFrameBytes"/>: where that is not enough for all cameras, those keep theirs that somebody asked for last.
/// </summary>
internal sealed class NewestPictures(FramePool pool, PictureCodec codec, MemoryOptions? memory = null)
{
    private const int MaxSizes = 4;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly long _maxBytes = (memory ?? new MemoryOptions()).NewestFrameBytes;
    private readonly ConcurrentDictionary<int, Slot> _slots = new();

    // For how many bytes there are, and whose. Taken inside of a slot's lock, never around one.
    private readonly Lock _gate = new();
    private readonly HashSet<Slot> _kept = [];
    private long _bytes;
    private long _asked;
    private long _leftOut;

    /// <summary>Frames that were not kept, or not for long, because there was no room for those of all cameras.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    /// <summary>Bytes of the frames that are kept.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The camera's newest frame as JPEG, at most this wide and with its time; null where there is none since the start.</summary>
    public (byte[] Jpeg, DateTimeOffset CapturedAt)? TryGetJpeg(int cameraId, int maxWidth)
    {
        if (!_slots.TryGetValue(cameraId, out var slot))
        {
            return null;
        }

        Ask(slot);
        lock (slot)
        {
            if (!slot.Jpegs.TryGetValue(maxWidth, out var jpeg))
            {
                if (slot.Copy is not { } copy)
                {
                    return null;
                }

                if (slot.Jpegs.Count == MaxSizes)
                {
                    slot.Jpegs.Clear();
                }

                slot.Jpegs[maxWidth] = jpeg = codec.EncodeSmall(copy, maxWidth);
            }

            return (jpeg, slot.CapturedAt);
        }
    }

    /// <summary>The next frame of a camera where it comes in time, otherwise the newest there is; as <see cref="Copy"/> says.</summary>
    public async Task<VideoFrame?> NextAsync(
        int cameraId, TimeSpan within, TimeProvider time, CancellationToken cancellationToken, bool isWhole = false)
    {
        await WaitAsync(cameraId, within, time, cancellationToken, isWhole);
        return Copy(cameraId);
    }

    /// <summary>Waits for the next frame of a camera, but no longer than it is said.</summary>
    /// <param name="isWhole">One of the main stream, of a camera that has two: it is read for it.</param>
    public async Task WaitAsync(int cameraId, TimeSpan within, TimeProvider time, CancellationToken cancellationToken, bool isWhole = false)
    {
        var slot = _slots.GetOrAdd(cameraId, static _ => new Slot());
        Ask(slot);
        Task next;
        lock (slot)
        {
            var waited = (isWhole ? slot.NextWhole : slot.Next) ?? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            next = waited.Task;
            if (isWhole)
            {
                (slot.NextWhole, slot.WholeUntil) = (waited, time.GetUtcNow() + within);
            }
            else
            {
                slot.Next = waited;
            }
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

        Ask(slot);
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

    /// <summary>Has the main stream of a camera read until then, though nobody waits for its next frame at each moment.</summary>
    public void WatchWhole(int cameraId, DateTimeOffset until)
    {
        var slot = _slots.GetOrAdd(cameraId, static _ => new Slot());
        lock (slot)
        {
            slot.WatchedUntil = until;
        }
    }

    /// <summary>Whether somebody waits for a frame of the camera's main stream, or watches it.</summary>
    internal bool IsWholeWanted(int cameraId, DateTimeOffset now)
    {
        if (!_slots.TryGetValue(cameraId, out var slot))
        {
            return false;
        }

        lock (slot)
        {
            return now <= slot.WatchedUntil || (slot.NextWhole is not null && now <= slot.WholeUntil);
        }
    }

    /// <summary>Whether somebody waits for a frame of the camera, or asked for one since the last was kept, a second ago.</summary>
    internal bool IsDue(int cameraId, DateTimeOffset now)
    {
        if (!_slots.TryGetValue(cameraId, out var slot))
        {
            return true;
        }

        lock (slot)
        {
            return slot.Next is not null || slot.NextWhole is not null || (slot.IsAsked && (now - slot.CapturedAt).Duration() >= Interval);
        }
    }

    /// <summary>Copies a frame, which stays the caller's, where the last copy is a second old or somebody waits for the next one.</summary>
    /// <param name="isSmall">It is of the substream of a camera that has two streams.</param>
    internal void Offer(VideoFrame frame, bool isSmall = false)
    {
        var slot = _slots.GetOrAdd(frame.CameraId, static _ => new Slot());
        lock (slot)
        {
            var isAwaited = slot.Next is not null || (!isSmall && slot.NextWhole is not null);
            if (!isAwaited && slot.Copy is not null && (frame.CapturedAt - slot.CapturedAt).Duration() < Interval)
            {
                return;
            }
        }

        // What is dropped for it is locked on its own: two slots at once would wait for each other.
        if (!HasRoom(slot, frame.Data.Length, out var others))
        {
            return;
        }

        foreach (var other in others)
        {
            lock (other)
            {
                Drop(other);
            }
        }

        lock (slot)
        {
            Keep(slot, frame, isSmall);
        }
    }

    internal void Remove(int cameraId)
    {
        if (_slots.TryRemove(cameraId, out var slot))
        {
            lock (slot)
            {
                Drop(slot);
                slot.Jpegs.Clear();
            }
        }
    }

    private void Ask(Slot slot)
    {
        lock (_gate)
        {
            slot.Asked = ++_asked;
            slot.IsAsked = true;
        }
    }

    private void Keep(Slot slot, VideoFrame frame, bool isSmall)
    {
        // Both streams of a camera may come at once.
        if (slot.Copy is { } other && (other.Width != frame.Width || other.Height != frame.Height))
        {
            Drop(slot);
        }

        var copy = slot.Copy ??= pool.Rent(frame.Width, frame.Height);
        lock (_gate)
        {
            Book(slot, frame.Data.Length);
        }

        frame.Data.CopyTo(copy.Data);
        slot.CapturedAt = copy.CapturedAt = frame.CapturedAt;
        slot.Jpegs.Clear();
        slot.IsAsked = false;
        slot.Next?.TrySetResult();
        slot.Next = null;
        if (!isSmall)
        {
            slot.NextWhole?.TrySetResult();
            slot.NextWhole = null;
        }
    }

    /// <summary>Books the bytes of a slot, at the cost of those that were asked for earlier; false: there is no room.</summary>
    private bool HasRoom(Slot slot, int bytes, out IReadOnlyList<Slot> others)
    {
        List<Slot> earlier = [];
        others = earlier;
        lock (_gate)
        {
            var more = bytes - slot.Bytes;
            while (more > 0 && _bytes > slot.Bytes && _bytes + more > _maxBytes)
            {
                _leftOut++;
                var oldest = slot.Asked == 0 ? null : _kept.MinBy(other => other.Asked);
                if (oldest is null || oldest.Asked >= slot.Asked)
                {
                    return false;
                }

                earlier.Add(oldest);
                Book(oldest, 0);
            }

            Book(slot, bytes);
            return true;
        }
    }

    // A picture that was made of it stays until there is a newer one: it is small, and somebody asked for it.
    private void Drop(Slot slot)
    {
        slot.Copy?.Dispose();
        slot.Copy = null;
        lock (_gate)
        {
            Book(slot, 0);
        }
    }

    private void Book(Slot slot, int bytes)
    {
        _bytes += bytes - slot.Bytes;
        slot.Bytes = bytes;
        _ = bytes > 0 ? _kept.Add(slot) : _kept.Remove(slot);
    }

    private sealed class Slot
    {
        public VideoFrame? Copy { get; set; }

        public DateTimeOffset CapturedAt { get; set; }

        /// <summary>Bytes that are booked for the copy.</summary>
        public int Bytes { get; set; }

        /// <summary>When it was asked for last, as a count; 0: never.</summary>
        public long Asked { get; set; }

        /// <summary>It was since the last frame was kept.</summary>
        public bool IsAsked { get; set; }

        public TaskCompletionSource? Next { get; set; }

        /// <summary>Waited for until <see cref="WholeUntil"/>.</summary>
        public TaskCompletionSource? NextWhole { get; set; }

        public DateTimeOffset WholeUntil { get; set; }

        /// <summary>The main stream is watched until then.</summary>
        public DateTimeOffset WatchedUntil { get; set; }

        public Dictionary<int, byte[]> Jpegs { get; } = [];
    }
}
