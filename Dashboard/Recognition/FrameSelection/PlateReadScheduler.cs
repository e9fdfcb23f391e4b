using System.Runtime.InteropServices;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Recognition.Detection;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>
/// Follows the plates of one camera from frame to frame and tells which of them are to be read: those whose vote is not
/// sure yet, those that can be read better than before, those that do not thumbnail as they did, and each one now and then.
/// When in doubt a plate is read: that costs milliseconds. Not thread-safe.
/// </summary>
internal sealed class PlateReadScheduler(FrameSelectionOptions options)
{
    /// <summary>Plates that share more of their union than this are the same.</summary>
    private const float SamePlace = 0.3f;

    /// <summary>A plate that jumped is the same where it looks this much alike.</summary>
    private const double SameAppearance = 0.85;

    /// <summary>How far a plate can jump, in its own widths.</summary>
    private const float Jump = 2.5f;

    /// <summary>How much narrower than before a plate can be.</summary>
    private const float SameSize = 0.7f;

    /// <summary>A plate that was not found in this many processed frames is tracked no more.</summary>
    private const int MaxMissed = 5;

    /// <summary>After a gap of this length nothing is known of what was there.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(2);

    private readonly List<TrackedPlate> _tracked = [];
    private readonly List<Match> _matches = [];
    private readonly List<Sighting> _sightings = [];
    private readonly List<DetectedPlate> _toRead = [];
    private byte[] _thumbnails = [];
    private DateTimeOffset _lastAt = DateTimeOffset.MinValue;
    private long _lastTrack;
    private (int Width, int Height) _size;

    /// <summary>When a still picture should be processed, because a plate in it is not sure or was missed; far in the future where none.</summary>
    public DateTimeOffset NextReadAt { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>
    /// Takes the plates of a frame that is processed; returns those that are to be read, in a list that is valid until the next call.
    /// </summary>
    public IReadOnlyList<DetectedPlate> PlatesToRead(LumaImage luma, IReadOnlyList<DetectedPlate> plates, DateTimeOffset at)
    {
        if (at - _lastAt > Gap || at < _lastAt || _size != (luma.Width, luma.Height))
        {
            _tracked.Clear();
        }

        (_lastAt, _size) = (at, (luma.Width, luma.Height));
        _toRead.Clear();
        _sightings.Clear();
        CaptureThumbnails(luma, plates);
        Pair(plates, at);
        for (var i = 0; i < plates.Count; i++)
        {
            var plate = _sightings[i].Plate;
            if (plate is null)
            {
                plate = new TrackedPlate(++_lastTrack, options);
                _tracked.Add(plate);
            }

            plate.UpdatePosition(plates[i].Corners, at, ThumbnailOf(i));
            _sightings[i] = new Sighting(plate, plate.ShouldRead());
            if (_sightings[i].ShouldRead)
            {
                _toRead.Add(plates[i]);
            }
        }

        foreach (var plate in _tracked)
        {
            plate.Missed += plate.SeenAt == at ? 0 : 1;
        }

        _tracked.RemoveAll(static plate => plate.Missed > MaxMissed);
        return _toRead;
    }

    /// <summary>
    /// Takes what was read of <see cref="PlatesToRead"/>; returns all plates of the frame, those that were not read without candidates.
    /// </summary>
    public IReadOnlyList<PlateRead> AddReads(IReadOnlyList<PlateRead> reads)
    {
        if (_sightings.Count == 0)
        {
            PlanNextRead();
            return [];
        }

        var all = new PlateRead[_sightings.Count];
        for (int i = 0, next = 0; i < all.Length; i++)
        {
            var (plate, wasToRead) = _sightings[i];
            if (wasToRead)
            {
                var read = reads[next++];
                plate.AddRead(read, ThumbnailOf(i), plate.Corners.IsCut(_size.Width, _size.Height));
                all[i] = read with { Track = plate.Track };
            }
            else
            {
                all[i] = new PlateRead(plate.Corners, []) { Track = plate.Track };
            }
        }

        PlanNextRead();
        return all;
    }

    /// <summary>A frame showed what the last one showed.</summary>
    public void MarkStill(DateTimeOffset at)
    {
        foreach (var plate in _tracked)
        {
            if (plate.SeenAt == _lastAt)
            {
                plate.MarkStill(at);
            }
        }

        _lastAt = at;
    }

    /// <summary>Processing a frame failed: nothing is known of what is there.</summary>
    public void Reset()
    {
        _tracked.Clear();
        PlanNextRead();
    }

    private Span<byte> ThumbnailOf(int i) => _thumbnails.AsSpan(i * PlateThumbnail.Size, PlateThumbnail.Size);

    private void CaptureThumbnails(LumaImage luma, IReadOnlyList<DetectedPlate> plates)
    {
        if (_thumbnails.Length < plates.Count * PlateThumbnail.Size)
        {
            _thumbnails = new byte[2 * plates.Count * PlateThumbnail.Size];
        }

        for (var i = 0; i < plates.Count; i++)
        {
            _sightings.Add(default);
            PlateThumbnail.Capture(luma, plates[i].Corners, ThumbnailOf(i));
        }
    }

    /// <summary>One tracked plate a detection and one detection a tracked plate, best fit first.</summary>
    private void Pair(IReadOnlyList<DetectedPlate> plates, DateTimeOffset at)
    {
        _matches.Clear();
        for (var i = 0; i < plates.Count; i++)
        {
            foreach (var plate in _tracked)
            {
                var fit = Fit(plate, plates[i].Corners, ThumbnailOf(i), at);
                if (fit > 0)
                {
                    _matches.Add(new Match(fit, i, plate));
                }
            }
        }

        _matches.Sort(static (a, b) => a.Fit != b.Fit ? b.Fit.CompareTo(a.Fit)
            : a.Sighting != b.Sighting ? a.Sighting.CompareTo(b.Sighting) : a.Plate.Track.CompareTo(b.Plate.Track));
        var sightings = CollectionsMarshal.AsSpan(_sightings);
        foreach (var (_, sighting, plate) in _matches)
        {
            if (sightings[sighting].Plate is null && !IsTaken(plate))
            {
                sightings[sighting] = new Sighting(plate, false);
            }
        }
    }

    private bool IsTaken(TrackedPlate plate)
    {
        foreach (var sighting in _sightings)
        {
            if (sighting.Plate == plate)
            {
                return true;
            }
        }

        return false;
    }

    private static double Fit(TrackedPlate plate, PlateCorners corners, ReadOnlySpan<byte> thumbnail, DateTimeOffset at)
    {
        var predicted = plate.Predict(at);
        var overlap = Math.Max(Overlap(plate.Corners, corners), Overlap(predicted, corners));
        if (overlap >= SamePlace)
        {
            return 1 + overlap;
        }

        var (narrow, wide) = corners.Width < plate.Corners.Width ? (corners.Width, plate.Corners.Width) : (plate.Corners.Width, corners.Width);
        var (a, b) = (corners.Center, predicted.Center);
        var far = Jump * wide;
        if (narrow < SameSize * wide || ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)) > far * far || !plate.WasRead)
        {
            return 0;
        }

        var similarity = PlateThumbnail.Similarity(thumbnail, plate.Thumbnail);
        return similarity >= SameAppearance ? similarity : 0;
    }

    private static float Overlap(PlateCorners a, PlateCorners b)
    {
        if (a.Bounds.Overlap(b.Bounds) <= 0 || !QuadOverlap.IsConvex(a) || !QuadOverlap.IsConvex(b))
        {
            return 0;
        }

        var shared = QuadOverlap.Shared(a, b);
        return shared / (QuadOverlap.Area(a) + QuadOverlap.Area(b) - shared);
    }

    private void PlanNextRead()
    {
        var wanted = DateTimeOffset.MaxValue;
        foreach (var plate in _tracked)
        {
            var at = plate.Missed > 0 ? DateTimeOffset.MinValue : plate.NextReadAt;
            wanted = at < wanted ? at : wanted;
        }

        NextReadAt = wanted;
    }

    private readonly record struct Match(double Fit, int Sighting, TrackedPlate Plate);

    private readonly record struct Sighting(TrackedPlate Plate, bool ShouldRead);
}
