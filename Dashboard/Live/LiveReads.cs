using System.Collections.Concurrent;
using Dashboard.Domain.Recognition;
using Dashboard.Hosting;
using Dashboard.Pipeline;

namespace Dashboard.Live;

/// <summary>
/// A plate in a live picture; corners as shares of the picture's width and height, x and y in turn, clockwise from the plate's top left.
/// </summary>
internal sealed record LivePlate(string Text, double Confidence, IReadOnlyList<float> Corners);

/// <summary>
/// The plates of each camera's last frames, for who watches. A plate that is followed keeps the text of its last reading, because it is not read
/// in every frame. Only what is asked for costs anything: a frame's plates are kept as they are, and put into words when somebody looks.
/// </summary>
internal sealed class LiveReads(TimeProvider time)
{
    private const int MaxTracks = 32;
    private const int MaxLooks = 16;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1.5);

    // As long as a frame is looked at on a busy machine.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(400);
    private readonly SteadyClock _clock = new(time);
    private readonly ConcurrentDictionary<int, Seen> _seen = new();

    /// <summary>Notes a frame's plates; called for every frame.</summary>
    public void Publish(FrameReads item)
    {
        var seen = _seen.GetOrAdd(item.Frame.CameraId, static _ => new Seen());
        lock (seen)
        {
            // Where nothing has changed, the plates of the last frame that was looked at are still there.
            var reads = item.IsStill ? seen.Looks.LastOrDefault()?.Reads ?? [] : item.Reads;
            seen.Add(new Look(item.Frame.CapturedAt, reads, item.Frame.Width, item.Frame.Height), _clock.Now);
            foreach (var read in item.Reads.Where(read => read is { Track: > 0, IsLegible: true }))
            {
                if (seen.Texts.Count >= MaxTracks)
                {
                    seen.Texts.Clear();
                }

                seen.Texts[read.Track] = (read.Text, read.Confidence);
            }
        }
    }

    /// <summary>
    /// The plates of the frame that was captured at a moment, which is waited for a little, or else of the one nearest to it; none where the
    /// camera's last frame is old.
    /// </summary>
    public async Task<IReadOnlyList<LivePlate>> FindAsync(int cameraId, DateTimeOffset capturedAt)
    {
        if (!_seen.TryGetValue(cameraId, out var seen))
        {
            return [];
        }

        for (var late = Task.Delay(MaxWait, time); ;)
        {
            Task next;
            lock (seen)
            {
                if (_clock.Now - seen.At > MaxAge || seen.Looks.Count == 0)
                {
                    return [];
                }

                if (late.IsCompleted || seen.Looks[^1].CapturedAt >= capturedAt)
                {
                    var look = seen.Looks.MinBy(look => (look.CapturedAt - capturedAt).Duration())!;
                    return [.. look.Reads.Select(read => seen.ToPlate(read, look))];
                }

                next = seen.NextAsync();
            }

            await Task.WhenAny(next, late);
        }
    }

    private sealed record Look(DateTimeOffset CapturedAt, IReadOnlyList<PlateRead> Reads, int Width, int Height);

    private sealed class Seen
    {
        private TaskCompletionSource? _next;

        /// <summary>The last ones, the newest at the end.</summary>
        public List<Look> Looks { get; } = new(MaxLooks);

        public DateTimeOffset At { get; private set; }

        public Dictionary<long, (string Text, double Confidence)> Texts { get; } = [];

        public void Add(Look look, DateTimeOffset now)
        {
            if (Looks.Count == MaxLooks)
            {
                Looks.RemoveAt(0);
            }

            Looks.Add(look);
            At = now;
            _next?.TrySetResult();
            _next = null;
        }

        /// <summary>Ends with the next look.</summary>
        public Task NextAsync() => (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public LivePlate ToPlate(PlateRead read, Look look)
        {
            var (text, confidence) = read.IsLegible ? (read.Text, read.Confidence) : Texts.GetValueOrDefault(read.Track, ("", 0));
            PicturePoint[] corners = [read.Corners.TopLeft, read.Corners.TopRight, read.Corners.BottomRight, read.Corners.BottomLeft];
            return new LivePlate(text, confidence, [.. corners.SelectMany(corner => new[] { corner.X / look.Width, corner.Y / look.Height })]);
        }
    }
}
