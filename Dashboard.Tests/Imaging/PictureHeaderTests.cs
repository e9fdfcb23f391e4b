using System.Buffers.Binary;
using Dashboard.Imaging;
using Dashboard.Imaging.OpenCv;
using Dashboard.Pipeline;
using OpenCvSharp;

namespace Dashboard.Tests.Imaging;

/// <summary>No picture is larger, once it is decoded, than its header was read to say: its memory is counted by that.</summary>
public sealed class PictureHeaderTests : IDisposable
{
    private const int Short = 3;
    private const int Long = 4;

    private readonly PictureCodec _codec = new(new FramePool());

    public void Dispose() => _codec.Dispose();

    [Theory]
    [InlineData(256, Long, 100)]
    [InlineData(257, Short, 100)]
    [InlineData(256, 1, 100)]
    [InlineData(257, 16, 100)]
    public void Tiff_WhoseSizeCanBeReadInTwoWays_IsRefused(int tag, int type, uint value)
    {
        Assert.NotNull(PictureHeader.TryRead(Tiff((256, Long, 100), (257, Long, 80))));
        var other = tag == 256 ? (257, Long, 80u) : (256, Long, 100u);
        Assert.Null(PictureHeader.TryRead(type is Short or Long
            ? Tiff((tag, Long, 32_000), other, (tag, type, value))
            : Tiff((tag, type, value), other)));
    }

    [Theory]
    [InlineData(322, 30_000, 323, 30_000)]
    [InlineData(278, 1_000_000, 277, 4)]
    [InlineData(277, 60_000, 258, 64)]
    public void Tiff_OfWhichAPartIsLargerThanThePicture_IsCountedByIt(int tag, uint value, int tag2, uint value2)
    {
        var file = Tiff(
            (256, Short, 640), (257, Short, 480), (tag, tag is 258 or 277 ? Short : Long, value), (tag2, tag2 < 278 ? Short : Long, value2));

        Assert.True(PictureCodec.IsTooLarge(file));
        Assert.NotNull(PictureCodec.FindError(file));
        Assert.Contains("too large", Assert.Throws<InvalidDataException>(() => _codec.Decode(file)).Message);
    }

    [Theory]
    [InlineData("P6\n#x\r32000 32000\n100 100\n255\n", 32_000, 32_000)]
    [InlineData("P6\n32000#32000\n100\n255\n", 32_000, 32_000)]
    [InlineData("P6 # 7 8\n#\n 40\t30 255\n", 40, 30)]
    public void Pnm_WithComments_IsReadAsItIsDecoded(string text, int width, int height)
    {
        var header = PictureHeader.TryRead(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.Equal((width, height), (header!.Value.Width, header.Value.Height));
    }

    [Fact]
    public void WebP_WithoutItsContainer_IsRefused()
    {
        using var pixels = new Mat(40, 30, MatType.CV_8UC3, new Scalar(1, 2, 3));
        Assert.True(Cv2.ImEncode(".webp", pixels, out var file, [(int)ImwriteFlags.WebPQuality, 80]));
        byte[] bare = [.. file[..12], .. file[20..]];

        Assert.NotNull(PictureHeader.TryRead(file));
        Assert.Null(PictureHeader.TryRead(bare));
    }

    /// <summary>A decoder keeps all of it, also where it has one scan only.</summary>
    [Theory]
    [InlineData(0xC2, 4, 4, 8)]
    [InlineData(0xC2, 3, 3, 6)]
    [InlineData(0xC0, 3, 1, 6)]
    [InlineData(0xC0, 3, 3, 0)]
    public void Jpeg_ThatIsKeptWhole_IsCountedSo(byte marker, int components, byte inFirstScan, int bytesPerPixel)
    {
        var file = BlockJpeg.Write(2, 3, components, (_, _, _) => 1);
        var size = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        var scan = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        (file[size + 1], file[scan + 4]) = (marker, inFirstScan);

        var header = PictureHeader.TryRead(file)!.Value;
        Assert.Equal(16 * 24 * bytesPerPixel, header.HeldBytes);
        Assert.Equal(16 * 24 * (3 + bytesPerPixel), header.DecodedBytes(1));

        BinaryPrimitives.WriteInt16BigEndian(file.AsSpan(size + 5), 10_000);
        BinaryPrimitives.WriteInt16BigEndian(file.AsSpan(size + 7), 10_000);
        Assert.Equal(bytesPerPixel > 0, PictureCodec.IsTooLarge(file));
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".tiff")]
    [InlineData(".bmp")]
    [InlineData(".gif")]
    [InlineData(".ppm")]
    public void Changed_File_IsNeverLargerThanItsHeaderSays(string extension)
    {
        const int cases = 4000, largest = 400_000;
        using var pixels = new Mat(16, 24, MatType.CV_8UC3, new Scalar(10, 20, 30));
        Assert.True(Cv2.ImEncode(extension, pixels, out var whole));
        var (random, decoded) = (new Random(14), 0);
        for (var i = 0; i < cases; i++)
        {
            var file = Change(whole, random);
            if (PictureHeader.TryRead(file) is not { } header || (long)header.Width * header.Height > largest || header.HeldBytes > 8 * largest)
            {
                continue;
            }

            try
            {
                using var picture = PictureFile.Decode(file);
                decoded++;
                Assert.True(
                    (long)picture.Width * picture.Height <= (long)header.Width * header.Height,
                    $"{extension} {i}: {header.Width} x {header.Height} is {picture.Width} x {picture.Height}");
            }
            catch (InvalidDataException)
            {
                // What is damaged is not decoded.
            }
        }

        Assert.True(decoded > 20, $"{decoded} of {extension} were decoded");
    }

    // Bytes that are others, or stand twice: most where headers are.
    private static byte[] Change(byte[] whole, Random random)
    {
        List<byte> file = [.. whole];
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(4, random.Next(2) == 0 ? Math.Min(file.Count, 64) : file.Count);
            switch (random.Next(4))
            {
                case 0:
                    file.InsertRange(at, file.GetRange(at, Math.Min(random.Next(1, 32), file.Count - at)));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                default:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. file];
    }

    private static byte[] Tiff(params (int Tag, int Type, uint Value)[] entries)
    {
        var file = new byte[8 + 2 + (12 * entries.Length) + 4];
        new byte[] { (byte)'I', (byte)'I', 42, 0, 8 }.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = file.AsSpan(10 + (12 * i), 12);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)entries[i].Type);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], entries[i].Value);
        }

        return file;
    }
}
