using System.Runtime.InteropServices;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Detection;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>
/// Follows the plates of one camera from frame to frame and tells which of them are to be read: those whose vote is not
/// sure yet, those that can be read better than before, those that do not look as they did, and each one now and then.
/// When in doubt a plate is read: that costs milliseconds. Not thread-safe.
/// </summary>
internal sealed class PlateReadScheduler(FrameSelectionOptions options)
{
    /// <summary>Plates that share more of their union than this are the same.</summary>
    private const float SamePlace = 0.3f;

    /// <summary>A plate that jumped is the same where it looks this much alike.</summary>
    private const double SameLook = 0.85;

    /// <summary>How far a plate can jump, in its own widths.</summary>
    private const float Jump = 2.5f;

    /// <summary>How much narrower than before a plate can be.</summary>
    private const float SameSize = 0.7f;

    /// <summary>A plate that was not found in this many looks is followed no more.</summary>
    private const int MostMissed = 5;

    /// <summary>After a gap of this length nothing is known of what was there.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(2);

    private readonly List<TrackedPlate> _followed = [];
    private readonly List<Match> _matches = [];
    private readonly List<Sighting> _sightings = [];
    private readonly List<DetectedPlate> _due = [];
    private byte[] _looks = [];
    private DateTimeOffset _lastAt = DateTimeOffset.MinValue;
    private long _lastTrack;
    private (int Width, int Height) _size;

    /// <summary>Plates that are to be read in the frame of the last <see cref="Begin"/>.</summary>
    public IReadOnlyList<DetectedPlate> Due => _due;

    /// <summary>When a still picture should be looked at, because a plate in it is not sure or was missed; far in the future where none.</summary>
    public DateTimeOffset WantedAt { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Takes the plates of a frame that was looked at, and fills <see cref="Due"/>.</summary>
    public void Begin(LumaImage luma, IReadOnlyList<DetectedPlate> plates, DateTimeOffset at)
    {
        if (at - _lastAt > Gap || at < _lastAt || _size != (luma.Width, luma.Height))
        {
            _followed.Clear();
        }

        (_lastAt, _size) = (at, (luma.Width, luma.Height));
        _due.Clear();
        _sightings.Clear();
        TakeLooks(luma, plates);
        Pair(plates, at);
        for (var i = 0; i < plates.Count; i++)
        {
            var plate = _sightings[i].Plate;
            if (plate is null)
            {
                plate = new TrackedPlate(++_lastTrack, options);
                _followed.Add(plate);
            }

            plate.See(plates[i].Corners, at, LookOf(i));
            _sightings[i] = new Sighting(plate, plate.IsDue());
            if (_sightings[i].IsDue)
            {
                _due.Add(plates[i]);
            }
        }

        foreach (var plate in _followed)
        {
            plate.Missed += plate.SeenAt == at ? 0 : 1;
        }

        _followed.RemoveAll(static plate => plate.Missed > MostMissed);
    }

    /// <summary>Takes what was read of <see cref="Due"/>; returns all plates of the frame, those that were not read without candidates.</summary>
    public IReadOnlyList<PlateRead> End(IReadOnlyList<PlateRead> reads)
    {
        if (_sightings.Count == 0)
        {
            Plan();
            return [];
        }

        var all = new PlateRead[_sightings.Count];
        for (int i = 0, next = 0; i < all.Length; i++)
        {
            var (plate, isDue) = _sightings[i];
            if (isDue)
            {
                var read = reads[next++];
                plate.Take(read, LookOf(i), plate.Corners.IsCut(_size.Width, _size.Height));
                all[i] = read with { Track = plate.Track };
            }
            else
            {
                all[i] = new PlateRead(plate.Corners, []) { Track = plate.Track };
            }
        }

        Plan();
        return all;
    }

    /// <summary>A frame showed what the last one showed.</summary>
    public void Stay(DateTimeOffset at)
    {
        foreach (var plate in _followed)
        {
            if (plate.SeenAt == _lastAt)
            {
                plate.Stay(at);
            }
        }

        _lastAt = at;
    }

    /// <summary>Looking failed: nothing is known of what is there.</summary>
    public void Forget()
    {
        _followed.Clear();
        Plan();
    }

    private Span<byte> LookOf(int i) => _looks.AsSpan(i * PlateThumbnail.Size, PlateThumbnail.Size);

    private void TakeLooks(LumaImage luma, IReadOnlyList<DetectedPlate> plates)
    {
        if (_looks.Length < plates.Count * PlateThumbnail.Size)
        {
            _looks = new byte[2 * plates.Count * PlateThumbnail.Size];
        }

        for (var i = 0; i < plates.Count; i++)
        {
            _sightings.Add(default);
            PlateThumbnail.Take(luma, plates[i].Corners, LookOf(i));
        }
    }

    /// <summary>One followed plate a detection and one detection a followed plate, best fit first.</summary>
    private void Pair(IReadOnlyList<DetectedPlate> plates, DateTimeOffset at)
    {
        _matches.Clear();
        for (var i = 0; i < plates.Count; i++)
        {
            foreach (var plate in _followed)
            {
                var fit = Fit(plate, plates[i].Corners, LookOf(i), at);
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

    private static double Fit(TrackedPlate plate, PlateCorners corners, ReadOnlySpan<byte> look, DateTimeOffset at)
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

        var similarity = PlateThumbnail.Similarity(look, plate.Look);
        return similarity >= SameLook ? similarity : 0;
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

    private void Plan()
    {
        var wanted = DateTimeOffset.MaxValue;
        foreach (var plate in _followed)
        {
            var at = plate.Missed > 0 ? DateTimeOffset.MinValue : plate.WantedAt;
            wanted = at < wanted ? at : wanted;
        }

        WantedAt = wanted;
    }

    private readonly record struct Match(double Fit, int Sighting, TrackedPlate Plate);

    private readonly record struct Sighting(TrackedPlate Plate, bool IsDue);
}
