using System.Buffers.Binary;
using Dashboard.Capture.Http.Joining;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Http.Joining;

/// <summary>What a decoder gets of a video that comes in several answers.</summary>
public sealed class VideoJoinerTests
{
    private const int Sound = 0x100, Picture = 0x101, Parts = 0x1000;
    private const byte H264 = 0x1B, H265 = 0x24;
    private readonly FakeTimeProvider _time = new();
    private readonly VideoFeeds _feeds;

    public VideoJoinerTests() => _feeds = new VideoFeeds(_time);

    [Theory]
    [InlineData(1)]
    [InlineData(187)]
    [InlineData(1000)]
    public async Task TransportStream_OfTwoAnswers_GoesOnAtThePictureThatNeedsNoneBefore(int chunk)
    {
        byte[][] first = [Packet(Sound, 1), Packet(Picture, 2, isEntry: true), Packet(Picture, 3), Packet(Picture, 4)];
        byte[][] second = [Packet(Picture, 5), Packet(Sound, 6), Packet(Picture, 7, isEntry: true), Packet(Picture, 8)];
        var joiner = VideoJoiner.For([.. first[0], .. first[1]], _time)!;

        // Cut in the middle of a packet.
        var sent = await AddAsync(joiner, [.. first.SelectMany(one => one)], chunk);
        await AddAsync(joiner, Packet(Picture, 9)[..100], chunk);
        joiner.Break();
        Assert.True(joiner.GoesOn([.. second[0], .. second[1]]));
        sent = [.. sent, .. await AddAsync(joiner, [.. second.SelectMany(one => one)], chunk)];
        Assert.Equal([1, 2, 3, 4, 6, 7, 8], sent.Chunk(188).Select(packet => (int)packet[187]));
    }

    [Fact]
    public async Task TransportStream_ThatNamesNoEntry_GoesOnAtOnce()
    {
        var joiner = new TransportStreamJoiner(_time);
        await AddAsync(joiner, [.. Packet(Picture, 1), .. Packet(Picture, 2)], 188);
        joiner.Break();
        Assert.Equal(188, (await AddAsync(joiner, Packet(Picture, 3), 188)).Length);
    }

    [Fact]
    public async Task TransportStream_ThatAnotherDecoderTakesOver_BeginsForItWithTheTablesAndTheLastEntry()
    {
        var joiner = new TransportStreamJoiner(_time);
        Assert.Null(_feeds.TakeNext());
        var first = _feeds.Watch();
        await AddAsync(
            joiner,
            [
                .. Tables(Picture, H264), .. Packet(Picture, 1, isEntry: true), .. Packet(Picture, 2), .. Packet(Picture, 3, isEntry: true),
                .. Packet(Sound, 4), .. Packet(Picture, 5),
            ],
            188);
        var next = _feeds.TakeNext()!;
        Assert.Null(_feeds.TakeNext());
        await AddAsync(joiner, Packet(Picture, 6), 188);
        Assert.Equal(1, next.Over);
        Assert.Equal([100, 102, 3, 4, 5, 6], Numbers(await EndAsync(next)));
        Assert.Equal([100, 102, 1, 2, 3, 4, 5, 6], Numbers(await EndAsync(first)));
    }

    [Theory]
    [InlineData(Picture + 1, H264)]
    [InlineData(Picture, H265)]
    public async Task TransportStream_WhoseNextAnswerHasAnotherVideo_EndsForItsDecoderAndBeginsForTheNext(int part, byte kind)
    {
        var joiner = new TransportStreamJoiner(_time);
        var feed = _feeds.Watch();
        await AddAsync(joiner, [.. Tables(Picture, H264), .. Packet(Picture, 1, isEntry: true)], 188);
        joiner.Break();
        await AddAsync(joiner, [.. Tables(Picture, H264), .. Packet(Picture, 2, isEntry: true)], 188);
        Assert.False(feed.IsOther);
        joiner.Break();
        await AddAsync(joiner, [.. Tables(part, kind), .. Packet(part, 3), .. Packet(part, 4)], 188);
        Assert.True(feed.IsOther);
        Assert.DoesNotContain(3, Numbers(await EndAsync(feed)));

        Assert.True(_feeds.IsWanted);
        var next = _feeds.TakeNext()!;
        Assert.Equal(0, next.Over);
        Assert.Equal([100, 102, 3, 4], Numbers(await EndAsync(next)));
        Assert.False(_feeds.IsWanted);
    }

    /// <summary>Nobody has come for it.</summary>
    [Fact]
    public async Task Video_ThatBecameAnother_IsWantedForSecondsAlone()
    {
        var joiner = new TransportStreamJoiner(_time);
        await AddAsync(joiner, [.. Tables(Picture, H264), .. Packet(Picture, 1, isEntry: true)], 188);
        joiner.Break();
        await AddAsync(joiner, Tables(Picture, H265), 188);
        Assert.True(_feeds.IsWanted);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(_feeds.IsWanted);
    }

    [Fact]
    public async Task Video_OfWhichMoreThanFourMegabytesCameSinceItsEntry_IsNotKept()
    {
        var joiner = new TransportStreamJoiner(_time);
        await AddAsync(joiner, Packet(Picture, 1, isEntry: true), 188);
        var rest = Packet(Picture, 2);
        for (var bytes = 0; bytes < VideoFeeds.MaxKeptBytes; bytes += rest.Length)
        {
            Assert.True(joiner.Add(rest, _feeds));
        }

        _feeds.Flush();
        Assert.Null(_feeds.TakeNext());
        await AddAsync(joiner, Packet(Picture, 3, isEntry: true), 188);
        Assert.Equal([3], Numbers(await EndAsync(_feeds.TakeNext()!)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Flv_OfTwoAnswers_IsOneVideoWhoseTimeGoesOn(int chunk)
    {
        var joiner = VideoJoiner.For(Head, _time)!;
        byte[] first = [.. Head, .. Tag(18, 0, 2), .. Tag(9, 0, 0x17, 0), .. Tag(9, 100, 0x17, 1), .. Tag(9, 140, 0x27, 1)];
        var sent = await AddAsync(joiner, first, chunk);
        await AddAsync(joiner, Tag(9, 180, 0x27, 1)[..9], chunk);
        joiner.Break();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.True(joiner.GoesOn(Head));
        sent = [.. sent, .. await AddAsync(
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
    public async Task Flv_ThatAnotherDecoderTakesOver_BeginsForItWithWhatWasToldLastAndTheLastEntry()
    {
        var joiner = new FlvJoiner(_time);
        await AddAsync(
            joiner,
            [
                .. Head, .. Tag(18, 0, 2), .. Tag(9, 0, 0x17, 0, 1), .. Tag(9, 100, 0x17, 1), .. Tag(9, 140, 0x27, 1), .. Tag(9, 180, 0x17, 0, 2),
                .. Tag(9, 180, 0x17, 1), .. Tag(8, 190, 0xAF, 1), .. Tag(9, 220, 0x27, 1), .. Tag(9, 230, 0x17, 2),
            ],
            1000);
        var next = _feeds.TakeNext()!;
        byte[] expected =
        [
            .. Head, .. Tag(18, 0, 2), .. Tag(9, 140, 0x17, 0, 2), .. Tag(9, 180, 0x17, 1), .. Tag(8, 190, 0xAF, 1), .. Tag(9, 220, 0x27, 1),
            .. Tag(9, 230, 0x17, 2),
        ];
        Assert.Equal(expected, await EndAsync(next));
    }

    [Fact]
    public async Task Flv_WhoseNextAnswerHasAnotherCoding_EndsForItsDecoderAndBeginsForTheNext()
    {
        var joiner = new FlvJoiner(_time);
        var feed = _feeds.Watch();
        await AddAsync(joiner, [.. Head, .. Tag(9, 0, 0x17, 0), .. Tag(9, 100, 0x17, 1)], 1000);
        joiner.Break();
        await AddAsync(joiner, [.. Head, .. Tag(9, 0, 0x17, 0), .. Tag(9, 0, 0x17, 1)], 1000);
        Assert.False(feed.IsOther);
        joiner.Break();
        await AddAsync(joiner, [.. Head, .. Tag(9, 0, 0x1C, 0), .. Tag(9, 0, 0x1C, 1)], 1000);
        Assert.True(feed.IsOther);
        var sent = await EndAsync(_feeds.TakeNext()!);
        Assert.Equal(Head, sent[..13]);
        Assert.Equal(0x1C, sent[13 + 11]);
    }

    [Fact]
    public void Flv_WithATagThatIsLargerThanAny_IsNone() =>
        Assert.False(new FlvJoiner(_time).Add([.. Head, 9, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0], _feeds));

    [Fact]
    public void Joiner_OfAnythingElse_IsNone()
    {
        Assert.Null(VideoJoiner.For([0, 0, 0, 24, .. "ftypmp42"u8], _time));
        Assert.Null(VideoJoiner.For([], _time));
        Assert.False(new FlvJoiner(_time).GoesOn("<html>"u8));
    }

    private static IEnumerable<int> Numbers(byte[] packets) => packets.Chunk(188).Select(packet => (int)packet[187]);

    private static byte[] Head => [.. "FLV"u8, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0];

    private async Task<byte[]> AddAsync(VideoJoiner joiner, byte[] bytes, int chunk)
    {
        var feed = _feeds.Watch();
        foreach (var part in bytes.Chunk(chunk))
        {
            Assert.True(joiner.Add(part, _feeds));
        }

        _feeds.Flush();
        return await EndAsync(feed);
    }

    /// <summary>All that a decoder got, and its end.</summary>
    private async Task<byte[]> EndAsync(VideoFeed feed)
    {
        _feeds.Remove(feed);
        var output = new MemoryStream();
        await feed.CopyToAsync(output, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    /// <summary>The two tables of a stream with one video.</summary>
    private static byte[] Tables(int part, byte kind) =>
    [
        .. Table(0, 0, [0, 1, 0xE0 | Parts >> 8, Parts & 0xFF]),
        .. Table(Parts, 2, [0xE0, 0x50, 0xF0, 0, 0x0F, 0xE1, 0x00, 0xF0, 0, kind, (byte)(0xE0 | part >> 8), (byte)part, 0xF0, 0]),
    ];

    private static byte[] Table(int part, byte kind, byte[] content)
    {
        var packet = new byte[188];
        packet.AsSpan().Fill(0xFF);
        byte[] start =
        [
            0x47, (byte)(0x40 | part >> 8), (byte)part, 0x10, 0, kind, 0xB0, (byte)(5 + content.Length + 4), 0, 1, 0xC1, 0, 0, .. content, 1, 2, 3, 4,
        ];
        start.CopyTo(packet, 0);
        packet[187] = (byte)(100 + kind);
        return packet;
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
