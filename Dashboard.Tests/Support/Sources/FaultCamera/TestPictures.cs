using Dashboard.Imaging;
using Dashboard.Pipeline;
using OpenCvSharp;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>Small pictures for cameras of tests, made without a program.</summary>
internal static class TestPictures
{
    /// <summary>A JPEG with something to see in it; another for each <paramref name="seed"/>.</summary>
    public static byte[] Jpeg(PictureCodec codec, FramePool pool, int width = 160, int height = 120, int seed = 0)
    {
        using var frame = pool.Rent(width, height);
        var random = new Random(width + seed);
        random.NextBytes(frame.Y.Span);
        frame.U.Span.Fill(100);
        frame.V.Span.Fill(150);
        return codec.Encode(frame);
    }

    public static byte[] Png(int width = 160, int height = 120)
    {
        using var pixels = new Mat(height, width, MatType.CV_8UC3, new Scalar(20, 120, 220));
        return pixels.ToBytes(".png");
    }
}
