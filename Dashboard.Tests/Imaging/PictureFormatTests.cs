using System.Buffers.Binary;
using System.Diagnostics;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using OpenCvSharp;

namespace Dashboard.Tests.Imaging;

/// <summary>Every kind of picture that a camera or a person hands over.</summary>
public sealed class PictureFormatTests : IDisposable
{
    private const int Width = 201;
    private const int Height = 101;
    private readonly PictureCodec _codec = new(new FramePool());

    public void Dispose() => _codec.Dispose();

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".tiff")]
    [InlineData(".bmp")]
    [InlineData(".gif")]
    [InlineData(".ppm")]
    public void Decode_EveryFormat_HasSizeAndColours(string extension)
    {
        using var pixels = Quarters();
        Assert.True(Cv2.ImEncode(extension, pixels, out var file));

        AssertQuarters(file);
    }

    [Fact]
    public void Decode_Progressive_HasSizeAndColours()
    {
        using var pixels = Quarters();
        Assert.True(Cv2.ImEncode(".jpg", pixels, out var file, [(int)ImwriteFlags.JpegProgressive, 1]));
        Assert.True(file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC2]) > 0, "it is progressive");

        AssertQuarters(file);
    }

    [Theory]
    [Trait("Category", "Thorough")]
    [InlineData(".jpg")]
    [InlineData(".png")]
    public async Task DecodeAsync_OfMorePixelsThanAFrameHas_IsHalfTheSize(string extension)
    {
        using var pixels = new Mat(6001, 6000, MatType.CV_8UC3, new Scalar(0, 0, 0));
        pixels[new Rect(3000, 0, 3000, 6001)].SetTo(new Scalar(255, 255, 255));
        Assert.True(Cv2.ImEncode(extension, pixels, out var file));

        using var frame = await _codec.DecodeAsync(file, Cancellation);

        Assert.Equal((3000, 3001), (frame.Width, frame.Height));
        Assert.InRange(frame.Y.Span[(2000 * 3000) + 1400], 0, 3);
        Assert.InRange(frame.Y.Span[(2000 * 3000) + 1600], 252, 255);
        Assert.Equal(128, frame.U.Span[(1000 * 1500) + 1400], 3.0);
        using var whole = _codec.Decode(file);
        Assert.Equal((6000, 6001), (whole.Width, whole.Height));
        Assert.Equal(0, _codec.DecodedBytes);
    }

    [Theory]
    [InlineData(".jpg", 0, 0)]
    [InlineData(".jpg", 1, 2 * 6 * 64 * 13 * 7)] // Units of four blocks of grey and two of colour, of 16 x 16 pixels.
    [InlineData(".png", 0, 4 * Width * Height)]
    public void DecodedBytes_CountWhatTheDecoderHoldsBesideThePixels(string extension, int progressive, int beside)
    {
        using var pixels = Quarters();
        Assert.True(Cv2.ImEncode(extension, pixels, out var file, [(int)ImwriteFlags.JpegProgressive, progressive]));
        var header = PictureHeader.TryRead(file)!.Value;

        Assert.Equal(beside + (3 * Width * Height), header.DecodedBytes(1));
        Assert.Equal(beside + (3 * 101 * 51), header.DecodedBytes(2));
    }

    [Theory]
    [Trait("Category", "System")]
    [InlineData("png", "rgb24")]
    [InlineData("png", "gray16be")]
    [InlineData("webp", "yuv420p")]
    [InlineData("tiff", "rgb24")]
    [InlineData("bmp", "bgr24")]
    [InlineData("gif", "rgb8")]
    [InlineData("mjpeg", "yuvj444p")]
    public void Decode_WhatAnotherProgramWrote_HasSizeAndGrey(string format, string pixels)
    {
        using var frame = _codec.Decode(Ffmpeg(format, pixels));

        Assert.Equal((66, 40), (frame.Width, frame.Height));
        Assert.Equal(0x80, frame.Y.Span[1234], 24.0);
        Assert.Equal(128, frame.U.Span[123], 24.0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Decode_WithExifOrientation_IsTurnedAsItSays(int orientation)
    {
        const int across = 3, down = 2;
        var file = BlockJpeg.Write(across, down, 1, (_, x, y) => Value(x, y), orientation);

        using var frame = _codec.Decode(file);

        var isTurned = orientation >= 5;
        Assert.Equal(isTurned ? (16, 24) : (24, 16), (frame.Width, frame.Height));
        for (var y = 0; y < frame.Height / 8; y++)
        {
            for (var x = 0; x < frame.Width / 8; x++)
            {
                var expected = orientation switch
                {
                    1 => Value(x, y),
                    2 => Value(across - 1 - x, y),
                    3 => Value(across - 1 - x, down - 1 - y),
                    4 => Value(x, down - 1 - y),
                    5 => Value(y, x),
                    6 => Value(y, down - 1 - x),
                    7 => Value(across - 1 - y, down - 1 - x),
                    _ => Value(across - 1 - y, x),
                };
                Assert.Equal(expected, frame.Y.Span[(((8 * y) + 4) * frame.Width) + (8 * x) + 4], 1.0);
            }
        }

        using var part = _codec.Decode(_codec.Cut(file, new PictureCut(8, 8, 8, 8, null)));
        Assert.Equal(frame.Y.Span[(12 * frame.Width) + 12], part.Y.Span[4], 3.0);
        using var small = _codec.Decode(_codec.Shrink(file, 8));
        Assert.Equal((8, isTurned ? 12 : 5), (small.Width, small.Height));

        static byte Value(int x, int y) => (byte)(30 + (40 * x) + (90 * y));
    }

    [Fact]
    public void Decode_Cmyk_HasTheColoursOfItsInks()
    {
        byte[] inks = [200, 100, 50, 255];

        using var frame = _codec.Decode(BlockJpeg.Write(2, 2, 4, (component, _, _) => inks[component]));

        Assert.Equal((16, 16), (frame.Width, frame.Height));
        Assert.All(frame.Y.ToArray(), luma => Assert.Equal(124, luma, 2.0));
        Assert.All(frame.U.ToArray(), u => Assert.Equal(86, u, 3.0));
        Assert.All(frame.V.ToArray(), v => Assert.Equal(182, v, 3.0));
    }

    [Fact]
    public void Decode_TooManyPixels_IsRefusedByTheHeader()
    {
        var png = new byte[64];
        new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R' }.CopyTo(png, 0);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 20_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 20_000);
        var jpeg = BlockJpeg.Write(1, 1, 1, (_, _, _) => 1);
        var size = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 5;
        jpeg.AsSpan(size, 4).Fill(0xFF);

        foreach (var (file, text) in new[] { (png, "20000 x 20000"), (jpeg, "65535 x 65535") })
        {
            var message = Assert.Throws<InvalidDataException>(() => _codec.Decode(file)).Message;
            Assert.Contains("too large", message);
            Assert.Contains(text, message);
            Assert.True(PictureCodec.IsTooLarge(file));
            Assert.Throws<InvalidDataException>(() => _codec.Shrink(file, 100));
        }
    }

    [Fact]
    public void Decode_TooManyScans_IsRefused()
    {
        var jpeg = BlockJpeg.Write(1, 1, 1, (_, _, _) => 1);
        byte[] endless = [.. jpeg[..^2], .. Enumerable.Repeat<byte[]>([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0], 1000).SelectMany(scan => scan)];

        Assert.Contains("scans", Assert.Throws<InvalidDataException>(() => _codec.Decode(endless)).Message);
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".tiff")]
    [InlineData(".bmp")]
    [InlineData(".gif")]
    [InlineData(".ppm")]
    public async Task Decode_BrokenOffAnywhere_IsInvalidOrAPicture(string extension)
    {
        using var pixels = Quarters();
        Assert.True(Cv2.ImEncode(extension, pixels, out var file));
        for (var length = 0; length < file.Length; length += length < 64 ? 1 : 1 + (file.Length / 16))
        {
            try
            {
                (await _codec.DecodeAsync(file.AsMemory(0, length), Cancellation)).Dispose();
            }
            catch (InvalidDataException)
            {
            }
        }

        Assert.Equal(0, _codec.DecodedBytes);
    }

    [Fact]
    public void Decode_WhatIsNoPicture_SaysWhichKindsAreRead()
    {
        var message = Assert.Throws<InvalidDataException>(() => _codec.Decode("no picture at all"u8)).Message;

        Assert.Contains("PNG", message);
        Assert.False(PictureCodec.IsKnown("no picture at all"u8));
    }

    /// <summary>Four colours, one in each quarter.</summary>
    private static Mat Quarters()
    {
        var pixels = new Mat(Height, Width, MatType.CV_8UC3, new Scalar(40, 30, 200));
        pixels[new Rect(Width / 2, 0, Width - (Width / 2), Height / 2)].SetTo(new Scalar(60, 180, 20));
        pixels[new Rect(0, Height / 2, Width / 2, Height - (Height / 2))].SetTo(new Scalar(220, 90, 10));
        pixels[new Rect(Width / 2, Height / 2, Width - (Width / 2), Height - (Height / 2))].SetTo(new Scalar(230, 230, 230));
        return pixels;
    }

    private void AssertQuarters(byte[] file)
    {
        using var frame = _codec.Decode(file);
        Assert.Equal((Width, Height), (frame.Width, frame.Height));
        foreach (var (x, y, blue, green, red) in new[]
        {
            (20, 20, 40, 30, 200), (180, 20, 60, 180, 20), (20, 80, 220, 90, 10), (180, 80, 230, 230, 230),
        })
        {
            var luma = (0.299 * red) + (0.587 * green) + (0.114 * blue);
            var chroma = (y / 2 * frame.ChromaWidth) + (x / 2);
            Assert.Equal(luma, frame.Y.Span[(y * Width) + x], 20.0);
            Assert.Equal(128 + (0.564 * (blue - luma)), frame.U.Span[chroma], 20.0);
            Assert.Equal(128 + (0.713 * (red - luma)), frame.V.Span[chroma], 20.0);
        }
    }

    private static byte[] Ffmpeg(string format, string pixels)
    {
        var start = new ProcessStartInfo("ffmpeg")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-v", "error", "-f", "lavfi", "-i", "color=c=0x808080:s=66x40:d=1", "-frames:v", "1", "-pix_fmt", pixels,
                "-c:v", format == "webp" ? "libwebp" : format, "-f", format is "gif" or "webp" ? format : "image2pipe", "-",
            },
        };
        try
        {
            using var process = Process.Start(start)!;
            using var file = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(file);
            process.WaitForExit();
            return file.ToArray();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed");
            throw;
        }
    }
}
