using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>
/// What is known of one camera between its frames: decides which of them are processed, and which plates of those are
/// read; it reads none itself. <see cref="ShouldProcess"/> is called for each frame in order, then, again in order, either
/// <see cref="PlatesToRead"/> and <see cref="AddReads"/>, or <see cref="MarkStill"/>, or <see cref="Reset"/>. Another frame's
/// <see cref="ShouldProcess"/> may run meanwhile, as plates are found by many threads: the lock is for that.
/// </summary>
internal sealed class FrameGate(FrameSelectionOptions options)
{
    private readonly Lock _lock = new();
    private readonly MotionGate _motion = new(options.MotionThreshold);
    private readonly PlateReadScheduler _scheduler = new(options);
    private DateTimeOffset _movedAt;
    private DateTimeOffset _processedAt = DateTimeOffset.MinValue;

    /// <summary>Whether plates are to be looked for in a frame; if not, it shows what the one before showed.</summary>
    /// <param name="luma">The frame.</param>
    /// <param name="regionOfInterest">Where plates are looked for; null: everywhere.</param>
    /// <param name="at">When it was captured.</param>
    public bool ShouldProcess(LumaImage luma, RegionOfInterest? regionOfInterest, DateTimeOffset at)
    {
        if (!options.SkipStillFrames)
        {
            return true;
        }

        lock (_lock)
        {
            if (_motion.DetectsMotion(luma, regionOfInterest, at))
            {
                _movedAt = at;
            }

            // A clock that was set back makes all of these look long ago or yet to come: then it is processed.
            var isIdle = at - _movedAt > options.MotionHold && at >= _movedAt
                && at - _processedAt < options.FullDetectionInterval && at >= _processedAt
                && at < _scheduler.NextReadAt;
            if (isIdle)
            {
                return false;
            }

            _motion.SetReference(luma);
            _processedAt = at;
            return true;
        }
    }

    /// <summary>
    /// Which plates of a frame that is processed are to be read; the rest are known. The list is valid until the next call.
    /// </summary>
    /// <param name="luma">The frame.</param>
    /// <param name="plates">All plates that were found in it.</param>
    /// <param name="at">When it was captured.</param>
    public IReadOnlyList<DetectedPlate> PlatesToRead(LumaImage luma, IReadOnlyList<DetectedPlate> plates, DateTimeOffset at)
    {
        lock (_lock)
        {
            for (var i = 0; i < plates.Count; i++)
            {
                _motion.ExcludePlate(plates[i].Corners);
            }

            return _scheduler.PlatesToRead(luma, plates, at);
        }
    }

    /// <summary>Takes what was read of <see cref="PlatesToRead"/>, in the same order.</summary>
    /// <returns>A read for each plate of the frame, without candidates where it was not read or nothing was legible.</returns>
    public IReadOnlyList<PlateRead> AddReads(IReadOnlyList<PlateRead> reads)
    {
        lock (_lock)
        {
            return _scheduler.AddReads(reads);
        }
    }

    /// <summary>A frame was not processed: what was there is there.</summary>
    public void MarkStill(DateTimeOffset at)
    {
        lock (_lock)
        {
            _scheduler.MarkStill(at);
        }
    }

    /// <summary>Processing a frame failed: the next one is processed whatever it shows.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _motion.Reset();
            _scheduler.Reset();
        }
    }
}
