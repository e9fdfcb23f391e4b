using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>A vehicle that a camera sees or has seen lately: its votes, where it is, how it moves, its best view.</summary>
internal sealed class TrackedVehicle(long id)
{
    /// <summary>Not moving for this long is standing.</summary>
    private static readonly TimeSpan Standing = TimeSpan.FromSeconds(3);

    private readonly PlateVote _vote = new();
    private readonly RegionVote _region = new();
    private readonly BestView _best = new();
    private readonly DirectionEstimate _travel = new();
    private PlateRead _last = null!;
    private PlateCorners _corners;
    private PicturePoint _velocity;
    private PlateCorners _place;
    private DateTimeOffset _placeSince;
    private int _outOfPlace;
    private bool _hasMoved;

    public long Id { get; } = id;

    /// <summary>Reads that count in the group.</summary>
    public int ReadCount { get; private set; }

    /// <summary>How often it was seen, read or not, also after it was reported.</summary>
    public long Sightings { get; private set; }

    /// <summary>Number under which the frames' plates are followed (<see cref="PlateRead.Track"/>); 0: none.</summary>
    public long Track { get; set; }

    /// <summary>True from when it was reported as a flow: later reads change nothing but where it is.</summary>
    public bool IsClosed { get; set; }

    /// <summary>It was told of while it was open.</summary>
    public bool IsPreviewed { get; set; }

    /// <summary>First and last sight by the tracker's clock, which never goes back (<see cref="FirstSeen"/> may).</summary>
    public DateTimeOffset FirstAt { get; private set; }

    /// <inheritdoc cref="FirstAt"/>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>First and last sight by the camera's own clock.</summary>
    public DateTimeOffset FirstSeen { get; private set; }

    /// <inheritdoc cref="FirstSeen"/>
    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>Vehicles that were read in one frame with this one, so that they are others.</summary>
    public HashSet<long> SeenWith { get; } = [];

    /// <summary>The text that leads the vote.</summary>
    public string Text => _vote.Winner;

    /// <summary>Whether its reads agree so far that one that says something else is probably of another vehicle.</summary>
    public bool IsSettled => ReadCount >= 3 && _vote.WinnerConfidence >= 0.6;

    public PlateRead Last => _last;

    /// <summary>Where it was seen last, read or not.</summary>
    public PlateCorners Corners => _corners;

    /// <summary>Where it was seen first.</summary>
    public PlateCorners Entered { get; private set; }

    /// <summary>Whether it stood still when it was last seen.</summary>
    public bool IsStanding => LastAt - _placeSince >= Standing && _outOfPlace == 0;

    /// <summary>Unmoved, and seen for long enough to say so.</summary>
    public bool IsParked => !_hasMoved && LastAt - FirstAt >= Standing;

    /// <summary>Whether it has not moved at all since it was first seen.</summary>
    public bool IsUnmoved => !_hasMoved;

    public DateTimeOffset PlaceSince => _placeSince;

    /// <summary>Where the plate's middle should be by now if it goes on as it did; never more than a second ahead.</summary>
    public PicturePoint Predict(DateTimeOffset now)
    {
        var seconds = (float)Math.Min(1, (now - LastAt).TotalSeconds);
        var center = _corners.Center;
        return new PicturePoint(center.X + (_velocity.X * seconds), center.Y + (_velocity.Y * seconds));
    }

    /// <summary>Takes a read that is of this vehicle. True where its frame is the best view so far.</summary>
    public bool AddRead(PlateRead read, DateTimeOffset now, DateTimeOffset seen, int frameWidth, int frameHeight)
    {
        var isCut = read.Corners.IsCut(frameWidth, frameHeight);
        UpdatePosition(read.Corners, now, seen, isPlaceSure: !isCut);
        _last = read;
        if (IsClosed)
        {
            return false;
        }

        FirstSeen = ReadCount == 0 || seen < FirstSeen ? seen : FirstSeen;
        ReadCount++;
        var view = isCut ? BestView.CutWeight : 1;
        _vote.Add(read.Candidates, view);
        _region.Add(read.Region, view * read.Confidence * read.Confidence);
        return _best.Offer(read, seen, isCut, Text);
    }

    /// <summary>It is there, but was not read: it stays alive and moves, and the vote stays as it is.</summary>
    /// <param name="isPlaceSure">The whole plate was seen, so its middle is where it seems.</param>
    public void UpdatePosition(PlateCorners corners, DateTimeOffset now, DateTimeOffset seen, bool isPlaceSure)
    {
        Move(corners, now);
        if (isPlaceSure && !IsClosed)
        {
            _travel.Add(now, corners);
        }

        Sightings++;
        LastSeen = seen > LastSeen ? seen : LastSeen;
    }

    /// <summary>Whether a plate is where this one stands: hardly moved, of about the same size.</summary>
    public bool IsAtPlace(PlateCorners corners) => IsSamePlace(_place, corners);

    /// <summary>How much of its votes a text has, of those that it and another one have (0 to 1).</summary>
    public double ShareOf(string text, string other)
    {
        var (one, both) = (_vote.ConfidenceOf(text), _vote.ConfidenceOf(text) + _vote.ConfidenceOf(other));
        return both > 0 ? one / both : 0;
    }

    /// <summary>
    /// Takes over a group that turned out to be of this vehicle; its votes too, unless this one was reported already. True where its view is now the
    /// one to keep.
    /// </summary>
    public bool Merge(TrackedVehicle other)
    {
        var isBestView = false;
        Sightings += other.Sightings;
        _hasMoved |= other._hasMoved || !IsSamePlace(other._place, _place);
        SeenWith.UnionWith(other.SeenWith);
        if (!IsClosed)
        {
            _vote.Add(other._vote);
            _region.Add(other._region);
            _travel.Merge(other._travel);

            // What both were told of stays two, each with its own picture.
            isBestView = !(IsPreviewed && other.IsPreviewed) && _best.Offer(other._best, Text);
            ReadCount += other.ReadCount;
            (FirstAt, Entered) = other.FirstAt < FirstAt ? (other.FirstAt, other.Entered) : (FirstAt, Entered);
            FirstSeen = other.FirstSeen < FirstSeen ? other.FirstSeen : FirstSeen;
        }

        LastSeen = other.LastSeen > LastSeen ? other.LastSeen : LastSeen;
        if (other.LastAt > LastAt)
        {
            var since = IsAtPlace(other._place) ? _placeSince : other._placeSince;
            (_last, _corners, LastAt, _velocity, Track) = (other._last, other._corners, other.LastAt, other._velocity, other.Track);
            (_place, _placeSince, _outOfPlace) = (other._place, since, other._outOfPlace);
        }

        return isBestView;
    }

    public PlateGroup ToGroup(int candidates) => new(
        Id, _vote.Ranking(candidates), _best.Read, _best.At, FirstSeen, LastSeen, ReadCount, IsParked, _region.Winner,
        IsParked ? null : _travel.Estimate());

    private static bool IsSamePlace(PlateCorners a, PlateCorners b)
    {
        var (narrow, wide) = a.Width < b.Width ? (a.Width, b.Width) : (b.Width, a.Width);
        return Association.Distance(a.Center, b.Center) <= 0.6f * wide && narrow >= 0.7f * wide;
    }

    private void Move(PlateCorners corners, DateTimeOffset now)
    {
        if (Sightings == 0)
        {
            FirstAt = _placeSince = now;
            _place = Entered = corners;
        }
        else
        {
            var seconds = (float)(now - LastAt).TotalSeconds;
            if (seconds is > 0 and <= 1)
            {
                var (from, to) = (_corners.Center, corners.Center);
                _velocity = new PicturePoint(
                    (_velocity.X + ((to.X - from.X) / seconds)) / 2, (_velocity.Y + ((to.Y - from.Y) / seconds)) / 2);
            }
            else if (seconds > 1)
            {
                _velocity = default;
            }

            UpdatePlace(corners, now);
        }

        _corners = corners;
        LastAt = now;
    }

    /// <summary>One read elsewhere may be a badly found corner; the second in a row is movement.</summary>
    private void UpdatePlace(PlateCorners corners, DateTimeOffset now)
    {
        if (IsSamePlace(_place, corners))
        {
            _outOfPlace = 0;
            return;
        }

        if (++_outOfPlace >= 2)
        {
            _outOfPlace = 0;
            _hasMoved = true;
            _place = corners;
            _placeSince = now;
        }
    }
}
