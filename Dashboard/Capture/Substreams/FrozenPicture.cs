using System.Numerics;
using System.Runtime.InteropServices;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Substreams;

/// <summary>Whether the picture of a stream lives.</summary>
internal enum PictureLife
{
    /// <summary>It does, as far as anybody knows.</summary>
    Lives,

    /// <summary>It hangs: every frame shows the very same.</summary>
    Hangs,

    /// <summary>It hung and has changed since, perhaps only because it was encoded anew: a call or a key frame is enough for that.</summary>
    Unsure,
}

/// <summary>
/// Tells that a stream gives the very same picture again and again, to the last bit: it hangs, for no camera's sensor does so for long, other than
/// in the dark. It lives again once its picture goes on changing, or shows something else. Not thread-safe.
/// </summary>
/// <param name="time">Where the time comes from.</param>
/// <param name="maxTime">For how long the picture may stay the same.</param>
internal sealed class FrozenPicture(TimeProvider time, TimeSpan maxTime)
{
    /// <summary>Looks, a second apart, of which each must show another picture than the one before.</summary>
    public const int ProvingLooks = 5;

    // A picture that hangs does so whenever it is looked at, which takes a third of a millisecond at 1080p.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Something else is seen where so much of the picture is another.
    private const double Enough = 0.01;

    private PictureSketch? _hung;
    private long _since;
    private long? _lookedAt;
    private uint? _sum;
    private bool _hangs;
    private int _changes;

    /// <summary>For how long the picture has been the same.</summary>
    public TimeSpan SameFor => time.GetElapsedTime(_since);

    /// <summary>Whether the stream lives, with the frame that has just come; seen anew once a second.</summary>
    public PictureLife Look(VideoFrame frame)
    {
        if (_lookedAt is null || time.GetElapsedTime(_lookedAt.Value) >= Interval)
        {
            _lookedAt = time.GetTimestamp();
            LookClosely(frame, _lookedAt.Value);
        }

        return !_hangs ? PictureLife.Lives : _changes > 0 ? PictureLife.Unsure : PictureLife.Hangs;
    }

    private void LookClosely(VideoFrame frame, long now)
    {
        var sum = SumOf(frame);
        var isSame = sum == _sum;
        (_sum, _since) = isSame ? (_sum, _since) : (sum, now);
        if (!_hangs && isSame && SameFor > maxTime)
        {
            (_hangs, _changes) = (true, 0);
            _hung = new PictureSketch(frame);
        }
        else if (_hangs)
        {
            _changes = isSame ? 0 : _changes + 1;
            _hangs = _changes < ProvingLooks && (isSame || new PictureSketch(frame).DifferenceFrom(_hung!) < Enough);
        }
    }

    private static uint SumOf(VideoFrame frame)
    {
        var luma = frame.Y.Span;
        var sum = (uint)luma.Length;
        foreach (var part in MemoryMarshal.Cast<byte, ulong>(luma))
        {
            sum = BitOperations.Crc32C(sum, part);
        }

        return sum;
    }
}
