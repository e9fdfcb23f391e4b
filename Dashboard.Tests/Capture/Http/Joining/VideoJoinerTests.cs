using System.Buffers;
using System.Buffers.Binary;
using Dashboard.Capture.Http.Joining;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Http.Joining;

/// <summary>What a decoder gets of a video that comes in several answers.</summary>
public sealed class VideoJoinerTests
{
    private const int Sound = 0x100, Picture = 0x101;
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(187)]
    [InlineData(1000)]
    public void TransportStream_OfTwoAnswers_GoesOnAtThePictureThatNeedsNoneBefore(int chunk)
    {
        byte[][] first = [Packet(Sound, 1), Packet(Picture, 2, isEntry: true), Packet(Picture, 3), Packet(Picture, 4)];
        byte[][] second = [Packet(Picture, 5), Packet(Sound, 6), Packet(Picture, 7, isEntry: true), Packet(Picture, 8)];
        var joiner = VideoJoiner.For([.. first[0], .. first[1]], _time)!;

        // Cut in the middle of a packet.
        var sent = Add(joiner, [.. first.SelectMany(one => one)], chunk)[..^0];
        Add(joiner, Packet(Picture, 9)[..100], chunk);
        joiner.Break();
        Assert.True(joiner.GoesOn([.. second[0], .. second[1]]));
        sent = [.. sent, .. Add(joiner, [.. second.SelectMany(one => one)], chunk)];
        Assert.Equal([1, 2, 3, 4, 6, 7, 8], sent.Chunk(188).Select(packet => (int)packet[187]));
    }

    [Fact]
    public void TransportStream_ThatNamesNoEntry_GoesOnAtOnce()
    {
        var joiner = new TransportStreamJoiner(_time);
        Add(joiner, [.. Packet(Picture, 1), .. Packet(Picture, 2)], 188);
        joiner.Break();
        Assert.Equal(188, Add(joiner, Packet(Picture, 3), 188).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Flv_OfTwoAnswers_IsOneVideoWhoseTimeGoesOn(int chunk)
    {
        var joiner = VideoJoiner.For(Head, _time)!;
        byte[] sent = Add(joiner, [.. Head, .. Tag(18, 0, 2), .. Tag(9, 0, 0x17, 0), .. Tag(9, 100, 0x17, 1), .. Tag(9, 140, 0x27, 1)], chunk);
        Add(joiner, Tag(9, 180, 0x27, 1)[..9], chunk);
        joiner.Break();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.True(joiner.GoesOn(Head));
        sent = [.. sent, .. Add(
            joiner,
            [.. Head, .. Tag(9, 0, 0x17, 0), .. Tag(9, 7_000_000, 0x27, 1), .. Tag(9, 7_000_040, 0x17, 1), .. Tag(9, 7_000_080, 0x27, 1)], chunk)];

        Assert.Equal(Head, sent[..13]);
        var tags = new List<(int Kind, uint Time, int First)>();
        for (var at = 13; at < sent.Length; at += 11 + (sent[at + 1] << 16 | sent[at + 2] << 8 | sent[at + 3]) + 4)
        {
            tags.Add((sent[at], (uint)(sent[at + 7] << 24 | sent[at + 4] << 16 | sent[at + 5] << 8 | sent[at + 6]), sent[at + 11]));
        }

        Assert.Equal(
            [(18, 0u, 2), (9, 0u, 0x17), (9, 100u, 0x17), (9, 140u, 0x27), (9, 140u, 0x17), (9, 440u, 0x17), (9, 480u, 0x27)], tags);
    }

    [Fact]
    public void Flv_WithATagThatIsLargerThanAny_IsNone() =>
        Assert.False(new FlvJoiner(_time).Add([.. Head, 9, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0], new ArrayBufferWriter<byte>()));

    [Fact]
    public void Joiner_OfAnythingElse_IsNone()
    {
        Assert.Null(VideoJoiner.For([0, 0, 0, 24, .. "ftypmp42"u8], _time));
        Assert.Null(VideoJoiner.For([], _time));
        Assert.False(new FlvJoiner(_time).GoesOn("<html>"u8));
    }

    private static byte[] Head => [.. "FLV"u8, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0];

    private static byte[] Add(VideoJoiner joiner, byte[] bytes, int chunk)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var part in bytes.Chunk(chunk))
        {
            Assert.True(joiner.Add(part, output));
        }

        return output.WrittenSpan.ToArray();
    }

    private static byte[] Packet(int part, byte number, bool isEntry = false)
    {
        var packet = new byte[188];
        (packet[0], packet[1], packet[2], packet[3]) = (0x47, (byte)(0x40 | part >> 8), (byte)part, 0x30);
        (packet[4], packet[5]) = (1, isEntry ? (byte)0x40 : (byte)0);
        byte[] start = [0, 0, 1, part == Picture ? (byte)0xE0 : (byte)0xC0];
        start.CopyTo(packet, 6);
        packet[187] = number;
        return packet;
    }

    private static byte[] Tag(byte kind, uint time, params byte[] content)
    {
        var tag = new byte[11 + content.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(tag, content.Length);
        tag[0] = kind;
        BinaryPrimitives.WriteUInt32BigEndian(tag.AsSpan(4), time << 8 | time >> 24);
        content.CopyTo(tag, 11);
        return tag;
    }
}
