using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>
/// Groups the reads of one camera into vehicles. Time comes in with the frames, and the outcome depends on nothing else;
/// one tracker a camera, not thread-safe. Work is reads x vehicles in view, memory is bounded.
/// </summary>
public sealed class PlateTracker(TrackingRules rules)
{
    /// <summary>The most vehicles that are followed or remembered at once; past it the one not seen for longest goes.</summary>
    public const int MaxVehicles = 256;

    /// <summary>The most plates of one frame that are followed; the least certain beyond them are ignored.</summary>
    public const int MaxReadsInFrame = 64;

    /// <summary>Boxes that share more of their union are of one plate.</summary>
    internal const float SamePlate = 0.3f;

    private readonly TrackerClock _clock = new();
    private readonly FollowedVehicles _vehicles = new(rules);
    private readonly List<PlateGroup> _flows = [];
    private readonly List<long> _dropped = [];
    private readonly List<PlateGroup> _previews = [];
    private readonly List<MergedGroup> _merged = [];
    private DateTimeOffset _lastFrameAt = DateTimeOffset.MinValue;

    public TrackingRules Rules { get; } = rules;

    /// <summary>How many groups are still taking reads.</summary>
    public int OpenGroups => _vehicles.All.Count(v => !v.IsClosed);

    /// <summary>When the first read came of those groups that still take some; null: none does.</summary>
    public DateTimeOffset? OpenSince => _vehicles.All.Where(v => !v.IsClosed).Min(v => (DateTimeOffset?)v.FirstAt);

    /// <summary>How many vehicles are followed or remembered.</summary>
    public int Vehicles => _vehicles.All.Count;

    /// <summary>
    /// Takes the plates of one frame. Frames come in order of time; a frame without plates may be passed too. A plate
    /// without candidates keeps the vehicle it is of in view and says where that is now; it has no vote and starts no group.
    /// </summary>
    /// <param name="at">When the frame was captured.</param>
    /// <param name="frameWidth">Width of the frame in pixels.</param>
    /// <param name="frameHeight">Height of the frame in pixels.</param>
    /// <param name="reads">All plates of the frame; their order does not matter.</param>
    /// <returns>What became of each, in no certain order.</returns>
    public IReadOnlyList<TrackedRead> Observe(DateTimeOffset at, int frameWidth, int frameHeight, IReadOnlyList<PlateRead> reads)
    {
        var now = _clock.Advance(at);
        Expire(now);
        _lastFrameAt = now;
        if (reads.Count == 0)
        {
            return [];
        }

        var frame = new Frame(at, now, frameWidth, frameHeight);
        var usable = Usable(reads, frame);
        var owners = _vehicles.Assign(usable, now);
        for (var i = 0; i < usable.Count; i++)
        {
            if (owners[i] is { } vehicle)
            {
                AddRead(vehicle, usable[i], frame);
            }
        }

        AddUnread(reads, usable, frame);

        // Those that are known come first: then a newcomer can push out none that is in this frame.
        for (var i = 0; i < usable.Count; i++)
        {
            if (owners[i] is null)
            {
                AddRead(Create(), usable[i], frame);
            }
        }

        RecordSeenTogether(frame.Present);
        RecordPreviews(frame.Present);
        return frame.Tracked;
    }

    /// <summary>Takes a frame that shows what the one before showed: the vehicles of that are still where they were.</summary>
    /// <param name="at">When the frame was captured.</param>
    public void ObserveStill(DateTimeOffset at)
    {
        var now = _clock.Advance(at);
        var before = _lastFrameAt;
        Expire(now);
        _lastFrameAt = now;
        foreach (var vehicle in _vehicles.All)
        {
            if (vehicle.LastAt == before)
            {
                vehicle.UpdatePosition(vehicle.Corners, now, at, isPlaceSure: false);
            }
        }
    }

    /// <summary>Closes what is due at <paramref name="now"/> and returns the groups that are flows, and the numbers of those dropped.</summary>
    public ClosedGroups Close(DateTimeOffset now)
    {
        Expire(_clock.Advance(now));
        return Collect();
    }

    /// <summary>Closes everything: the camera stops, or the clip ends. Parked vehicles are still remembered.</summary>
    public ClosedGroups CloseAll()
    {
        CloseGroups([.. _vehicles.All.Where(v => !v.IsClosed)]);
        return Collect();
    }

    /// <summary>The reads that count, in an order of their own, and one for each plate: two boxes over each other are one plate.</summary>
    private List<PlateRead> Usable(IReadOnlyList<PlateRead> reads, Frame frame)
    {
        var usable = new List<PlateRead>(reads.Count);
        foreach (var read in reads.Where(r => r.Text.Length > 0).OrderByDescending(r => r.Confidence)
            .ThenBy(r => r.Corners.TopLeft.X).ThenBy(r => r.Corners.TopLeft.Y).ThenBy(r => r.Text, StringComparer.Ordinal))
        {
            if (usable.Count < MaxReadsInFrame && read.Confidence >= Rules.MinConfidence
                && !usable.Exists(other => other.Corners.Bounds.Overlap(read.Corners.Bounds) > SamePlate))
            {
                usable.Add(read);
            }
            else
            {
                frame.Tracked.Add(new TrackedRead(read, ReadOutcome.Ignored, 0, false));
            }
        }

        return usable;
    }

    private TrackedVehicle Create()
    {
        if (_vehicles.IsFull)
        {
            var oldest = _vehicles.Oldest();
            if (!oldest.IsClosed)
            {
                CloseGroups([oldest]);
            }

            _vehicles.Remove(oldest);
        }

        return _vehicles.Add();
    }

    private void AddRead(TrackedVehicle vehicle, PlateRead read, Frame frame)
    {
        var isBest = vehicle.AddRead(read, frame.Now, frame.At, frame.Width, frame.Height);
        _vehicles.SetTrack(vehicle, read.Track);
        frame.Present.Add(vehicle);
        frame.Tracked.Add(new TrackedRead(read, vehicle.IsClosed ? ReadOutcome.Absorbed : ReadOutcome.Joined, vehicle.Id, isBest));
    }

    /// <summary>Plates without a text go to the vehicles that they are of, one each; the others are ignored.</summary>
    private void AddUnread(IReadOnlyList<PlateRead> reads, List<PlateRead> usable, Frame frame)
    {
        foreach (var read in reads.Where(r => r.Text.Length == 0).OrderBy(r => r.Corners.TopLeft.X).ThenBy(r => r.Corners.TopLeft.Y))
        {
            if (usable.Exists(other => other.Corners.Bounds.Overlap(read.Corners.Bounds) > SamePlate)
                || _vehicles.FindUnread(read, frame.Present, frame.Now) is not { } vehicle)
            {
                frame.Tracked.Add(new TrackedRead(read, ReadOutcome.Ignored, 0, false));
                continue;
            }

            vehicle.UpdatePosition(read.Corners, frame.Now, frame.At, isPlaceSure: !read.Corners.IsCut(frame.Width, frame.Height));
            _vehicles.SetTrack(vehicle, read.Track);
            frame.Present.Add(vehicle);
            frame.Tracked.Add(new TrackedRead(read, ReadOutcome.Seen, vehicle.Id, false));
        }
    }

    private static void RecordSeenTogether(List<TrackedVehicle> present)
    {
        foreach (var a in present)
        {
            foreach (var b in present)
            {
                if (a != b)
                {
                    a.SeenWith.Add(b.Id);
                }
            }
        }
    }

    /// <summary>What seems to be a piece of a vehicle is not told of early: that would be a second flow of it.</summary>
    private void RecordPreviews(List<TrackedVehicle> present)
    {
        foreach (var vehicle in present.Where(v =>
            Rules.PreviewReads > 0 && v is { IsClosed: false, IsPreviewed: false } && v.ReadCount >= Rules.PreviewReads
            && SameVehicle.Find(v, _vehicles.All, Rules) is null))
        {
            vehicle.IsPreviewed = true;
            _previews.Add(vehicle.ToGroup(Rules.CandidateCount));
        }
    }

    private void Expire(DateTimeOffset now)
    {
        List<TrackedVehicle>? due = null;
        foreach (var vehicle in _vehicles.All)
        {
            if (!vehicle.IsClosed && IsDue(vehicle, now))
            {
                (due ??= []).Add(vehicle);
            }
        }

        if (due is not null)
        {
            CloseGroups(due);
        }

        _vehicles.Forget(now);
    }

    private bool IsDue(TrackedVehicle vehicle, DateTimeOffset now) =>
        now - vehicle.LastAt >= Rules.TimeDelta
        || vehicle.ReadCount >= Rules.MaxReads
        || (now - vehicle.FirstAt >= Rules.MaxDelay && vehicle.ReadCount >= Rules.MinReads);

    /// <summary>Largest first, so that a small group finds the large one that it belongs to.</summary>
    private void CloseGroups(List<TrackedVehicle> due)
    {
        var first = _flows.Count;
        foreach (var vehicle in due.OrderByDescending(v => v.Sightings).ThenBy(v => v.Id))
        {
            if (_vehicles.All.Contains(vehicle) && !BelongsToAnother(vehicle))
            {
                Report(vehicle);
            }
        }

        _flows.Sort(first, _flows.Count - first, Comparer<PlateGroup>.Create((a, b) => a.Id.CompareTo(b.Id)));
    }

    /// <summary>Brings the groups of one vehicle together; true where this one was swallowed by a larger or a reported one.</summary>
    private bool BelongsToAnother(TrackedVehicle vehicle)
    {
        while (SameVehicle.Find(vehicle, _vehicles.All, Rules) is { } other)
        {
            if (other.IsClosed || other.Sightings >= vehicle.Sightings)
            {
                Merge(vehicle, other);
                return true;
            }

            Merge(other, vehicle);
        }

        return false;
    }

    private void Report(TrackedVehicle vehicle)
    {
        if (vehicle.ReadCount >= Rules.MinReads)
        {
            vehicle.IsClosed = true;
            _flows.Add(vehicle.ToGroup(Rules.CandidateCount));
        }
        else
        {
            _dropped.Add(vehicle.Id);
            _vehicles.Remove(vehicle);
        }
    }

    /// <summary>A group joins the one that its vehicle has already; that one stays open or closed as it was.</summary>
    private void Merge(TrackedVehicle part, TrackedVehicle whole)
    {
        var isBestView = whole.Merge(part);
        _merged.Add(new MergedGroup(part.Id, whole.Id, !whole.IsClosed, isBestView));
        _dropped.Add(part.Id);
        _vehicles.Remove(part);
    }

    private ClosedGroups Collect()
    {
        if (_flows.Count == 0 && _dropped.Count == 0 && _previews.Count == 0)
        {
            return ClosedGroups.None;
        }

        // What closed with the same frame is told as it ended.
        _previews.RemoveAll(preview => _dropped.Contains(preview.Id) || _flows.Exists(flow => flow.Id == preview.Id));
        var closed = new ClosedGroups([.. _flows], [.. _dropped]) { Previews = [.. _previews], Merged = [.. _merged] };
        _flows.Clear();
        _dropped.Clear();
        _previews.Clear();
        _merged.Clear();
        return closed;
    }

    /// <summary>One frame while its plates are given to vehicles.</summary>
    /// <param name="At">When it was captured, by the camera's clock.</param>
    /// <param name="Now">The same by the tracker's, which never goes back.</param>
    private sealed record Frame(DateTimeOffset At, DateTimeOffset Now, int Width, int Height)
    {
        /// <summary>The vehicles that have a plate in it.</summary>
        public List<TrackedVehicle> Present { get; } = [];

        /// <summary>What became of its plates.</summary>
        public List<TrackedRead> Tracked { get; } = [];
    }
}
