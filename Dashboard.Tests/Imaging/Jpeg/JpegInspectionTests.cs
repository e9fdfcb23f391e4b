using Dashboard.Imaging;
using Dashboard.Imaging.Jpeg;
using Dashboard.Pipeline;
using OpenCvSharp;

namespace Dashboard.Tests.Imaging.Jpeg;

/// <summary>Pictures as cameras and networks spoil them.</summary>
public sealed class JpegInspectionTests : IDisposable
{
    /// <summary>What is lost with a packet of a network.</summary>
    private const int Packet = 1460;

    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;

    public JpegInspectionTests() => _codec = new PictureCodec(_pool);

    public static TheoryData<string> Kinds => ["4:2:0", "4:4:4", "4:2:2", "grey", "restarts", "progressive"];

    public void Dispose() => _codec.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Inspect_Whole_IsLeftAsItIs(string kind) => Assert.Equal((null, null), JpegInspection.Inspect(Jpeg(kind)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_CutOffAnywhere_IsRefused(string kind)
    {
        var jpeg = Jpeg(kind);
        for (var length = 4; length < jpeg.Length - 4; length += 97)
        {
            Assert.Equal("it ends early", JpegInspection.Inspect(jpeg.AsSpan(0, length)).Damage);
            Assert.Throws<InvalidDataException>(() => _codec.Decode(jpeg.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("4:2:0")]
    [InlineData("4:4:4")]
    [InlineData("grey")]
    [InlineData("restarts")]
    public void Decode_WithAPacketLost_IsRefused(string kind)
    {
        var jpeg = Jpeg(kind);
        for (var at = jpeg.Length / 3; at < jpeg.Length - Packet; at += 701)
        {
            byte[] spoilt = [.. jpeg[..at], .. jpeg[(at + Packet)..]];
            Assert.NotNull(PictureCodec.FindDamage(spoilt));
            Assert.Throws<InvalidDataException>(() => _codec.Decode(spoilt));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_WithStrayBytesBetweenSegments_IsThePictureWithoutThem(string kind)
    {
        var jpeg = Jpeg(kind);
        var second = 4 + (jpeg[4] << 8) + jpeg[5];
        Assert.Equal(0xFF, jpeg[second]);
        byte[] spoilt = [.. jpeg[..second], 0, 7, 0xFF, 0, 9, .. jpeg[second..]];
        var (damage, copy) = JpegInspection.Inspect(spoilt);
        Assert.Null(damage);
        Assert.Equal(jpeg, copy);
        AssertSame(jpeg, spoilt);
    }

    [Theory]
    [InlineData("4:2:0")]
    [InlineData("grey")]
    [InlineData("restarts")]
    public void Decode_WithStrayBytesBeforeTheEnd_IsThePictureWithoutThem(string kind)
    {
        var jpeg = Jpeg(kind);
        foreach (var strays in new[] { new byte[1], [1, 2, 3], new byte[500], [0xFF, 0, 0xFF, 0] })
        {
            byte[] spoilt = [.. jpeg[..^2], .. strays, .. jpeg[^2..]];
            var (damage, copy) = JpegInspection.Inspect(spoilt);
            Assert.Null(damage);
            Assert.Equal(jpeg, copy);
            AssertSame(jpeg, spoilt);
        }
    }

    [Fact]
    public void Decode_WithoutItsEndOnly_IsWhole()
    {
        var jpeg = Jpeg("4:2:0");
        Assert.Equal(jpeg, JpegInspection.Inspect(jpeg.AsSpan(0, jpeg.Length - 2)).Copy);
        AssertSame(jpeg, jpeg[..^2]);
    }

    [Fact]
    public void Decode_WithFillingAndSomethingBehindTheEnd_IsLeftAsItIs()
    {
        var jpeg = Jpeg("4:2:0");
        byte[] filled = [.. jpeg[..^2], 0xFF, 0xFF, .. jpeg[^2..], 1, 2, 3];
        Assert.Equal((null, null), JpegInspection.Inspect(filled));
        AssertSame(jpeg, filled);
    }

    [Fact]
    [Trait("Category", "Thorough")]
    public void Inspect_Anything_AnswersOrSaysThatItIsDamaged()
    {
        var random = new Random(7);
        foreach (var kind in Kinds)
        {
            var jpeg = Jpeg(kind.Data);
            for (var round = 0; round < 2000; round++)
            {
                var spoilt = jpeg.AsSpan(0, random.Next(3, jpeg.Length)).ToArray();
                for (var i = random.Next(20); i > 0; i--)
                {
                    spoilt[random.Next(2, spoilt.Length)] = (byte)random.Next(256);
                }

                JpegInspection.Inspect(spoilt);
            }
        }
    }

    private void AssertSame(byte[] expected, byte[] actual)
    {
        using VideoFrame a = _codec.Decode(expected), b = _codec.Decode(actual);
        Assert.True(a.Data.Span.SequenceEqual(b.Data.Span));
    }

    private static byte[] Jpeg(string kind)
    {
        const int width = 250, height = 130;
        using var pixels = new Mat(height, width, kind == "grey" ? MatType.CV_8UC1 : MatType.CV_8UC3);
        var random = new Random(1);
        var bytes = new byte[pixels.Total() * pixels.ElemSize()];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Math.Clamp(128 + (60 * Math.Sin(i / 41.0)) + random.Next(-25, 25), 0, 255);
        }

        System.Runtime.InteropServices.Marshal.Copy(bytes, 0, pixels.Data, bytes.Length);
        const int quality = (int)ImwriteFlags.JpegQuality, sampling = 7;
        int[] options = kind switch
        {
            "4:4:4" => [quality, 90, sampling, 0x111111],
            "4:2:2" => [quality, 90, sampling, 0x211111],
            "restarts" => [quality, 90, (int)ImwriteFlags.JpegRstInterval, 4],
            "progressive" => [quality, 90, (int)ImwriteFlags.JpegProgressive, 1],
            _ => [quality, 90],
        };
        Assert.True(Cv2.ImEncode(".jpg", pixels, out var jpeg, options));
        return jpeg;
    }
}
