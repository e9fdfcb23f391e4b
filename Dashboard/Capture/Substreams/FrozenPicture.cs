using System.Numerics;
using System.Runtime.InteropServices;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Substreams;

/// <summary>
/// Tells that a stream gives the very same picture again and again, to the last bit: it hangs, for no camera's sensor does so for long. Not
/// thread-safe.
/// </summary>
internal sealed class FrozenPicture(TimeProvider time)
{
    /// <summary>Cameras that save bytes repeat a still picture from one key frame to the next.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1);

    private long _since;
    private uint? _sum;

    /// <summary>Whether the stream hangs, with the frame that has just come.</summary>
    public bool IsFrozen(VideoFrame frame)
    {
        var luma = frame.Y.Span;
        var sum = (uint)luma.Length;
        foreach (var part in MemoryMarshal.Cast<byte, ulong>(luma))
        {
            sum = BitOperations.Crc32C(sum, part);
        }

        if (sum != _sum)
        {
            (_sum, _since) = (sum, time.GetTimestamp());
        }

        return time.GetElapsedTime(_since) > MaxTime;
    }
}
