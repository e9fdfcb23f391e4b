using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>A plate that is tracked from frame to frame of its camera, and what its reads have said so far.</summary>
internal sealed class TrackedPlate(long track, FrameSelectionOptions options)
{
    /// <summary>A plate that has grown this much since it was read is read again: it can be read better, and shown better.</summary>
    private const float Grown = 1.2f;

    /// <summary>A thumbnail that is less alike than this is not surely the same plate's.</summary>
    private const double SameAppearance = 0.7;

    /// <summary>A text that is less similar than this to what the vote says is another plate's, where its appearance changed too.</summary>
    private const double SameText = 0.7;

    /// <summary>A plate has moved when its middle has, by this share of its width.</summary>
    private const float Moved = 0.25f;

    /// <summary>A plate that stands and stays unsure is read this many times more than a sure one needs, then now and then.</summary>
    private const int ExtraTries = 5;

    /// <summary>The wait for the next read grows up to this many times <see cref="FrameSelectionOptions.RereadAfter"/>.</summary>
    private const int MaxWaitFactor = 16;

    private readonly byte[] _thumbnailWhenRead = new byte[PlateThumbnail.Size];
    private PlateVote _vote = new();
    private PlateCorners _cornersWhenRead;
    private DateTimeOffset _readAt;
    private TimeSpan _wait = options.RereadAfter;
    private float _widest;
    private int _reads;
    private int _tries;
    private bool _hasChanged;
    private PicturePoint _velocity;

    public long Track { get; } = track;

    /// <summary>Where it was seen last.</summary>
    public PlateCorners Corners { get; private set; }

    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>In how many processed frames in a row it was not found.</summary>
    public int Missed { get; set; }

    /// <summary>Whether more reads would hardly change what the vote says.</summary>
    public bool IsSure => _reads >= options.SureReads && _vote.WinnerConfidence >= options.SureConfidence;

    /// <summary>What it looked like when it was read last.</summary>
    public ReadOnlySpan<byte> Thumbnail => _thumbnailWhenRead;

    public bool WasRead => _tries > 0 || _reads > 0;

    /// <summary>When a read pays even if nothing moves; never for a plate that is sure.</summary>
    public DateTimeOffset NextReadAt => IsSure ? DateTimeOffset.MaxValue : HasTries ? SeenAt : _readAt + _wait;

    private bool HasTries => _tries < options.SureReads + ExtraTries;

    /// <summary>Where it should be by now if it goes on as it did; never more than a second ahead.</summary>
    public PlateCorners Predict(DateTimeOffset at)
    {
        var seconds = (float)Math.Clamp((at - SeenAt).TotalSeconds, 0, 1);
        return Corners.Moved(_velocity.X * seconds, _velocity.Y * seconds);
    }

    /// <summary>It was found again, or first.</summary>
    /// <param name="thumbnail">What it looks like.</param>
    public void UpdatePosition(PlateCorners corners, DateTimeOffset at, ReadOnlySpan<byte> thumbnail)
    {
        var seconds = (float)(at - SeenAt).TotalSeconds;
        if (seconds is > 0 and <= 1)
        {
            var (from, to) = (Corners.Center, corners.Center);
            _velocity = new PicturePoint((to.X - from.X) / seconds, (to.Y - from.Y) / seconds);
        }

        (Corners, SeenAt, Missed) = (corners, at, 0);
        if (!WasRead)
        {
            return;
        }

        _hasChanged = PlateThumbnail.Similarity(thumbnail, _thumbnailWhenRead) < SameAppearance;
        if (_hasChanged || HasMoved(corners))
        {
            (_tries, _wait) = (0, options.RereadAfter);
        }
    }

    public void MarkStill(DateTimeOffset at) => (SeenAt, _velocity) = (at, default);

    /// <summary>Whether it is to be read in the frame in which it was just seen.</summary>
    public bool ShouldRead() =>
        !WasRead
        || Corners.Width > Grown * _widest
        || SeenAt - _readAt >= _wait
        || (IsSure ? _hasChanged : HasTries);

    /// <summary>It was read where it was just seen.</summary>
    /// <param name="read">What was read, if anything.</param>
    /// <param name="thumbnail">What it looked like.</param>
    /// <param name="isCut">Whether a part may be missing: then the read says nothing about the whole.</param>
    public void AddRead(PlateRead read, ReadOnlySpan<byte> thumbnail, bool isCut)
    {
        if (read.IsLegible && _hasChanged && ReadingSimilarity.Measure(read.Text, _vote.Winner) < SameText)
        {
            (_vote, _reads, _widest) = (new PlateVote(), 0, 0);
        }

        if (read.IsLegible && !isCut)
        {
            _vote.Add(read.Candidates);
            _reads += read.Confidence >= options.SureConfidence ? 1 : 0;
        }

        _wait = WasRead && !HasMoved(Corners) && (IsSure || !HasTries)
            ? TimeSpan.FromTicks(Math.Min(2 * _wait.Ticks, MaxWaitFactor * options.RereadAfter.Ticks))
            : options.RereadAfter;
        _tries++;
        (_readAt, _cornersWhenRead, _hasChanged) = (SeenAt, Corners, false);
        _widest = Math.Max(_widest, Corners.Width);
        thumbnail.CopyTo(_thumbnailWhenRead);
    }

    private bool HasMoved(PlateCorners corners)
    {
        var (a, b) = (corners.Center, _cornersWhenRead.Center);
        var far = Moved * Math.Max(1, corners.Width);
        return ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)) > far * far;
    }
}
