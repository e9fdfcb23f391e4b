using Dashboard.Capture;
using Dashboard.Hosting;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Live;

/// <summary>A picture of a camera for who watches it live.</summary>
/// <param name="Plates">The plates of that frame, or of the one nearest to it that was looked at.</param>
internal sealed record LivePicture(byte[] Jpeg, DateTimeOffset CapturedAt, IReadOnlyList<LivePlate> Plates);

/// <summary>
/// Live pictures of cameras; those of a camera that another machine watches come from there. However many watch, each camera's picture is made once
/// a size, at most five times a second, one after the other, and with pauses three times as long as the work: recognition keeps its processors.
/// </summary>
internal sealed class LivePictures(
    NewestPictures newest, LiveReads reads, PictureCodec codec, TimeProvider time, IElsewherePictures? elsewhere = null)
{
    /// <summary>The widths that are made; the line of who watches decides which.</summary>
    public static readonly IReadOnlyList<int> Widths = [320, 480, 640, 960, 1280];

    private const int Quality = 70;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeptUnasked = TimeSpan.FromSeconds(10);

    // A main stream that does not come is not waited for with each picture.
    private static readonly TimeSpan WithoutMain = TimeSpan.FromSeconds(10);

    private readonly SteadyClock _clock = new(time);
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<(int Camera, int Width, bool IsWhole), Slot> _slots = [];
    private DateTimeOffset _restUntil;

    /// <summary>How many sizes of how many cameras are kept at the moment.</summary>
    internal int Kept
    {
        get
        {
            lock (_gate)
            {
                return _slots.Count;
            }
        }
    }

    /// <summary>The next picture of a camera that is newer than a moment; null where none comes within two seconds.</summary>
    /// <param name="width">At most this wide, in pixels; one of <see cref="Widths"/>.</param>
    /// <param name="after">When the last one was captured that the viewer has.</param>
    /// <param name="isWhole">
    /// Of the main stream, of a camera that has two: it is read for it. Where another machine watches the camera, it gives what it has.
    /// </param>
    public Task<LivePicture?> NextAsync(int camera, int width, DateTimeOffset after, bool isWhole = false)
    {
        lock (_gate)
        {
            var now = _clock.Now;
            var unasked = _slots.Where(slot => now - slot.Value.AskedAt > KeptUnasked && slot.Value.Next.IsCompleted).Select(slot => slot.Key);
            foreach (var old in unasked.ToList())
            {
                _slots.Remove(old);
            }

            if (!_slots.TryGetValue((camera, width, isWhole), out var slot))
            {
                _slots[(camera, width, isWhole)] = slot = new Slot { IsWhole = isWhole };
            }

            slot.AskedAt = now;
            if (slot.Last is { } last && last.CapturedAt > after)
            {
                return Task.FromResult<LivePicture?>(last);
            }

            if (slot.Next.IsCompleted)
            {
                slot.Next = Task.Run(() => MakeAsync(camera, width, slot));
            }

            return slot.Next;
        }
    }

    /// <summary>The newest picture of a camera as JPEG, at most this wide; null where there is none.</summary>
    public async Task<byte[]?> NewestAsync(int camera, int maxWidth) =>
        elsewhere?.Has(camera) == true ? await elsewhere.NewestAsync(camera, maxWidth) : newest.TryGetJpeg(camera, maxWidth)?.Jpeg;

    private async Task<LivePicture?> MakeAsync(int camera, int width, Slot slot)
    {
        await RestAsync(slot.MadeAt + Interval);
        if (elsewhere?.Has(camera) == true)
        {
            slot.MadeAt = _clock.Now;
            var picture = await elsewhere.NextAsync(camera, width, slot.Last?.CapturedAt ?? DateTimeOffset.MinValue);
            return picture is null ? null : slot.Last = picture;
        }

        if (await EncodeAsync(camera, width, slot) is not var (jpeg, capturedAt))
        {
            return null;
        }

        return slot.Last = new LivePicture(jpeg, capturedAt, await reads.FindAsync(camera, capturedAt));
    }

    private async Task<(byte[] Jpeg, DateTimeOffset CapturedAt)?> EncodeAsync(int camera, int width, Slot slot)
    {
        using var frame = await TakeAsync(camera, slot);
        if (frame is null || frame.CapturedAt == slot.Last?.CapturedAt)
        {
            return null;
        }

        await _turn.WaitAsync();
        try
        {
            await RestAsync(_restUntil);
            var start = time.GetTimestamp();
            var jpeg = codec.EncodeSmall(frame, width, Quality);
            slot.MadeAt = _clock.Now;
            _restUntil = slot.MadeAt + (time.GetElapsedTime(start) * 3);
            return (jpeg, frame.CapturedAt);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<VideoFrame?> TakeAsync(int camera, Slot slot)
    {
        if (!slot.IsWhole || _clock.Now < slot.SmallUntil)
        {
            return await newest.NextAsync(camera, MaxTime, time, CancellationToken.None);
        }

        newest.WatchWhole(camera, time.GetUtcNow() + MaxTime);
        var asked = time.GetTimestamp();
        var frame = await newest.NextAsync(camera, MaxTime, time, CancellationToken.None, isWhole: true);
        slot.SmallUntil = time.GetElapsedTime(asked) >= MaxTime ? _clock.Now + WithoutMain : slot.SmallUntil;
        return frame;
    }

    private Task RestAsync(DateTimeOffset until) =>
        until - _clock.Now is var rest && rest > TimeSpan.Zero ? Task.Delay(rest, time) : Task.CompletedTask;

    private sealed class Slot
    {
        public LivePicture? Last { get; set; }

        public DateTimeOffset MadeAt { get; set; }

        public DateTimeOffset AskedAt { get; set; }

        public bool IsWhole { get; init; }

        /// <summary>Until then what the substream gives is enough.</summary>
        public DateTimeOffset SmallUntil { get; set; }

        public Task<LivePicture?> Next { get; set; } = Task.FromResult<LivePicture?>(null);
    }
}
