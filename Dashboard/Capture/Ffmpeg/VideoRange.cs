using System.Runtime.Intrinsics;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>
/// Video carries luma as 16 to 235 and chroma as 16 to 240; JPEG, and so everything behind capture, uses 0 to 255. Done
/// here because it takes a tenth of the time that ffmpeg's scaler takes for it.
/// </summary>
internal static class VideoRange
{
    // 8.8 fixed point, rounded: 255/219 for luma around 16, 255/224 (BT.601, BT.709) for chroma around 128.
    private const short LumaGain = 298;
    private const short ChromaGain = 291;

    /// <summary>Stretches a frame from limited to full range, in place.</summary>
    public static void Expand(VideoFrame frame)
    {
        Luma(frame.Y.Span);
        Chroma(frame.U.Span);
        Chroma(frame.V.Span);
    }

    /// <summary>y = clamp((x - 16) * 298 / 256, rounded).</summary>
    internal static void Luma(Span<byte> samples)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= samples.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
            {
                var part = samples.Slice(i, Vector256<byte>.Count);
                var (low, high) = Vector256.Widen(Vector256.Create<byte>(part));
                Vector256.Narrow(Stretch(low, 16, LumaGain, 0), Stretch(high, 16, LumaGain, 0)).CopyTo(part);
            }
        }

        for (; i < samples.Length; i++)
        {
            samples[i] = (byte)Math.Clamp((((samples[i] - 16) * LumaGain) + 128) >> 8, 0, 255);
        }
    }

    /// <summary>c = clamp((x - 128) * 291 / 256 + 128, rounded).</summary>
    internal static void Chroma(Span<byte> samples)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= samples.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
            {
                var part = samples.Slice(i, Vector256<byte>.Count);
                var (low, high) = Vector256.Widen(Vector256.Create<byte>(part));
                Vector256.Narrow(Stretch(low, 128, ChromaGain, 128), Stretch(high, 128, ChromaGain, 128)).CopyTo(part);
            }
        }

        for (; i < samples.Length; i++)
        {
            samples[i] = (byte)Math.Clamp(((((samples[i] - 128) * ChromaGain) + 128) >> 8) + 128, 0, 255);
        }
    }

    // 16 lanes of 16 bits. (x - zero) * gain needs 17 bits, so the gain's part above one is multiplied alone:
    // x * gain / 256 = x + x * (gain - 256) / 256, which is the scalar line above exactly, as x is whole.
    private static Vector256<ushort> Stretch(Vector256<ushort> samples, short zero, short gain, short offset)
    {
        var x = samples.AsInt16() - Vector256.Create(zero);
        var more = Vector256.ShiftRightArithmetic((x * (short)(gain - 256)) + Vector256.Create((short)128), 8);
        return Vector256.Clamp(x + more + Vector256.Create(offset), Vector256<short>.Zero, Vector256.Create((short)255)).AsUInt16();
    }
}
