using Dashboard.Capture;
using Dashboard.Hosting.Process;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Tests.Capture;

public sealed class NewestPicturesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;
    private readonly NewestPictures _pictures;

    public NewestPicturesTests()
    {
        _codec = new PictureCodec(_pool);
        _pictures = new NewestPictures(_pool, _codec);
    }

    public void Dispose() => _codec.Dispose();

    [Fact]
    public void Picture_OfACamera_IsItsNewestFrameOfTheLastSecond()
    {
        Assert.Null(_pictures.TryGetJpeg(1, 100));
        Offer(0, 50);
        Offer(0.9, 200);
        var first = Assert.NotNull(_pictures.TryGetJpeg(1, 100));
        Assert.Equal((Noon, 50), (first.CapturedAt, Luma(first.Jpeg)));

        Offer(1.0, 200);
        var next = Assert.NotNull(_pictures.TryGetJpeg(1, 100));
        Assert.Equal((Noon.AddSeconds(1), 200), (next.CapturedAt, Luma(next.Jpeg)));
        Assert.Same(next.Jpeg, _pictures.TryGetJpeg(1, 100)!.Value.Jpeg);
    }

    [Fact]
    public void Picture_AskedForSmaller_IsSmaller()
    {
        Offer(0, 90);
        using var small = _codec.Decode(_pictures.TryGetJpeg(1, 32)!.Value.Jpeg);
        Assert.Equal((32, 24), (small.Width, small.Height));
    }

    [Fact]
    public void Picture_OfADeletedCamera_IsGone()
    {
        Offer(0, 90);
        _pictures.Remove(1);
        Assert.Null(_pictures.TryGetJpeg(1, 100));
    }

    [Fact]
    public void Pictures_OfTheTwoStreamsInTurn_AreEachWhole()
    {
        foreach (var (second, width, height) in new[] { (0, 32, 24), (2, 160, 120), (4, 32, 24), (6, 24, 32) })
        {
            using var frame = _pool.Rent(width, height);
            (frame.CameraId, frame.CapturedAt) = (1, Noon.AddSeconds(second));
            _pictures.TryGetJpeg(1, 100);
            _pictures.Offer(frame, isSmall: width < 100);
            using var copy = _pictures.Copy(1)!;
            Assert.Equal((width, height), (copy.Width, copy.Height));
            Assert.Equal(VideoFrame.SizeOf(width, height), _pictures.Bytes);
        }
    }

    /// <summary>Room for two of five cameras: those have it that somebody asked for; what they last showed stays to be seen meanwhile.</summary>
    [Fact]
    public void Pictures_OfMoreCamerasThanThereIsRoomFor_AreKeptOfThoseThatWereAskedFor()
    {
        var pictures = new NewestPictures(_pool, _codec, new MemoryOptions { MemoryMegabytes = 400 });
        var size = VideoFrame.SizeOf(5000, 3300);
        Assert.InRange(new MemoryOptions { MemoryMegabytes = 400 }.NewestFrameBytes, 2 * size, (3 * size) - 1);
        OfferAll(0);
        Assert.Equal((2L * size, 3), (pictures.Bytes, pictures.LeftOut));
        Assert.NotNull(pictures.TryGetJpeg(1, 100));
        Assert.Null(pictures.TryGetJpeg(5, 100));

        OfferAll(1);
        Assert.Equal(2L * size, pictures.Bytes);
        Assert.Equal(Noon.AddSeconds(1), pictures.TryGetJpeg(5, 100)!.Value.CapturedAt);
        Assert.Equal(Noon.AddSeconds(1), pictures.TryGetJpeg(1, 100)!.Value.CapturedAt);
        Assert.Null(pictures.Copy(2));

        // Camera 2 was asked for last now, and one of the two makes room.
        OfferAll(2);
        using var copy = pictures.Copy(2);
        Assert.NotNull(copy);
        Assert.Equal(2L * size, pictures.Bytes);
        Assert.Equal(Noon.AddSeconds(1), pictures.TryGetJpeg(5, 100)!.Value.CapturedAt);

        void OfferAll(double second)
        {
            for (var camera = 1; camera <= 5; camera++)
            {
                using var frame = _pool.Rent(5000, 3300);
                (frame.CameraId, frame.CapturedAt) = (camera, Noon.AddSeconds(second));
                pictures.Offer(frame);
            }
        }
    }

    private void Offer(double second, byte luma)
    {
        using var frame = _pool.Rent(64, 48);
        frame.CameraId = 1;
        frame.CapturedAt = Noon.AddSeconds(second);
        frame.Y.Span.Fill(luma);
        frame.U.Span.Fill(128);
        frame.V.Span.Fill(128);
        _pictures.Offer(frame);
    }

    private int Luma(byte[] jpeg)
    {
        using var frame = _codec.Decode(jpeg);
        return frame.Y.Span[0];
    }
}
