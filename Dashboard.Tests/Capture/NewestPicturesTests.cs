using Dashboard.Capture;
using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;

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
