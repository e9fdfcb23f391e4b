using Dashboard.Capture.Substreams;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>
/// Judges a substream as <see cref="FrameGate"/> judges frames that are recognised: each frame is compared with the last one that showed motion, so
/// that nothing creeps in. Where still frames are not to be passed over, everything moves.
/// </summary>
internal sealed class SubstreamMotion(FrameSelectionOptions options) : IMotionDetector
{
    private readonly MotionGate _motion = new(options.MotionThreshold);

    public bool Moves(VideoFrame frame)
    {
        if (!options.SkipStillFrames)
        {
            return true;
        }

        var luma = LumaImage.FromFrame(frame);
        if (!_motion.DetectsMotion(luma, frame.RegionOfInterest, frame.CapturedAt))
        {
            return false;
        }

        _motion.SetReference(luma);
        return true;
    }
}
