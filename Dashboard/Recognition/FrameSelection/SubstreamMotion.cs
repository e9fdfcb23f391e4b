using Dashboard.Capture.Substreams;
using Dashboard.Domain.Cameras;
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
    private (RegionOfInterest? RegionOfInterest, int Width, int Height) _areaOf;
    private PixelArea _area;

    public bool Moves(VideoFrame frame)
    {
        if (!options.SkipStillFrames)
        {
            return true;
        }

        if (_areaOf.Width != frame.Width || _areaOf.Height != frame.Height || !Equals(_areaOf.RegionOfInterest, frame.RegionOfInterest))
        {
            _areaOf = (frame.RegionOfInterest, frame.Width, frame.Height);
            _area = PixelArea.FromRegionOfInterest(frame.RegionOfInterest, frame.Width, frame.Height);
        }

        var luma = LumaImage.FromFrame(frame);
        if (!_motion.DetectsMotion(luma, _area, frame.CapturedAt, _areaOf.RegionOfInterest))
        {
            return false;
        }

        _motion.SetReference(luma);
        return true;
    }
}
