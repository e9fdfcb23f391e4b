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
/// The plates of each camera's newest frame, for who watches. A plate that is followed keeps the text of its last reading, because it is not read
/// in every frame. Only what is asked for costs anything: a frame's plates are kept as they are, and put into words when somebody looks.
/// </summary>
internal sealed class LiveReads(TimeProvider time)
{
    private const int MaxTracks = 32;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1.5);
    private readonly SteadyClock _clock = new(time);
    private readonly ConcurrentDictionary<int, Seen> _seen = new();

    /// <summary>Notes a frame's plates; called for every frame.</summary>
    public void Publish(FrameReads item)
    {
        var seen = _seen.GetOrAdd(item.Frame.CameraId, static _ => new Seen());
        lock (seen)
        {
            // Where nothing has changed, the plates of the last frame that was looked at are still there.
            if (item.IsStill)
            {
                seen.At = _clock.Now;
                return;
            }

            (seen.Reads, seen.Width, seen.Height, seen.At) = (item.Reads, item.Frame.Width, item.Frame.Height, _clock.Now);
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

    /// <summary>The plates that a camera sees now; none where its last frame is old.</summary>
    public IReadOnlyList<LivePlate> Find(int cameraId)
    {
        if (!_seen.TryGetValue(cameraId, out var seen))
        {
            return [];
        }

        lock (seen)
        {
            return _clock.Now - seen.At > MaxAge ? [] : [.. seen.Reads.Select(read => seen.ToPlate(read))];
        }
    }

    private sealed class Seen
    {
        public IReadOnlyList<PlateRead> Reads { get; set; } = [];

        public int Width { get; set; } = 1;

        public int Height { get; set; } = 1;

        public DateTimeOffset At { get; set; }

        public Dictionary<long, (string Text, double Confidence)> Texts { get; } = [];

        public LivePlate ToPlate(PlateRead read)
        {
            var (text, confidence) = read.IsLegible ? (read.Text, read.Confidence) : Texts.GetValueOrDefault(read.Track, ("", 0));
            PicturePoint[] corners = [read.Corners.TopLeft, read.Corners.TopRight, read.Corners.BottomRight, read.Corners.BottomLeft];
            return new LivePlate(text, confidence, [.. corners.SelectMany(corner => new[] { corner.X / Width, corner.Y / Height })]);
        }
    }
}
