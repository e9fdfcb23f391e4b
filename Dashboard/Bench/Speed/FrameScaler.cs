using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Bench.Speed;

/// <summary>Brings frames of one size to another. One instance serves one thread.</summary>
internal sealed class FrameScaler(FramePool pool, int sourceWidth, int sourceHeight, int width, int height)
{
    private readonly PlaneResampler _luma = new(sourceWidth, sourceHeight, width, height);
    private readonly PlaneResampler _chroma = new((sourceWidth + 1) / 2, (sourceHeight + 1) / 2, (width + 1) / 2, (height + 1) / 2);

    /// <summary>The frame in the other size, taken at the same time; the caller's to dispose.</summary>
    public VideoFrame Scale(VideoFrame frame)
    {
        var scaled = pool.Rent(width, height);
        scaled.CapturedAt = frame.CapturedAt;
        scaled.Sequence = frame.Sequence;
        _luma.Resize(frame.Y.Span, frame.Width, scaled.Y.Span);
        _chroma.Resize(frame.U.Span, frame.ChromaWidth, scaled.U.Span);
        _chroma.Resize(frame.V.Span, frame.ChromaWidth, scaled.V.Span);
        return scaled;
    }
}
