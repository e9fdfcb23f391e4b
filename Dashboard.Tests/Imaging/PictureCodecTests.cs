using System.Diagnostics;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using OpenCvSharp;

namespace Dashboard.Tests.Imaging;

public sealed class PictureCodecTests : IDisposable
{
    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;

    public PictureCodecTests() => _codec = new PictureCodec(_pool);

    public void Dispose() => _codec.Dispose();

    [Theory]
    [InlineData(64, 48)]
    [InlineData(65, 49)]
    [InlineData(33, 50)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    public void Encode_AnySize_ComesBackNearlyTheSame(int width, int height)
    {
        using var frame = Slope(width, height);

        using var back = _codec.Decode(_codec.Encode(frame, 95));

        Assert.Equal((width, height), (back.Width, back.Height));
        AssertNear(frame, back, 4);
    }

    [Fact]
    public void Encode_BlackAndWhite_KeepsFullRange()
    {
        using var frame = _pool.Rent(32, 32);
        frame.Data.Span.Fill(128);
        frame.Y.Span[..512].Clear();
        frame.Y.Span[512..].Fill(255);

        using var back = _codec.Decode(_codec.Encode(frame, 95));

        Assert.InRange(back.Y.Span[0], 0, 2);
        Assert.InRange(back.Y.Span[^1], 253, 255);
    }

    [Theory]
    [Trait("Category", "System")]
    [InlineData("yuvj422p", 30, 20)]
    [InlineData("yuvj444p", 31, 21)]
    [InlineData("yuvj440p", 30, 22)]
    [InlineData("yuvj420p", 31, 21)]
    public void Decode_OtherSubsamplings_ComeOutAsI420(string format, int width, int height)
    {
        using var frame = Slope(width, height);

        using var back = _codec.Decode(FfmpegJpeg(frame, format));

        Assert.Equal((width, height), (back.Width, back.Height));
        AssertNear(frame, back, 8);
    }

    [Theory]
    [InlineData(32, 16)]
    [InlineData(31, 21)]
    public void Decode_Grey_HasNeutralColours(int width, int height)
    {
        using var frame = Slope(width, height);

        using var back = _codec.Decode(GreyJpeg(frame));

        frame.U.Span.Fill(128);
        frame.V.Span.Fill(128);
        AssertNear(frame, back, 4);
    }

    [Fact]
    public void Decode_Damaged_IsInvalidData()
    {
        using var frame = Slope(320, 240);
        var jpeg = _codec.Encode(frame);

        Assert.Throws<InvalidDataException>(() => _codec.Decode([]));
        Assert.Throws<InvalidDataException>(() => _codec.Decode("no picture at all"u8));
        Assert.Throws<InvalidDataException>(() => _codec.Decode(jpeg.AsSpan(0, jpeg.Length / 2)));
        Assert.Throws<InvalidDataException>(() => _codec.Decode(jpeg.AsSpan(0, 20)));
        using var whole = _codec.Decode(jpeg);
    }

    [Fact]
    public void Shrink_LargePicture_IsAsWideAsAskedAndKeepsItsContent()
    {
        using var frame = Slope(640, 480);

        using var small = _codec.Decode(_codec.Shrink(_codec.Encode(frame, 95), 100, 95));

        Assert.Equal((100, 75), (small.Width, small.Height));
        using var expected = Slope(100, 75);
        AssertNear(expected, small, 6);
    }

    [Fact]
    public void Shrink_SmallPicture_IsNotEnlarged()
    {
        using var frame = Slope(64, 48);

        using var same = _codec.Decode(_codec.Shrink(_codec.Encode(frame), 100));

        Assert.Equal(64, same.Width);
    }

    [Fact]
    public void CutPlate_SlantedPlate_IsUprightWithMargin()
    {
        using var frame = _pool.Rent(400, 300);
        frame.Data.Span.Fill(128);
        frame.Y.Span.Fill(20);
        var corners = new PlateCorners(new(100, 100), new(300, 130), new(300, 180), new(100, 150));
        for (var y = 0; y < 300; y++)
        {
            for (var x = 100; x < 300; x++)
            {
                var top = 100 + ((x - 100) * 0.15);
                if (y >= top && y < top + 50)
                {
                    frame.Y.Span[(y * 400) + x] = 230;
                }
            }
        }

        using var plate = _codec.Decode(_codec.CutPlate(_codec.Encode(frame, 95), corners));

        Assert.InRange(plate.Width, 240, 260);
        Assert.InRange(plate.Height, 50, 75);
        var luma = plate.Y.Span;
        Assert.InRange(luma[0], 0, 60);
        Assert.InRange(luma[^1], 0, 60);
        var (dx, dy) = (plate.Width / 8, plate.Height / 6);
        foreach (var (x, y) in new[] { (dx, dy), (plate.Width - dx, dy), (dx, plate.Height - dy), (plate.Width / 2, plate.Height / 2) })
        {
            Assert.InRange(luma[(y * plate.Width) + x], 200, 255);
        }
    }

    [Fact]
    public void CutPlate_CornersOutsideOrAllTheSame_StillGivesAPicture()
    {
        using var frame = Slope(64, 48);
        var jpeg = _codec.Encode(frame);

        Assert.NotEmpty(_codec.CutPlate(jpeg, PlateCorners.FromBox(-50, -50, 30, 10)));
        Assert.NotEmpty(_codec.CutPlate(jpeg, PlateCorners.FromBox(10, 10, 0, 0)));
        Assert.NotEmpty(_codec.CutPlate(jpeg, PlateCorners.FromBox(0, 0, 5000, 4000)));
    }

    [Theory]
    [InlineData(0, 0, 640, 480, 80, 60)]
    [InlineData(64, 32, 320, 160, 40, 20)]
    [InlineData(63, 33, 319, 161, 100, 50)]
    [InlineData(639, 479, 1, 1, 1, 1)]
    public void Cut_AnyPart_IsThatPartMadeSmaller(int x, int y, int width, int height, int maxWidth, int smallHeight)
    {
        using var frame = Slope(640, 480);

        using var part = _codec.Decode(_codec.Cut(_codec.Encode(frame, 95), new PictureCut(x, y, width, height, maxWidth), 95));

        Assert.Equal((maxWidth, smallHeight), (part.Width, part.Height));
        for (var i = 0; i < maxWidth; i++)
        {
            var middle = Math.Clamp((int)(x + ((i + 0.5) * width / maxWidth)), 0, 639);
            Assert.Equal(frame.Y.Span[middle], part.Y.Span[i], 5.0);
        }
    }

    [Fact]
    public async Task Encode_AgainAndAgain_KeepsItsMemoryAndNoMore()
    {
        using var frame = Slope(640, 480);
        _codec.Encode(frame);
        var kept = _codec.KeptBytes;

        for (var i = 0; i < 20; i++)
        {
            _codec.Encode(frame);
            (await _codec.DecodeAsync(_codec.EncodeSmall(frame, 100), Cancellation)).Dispose();
        }

        Assert.InRange(kept, 640 * 480, 640 * 480 * 5);
        Assert.InRange(_codec.KeptBytes, 1, kept);
        Assert.Equal(0, _codec.DecodedBytes);

        Assert.Equal(0, _codec.Trim()); // It was used since.
        Assert.InRange(_codec.Trim(), 1, kept);
        Assert.Equal(0, _codec.KeptBytes);
    }

    [Fact]
    public async Task AsynchronousMethods_MakeWhatTheOthersMake()
    {
        using var frame = Slope(640, 480);
        var jpeg = _codec.Encode(frame);
        var plate = PlateCorners.FromBox(100, 100, 120, 40);
        var cut = new PictureCut(64, 32, 320, 160, 40);

        using VideoFrame expected = _codec.Decode(jpeg), decoded = await _codec.DecodeAsync(jpeg, Cancellation);
        Assert.Equal(expected.Data.ToArray(), decoded.Data.ToArray());
        Assert.Equal(_codec.CutPlate(jpeg, plate), await _codec.CutPlateAsync(jpeg, plate, Cancellation));
        Assert.Equal(_codec.Shrink(jpeg, 100), await _codec.ShrinkAsync(jpeg, 100, Cancellation));
        Assert.Equal(_codec.Cut(jpeg, cut), await _codec.CutAsync(jpeg, cut, Cancellation));
        Assert.Equal(jpeg, await _codec.CutAsync(jpeg, new PictureCut(0, 0, 640, 480, null), Cancellation));
        Assert.Equal(0, _codec.DecodedBytes);
    }

    [Fact]
    public void Encode_HugeFrames_AreNotKept()
    {
        using var frame = _pool.Rent(6000, 4000);
        frame.Data.Span.Fill(128);

        Assert.NotEmpty(_codec.Encode(frame));

        Assert.Equal(0, _codec.KeptBytes);
    }

    /// <summary>Only colours that there are: YCbCr holds others too, which no screen shows.</summary>
    private VideoFrame Slope(int width, int height)
    {
        var frame = _pool.Rent(width, height);
        for (var i = 0; i < width * height; i++)
        {
            frame.Y.Span[i] = (byte)(60 + (130 * (i % width) / width));
        }

        for (var i = 0; i < frame.U.Length; i++)
        {
            frame.U.Span[i] = (byte)(100 + (60 * (i / frame.ChromaWidth) / frame.ChromaHeight));
            frame.V.Span[i] = (byte)(150 - (40 * (i / frame.ChromaWidth) / frame.ChromaHeight));
        }

        return frame;
    }

    private static void AssertNear(VideoFrame expected, VideoFrame actual, int tolerance)
    {
        var a = expected.Data.Span;
        var b = actual.Data.Span;
        for (var i = 0; i < a.Length; i++)
        {
            Assert.True(Math.Abs(a[i] - b[i]) <= tolerance, $"byte {i} of {a.Length}: {a[i]} became {b[i]}");
        }
    }

    private static byte[] GreyJpeg(VideoFrame frame)
    {
        using var luma = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC1, frame.Y.ToArray());
        Assert.True(Cv2.ImEncode(".jpg", luma, out var jpeg, [(int)ImwriteFlags.JpegQuality, 95]));
        return jpeg;
    }

    private static byte[] FfmpegJpeg(VideoFrame frame, string format)
    {
        var start = new ProcessStartInfo("ffmpeg")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-v", "error", "-f", "rawvideo", "-pix_fmt", "yuvj420p", "-s", $"{frame.Width}x{frame.Height}", "-i", "-",
                "-vf", "scale=in_range=full:out_range=full", "-pix_fmt", format, "-strict", "unofficial", "-q:v", "1", "-f", "mjpeg", "-",
            },
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed");
            throw;
        }

        using (process)
        {
            process.StandardInput.BaseStream.Write(frame.Data.Span);
            process.StandardInput.Close();
            using var jpeg = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(jpeg);
            process.WaitForExit();
            return jpeg.ToArray();
        }
    }
}
