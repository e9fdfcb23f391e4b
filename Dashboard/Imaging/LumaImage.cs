using Dashboard.Pipeline;

namespace Dashboard.Imaging;

/// <summary>A grey picture: <paramref name="Height"/> rows of <paramref name="Width"/> bytes, rows <paramref name="Stride"/> bytes apart.</summary>
internal readonly record struct LumaImage(ReadOnlyMemory<byte> Pixels, int Width, int Height, int Stride)
{
    /// <summary>The luma of a frame; valid until the frame is disposed.</summary>
    public static LumaImage FromFrame(VideoFrame frame) => new(frame.Y, frame.Width, frame.Height, frame.Width);

    public ReadOnlySpan<byte> Row(int y) => Pixels.Span.Slice(y * Stride, Width);
}
