using Dashboard.Pipeline;

namespace Dashboard.Capture.Substreams;

/// <summary>Tells of one camera whether anything moves: the seam to what recognition knows of that. Not thread-safe.</summary>
internal interface IMotionDetector
{
    /// <summary>Whether a frame shows anything that the last one that did so did not show.</summary>
    bool Moves(VideoFrame frame);
}
