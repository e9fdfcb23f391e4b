using Dashboard.Imaging.OpenCv;
using Dashboard.Pipeline;

namespace Dashboard.Bench.Speed;

/// <summary>Brings frames to a size.</summary>
internal sealed class FrameScaler(FramePool pool, int width, int height)
{
    /// <summary>The frame in the other size, taken at the same time; the caller's to dispose.</summary>
    public VideoFrame Scale(VideoFrame frame)
    {
        var scaled = pool.Rent(width, height);
        scaled.CapturedAt = frame.CapturedAt;
        scaled.Sequence = frame.Sequence;
        Planes.Resize(frame, scaled);
        return scaled;
    }
}
