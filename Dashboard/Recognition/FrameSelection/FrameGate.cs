using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>
/// What is known of one camera between its frames: decides which of them are looked at, and which plates of those are
/// read. <see cref="WantsLook"/> is called for each frame in order, then, again in order, one of the others; another
/// frame's <see cref="WantsLook"/> may run meanwhile, as plates are found by many threads.
/// </summary>
/// <param name="options">When to look and when to read.</param>
public sealed class FrameGate(FrameSelectionOptions options)
{
    private readonly Lock _lock = new();
    private readonly MotionGate _gate = new(options.MotionThreshold);
    private readonly PlateReadScheduler _schedule = new(options);
    private (RegionOfInterest? Region, int Width, int Height) _areaOf;
    private PixelArea _area;
    private DateTimeOffset _movedAt;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;

    /// <summary>Whether plates are to be looked for in a frame; if not, it shows what the one before showed.</summary>
    /// <param name="luma">The frame.</param>
    /// <param name="region">Where plates are looked for; null: everywhere.</param>
    /// <param name="at">When it was captured.</param>
    public bool WantsLook(LumaImage luma, RegionOfInterest? region, DateTimeOffset at)
    {
        if (!options.SkipStillFrames)
        {
            return true;
        }

        lock (_lock)
        {
            if (_areaOf != (region, luma.Width, luma.Height))
            {
                _areaOf = (region, luma.Width, luma.Height);
                _area = PixelArea.Of(region, luma.Width, luma.Height);
            }

            if (_gate.Sees(luma, _area, at))
            {
                _movedAt = at;
            }

            // A clock that was set back makes all of these look long ago or yet to come: then it is looked at.
            var isIdle = at - _movedAt > options.MotionHold && at >= _movedAt
                && at - _lookedAt < options.FullLookInterval && at >= _lookedAt
                && at < _schedule.WantedAt;
            if (isIdle)
            {
                return false;
            }

            _gate.Remember(luma);
            _lookedAt = at;
            return true;
        }
    }

    /// <summary>Reads what has to be read of the plates of a frame that was looked at.</summary>
    /// <param name="recognizer">Reads.</param>
    /// <param name="luma">The frame.</param>
    /// <param name="plates">Its plates.</param>
    /// <param name="at">When it was captured.</param>
    /// <param name="read">How many were read.</param>
    /// <returns>A read for each plate, without candidates where it was not read or nothing was legible.</returns>
    public IReadOnlyList<PlateRead> Read(
        IPlateRecognizer recognizer, LumaImage luma, IReadOnlyList<DetectedPlate> plates, DateTimeOffset at, out int read)
    {
        lock (_lock)
        {
            _schedule.Begin(luma, plates, at);
        }

        read = _schedule.Due.Count;
        var reads = read == 0 ? [] : recognizer.Read(luma, _schedule.Due);
        lock (_lock)
        {
            for (var i = 0; i < plates.Count; i++)
            {
                _gate.NotePlate(plates[i].Corners);
            }

            return _schedule.End(reads);
        }
    }

    /// <summary>A frame was not looked at: what was there is there.</summary>
    public void Stay(DateTimeOffset at)
    {
        lock (_lock)
        {
            _schedule.Stay(at);
        }
    }

    /// <summary>Looking at a frame failed: the next one is looked at whatever it shows.</summary>
    public void Fail()
    {
        lock (_lock)
        {
            _gate.Forget();
            _schedule.Forget();
        }
    }
}
