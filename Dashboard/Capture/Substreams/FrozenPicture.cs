using System.Numerics;
using System.Runtime.InteropServices;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Substreams;

/// <summary>
/// Tells that a stream gives the very same picture again and again, to the last bit: it hangs, for no camera's sensor does so for long, other than
/// in the dark. Not thread-safe.
/// </summary>
/// <param name="time">Where the time comes from.</param>
/// <param name="maxTime">For how long the picture may stay the same.</param>
internal sealed class FrozenPicture(TimeProvider time, TimeSpan maxTime)
{
    // A picture that hangs does so whenever it is looked at, which takes a third of a millisecond at 1080p.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _since;
    private long? _lookedAt;
    private uint? _sum;

    /// <summary>For how long the picture has been the same.</summary>
    public TimeSpan SameFor => time.GetElapsedTime(_since);

    /// <summary>Whether the stream hangs, with the frame that has just come; seen anew once a second.</summary>
    public bool IsFrozen(VideoFrame frame)
    {
        if (_lookedAt is null || time.GetElapsedTime(_lookedAt.Value) >= Interval)
        {
            _lookedAt = time.GetTimestamp();
            var luma = frame.Y.Span;
            var sum = (uint)luma.Length;
            foreach (var part in MemoryMarshal.Cast<byte, ulong>(luma))
            {
                sum = BitOperations.Crc32C(sum, part);
            }

            (_sum, _since) = sum == _sum ? (_sum, _since) : (sum, _lookedAt.Value);
        }

        return SameFor > maxTime;
    }
}
