using Dashboard.Domain.Cameras;

namespace Dashboard.Pipeline;

/// <summary>
/// One picture, planar YUV 4:2:0 (I420), full range (0 to 255, as JPEG has it): the Y plane of width x height, then U and V
/// of half the size, rounded up.
/// A frame has one owner; writing it to a queue hands it over; the last owner disposes it, which returns its buffer to the pool.
/// </summary>
internal sealed class VideoFrame : IDisposable
{
    private readonly FramePool _pool;
    private byte[]? _buffer;

    internal VideoFrame(FramePool pool, byte[] buffer, int width, int height)
    {
        _pool = pool;
        _buffer = buffer;
        Width = width;
        Height = height;
    }

    /// <summary>The camera it is of; 0 for a file given to a command.</summary>
    public int CameraId { get; set; }

    /// <summary>Position in its stream, from 0.</summary>
    public long Sequence { get; set; }

    public DateTimeOffset CapturedAt { get; set; }

    /// <summary>Where its camera looks for plates; null: everywhere.</summary>
    public RegionOfInterest? RegionOfInterest { get; set; }

    /// <summary>Countries whose plates its camera sees; none: those of the server's setting.</summary>
    public ExpectedCountries Countries { get; set; } = ExpectedCountries.None;

    /// <summary>The turn of this machine in which it was captured; null: no other machine may watch its camera.</summary>
    public long? Turn { get; set; }

    /// <summary>It is known to show nothing new: it is passed over without a look.</summary>
    public bool IsStill { get; set; }

    /// <summary>It shows another view than the pictures before and behind it: what is read in it is all that is seen of a vehicle.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Is called once recognition has taken it; what waits may be dropped for a newer one before.</summary>
    public Action? OnTaken { get; set; }

    public int Width { get; }

    public int Height { get; }

    public int ChromaWidth => (Width + 1) / 2;

    public int ChromaHeight => (Height + 1) / 2;

    /// <summary>All three planes, one after the other: what ffmpeg writes as yuv420p.</summary>
    public Memory<byte> Data => Buffer.AsMemory(0, SizeOf(Width, Height));

    /// <summary>The luma plane, row after row without gaps.</summary>
    public Memory<byte> Y => Buffer.AsMemory(0, Width * Height);

    public Memory<byte> U => Buffer.AsMemory(Width * Height, ChromaWidth * ChromaHeight);

    public Memory<byte> V => Buffer.AsMemory((Width * Height) + (ChromaWidth * ChromaHeight), ChromaWidth * ChromaHeight);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(VideoFrame));

    /// <summary>Bytes of a frame of this size.</summary>
    public static int SizeOf(int width, int height) => (width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2));

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, null);
        if (buffer is not null)
        {
            _pool.Return(buffer);
        }
    }
}
