using Dashboard.Capture.Rtsp;
using Dashboard.Capture.Rtsp.Packets;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Rtsp.Packets;

/// <summary>Who gets what where the pictures of a camera become others.</summary>
public sealed class RelayFeedsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RelayFeeds _feeds;
    private readonly RtspMedia _media = RtspMedia.Read("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n", "rtsp://cam/1")!;
    private ushort _number;

    public RelayFeedsTests() => _feeds = new RelayFeeds(_time, mayRest: false, () => { });

    [Theory]
    [InlineData("H264", new byte[] { 0x67, 1 }, new byte[] { 0x67, 2 }, new byte[] { 0x65, 1 })]
    [InlineData("H264", new byte[] { 24, 0, 2, 0x67, 1, 0, 2, 0x65, 1 }, new byte[] { 24, 0, 2, 0x67, 2, 0, 2, 0x65, 1 }, null)]
    [InlineData("H265", new byte[] { 33 << 1, 1, 1 }, new byte[] { 33 << 1, 1, 2 }, new byte[] { 19 << 1, 1, 1 })]
    [InlineData("H264", new byte[] { 0x7C, 0x87, 1 }, new byte[] { 0x7C, 0x87, 2 }, new byte[] { 0x65, 1 })]
    [InlineData("H265", new byte[] { 49 << 1, 1, 0x80 | 33, 1 }, new byte[] { 49 << 1, 1, 0x80 | 33, 2 }, new byte[] { 19 << 1, 1, 1 })]
    [InlineData("JPEG", new byte[] { 0, 0, 0, 0, 0, 1, 40, 30, 9 }, new byte[] { 0, 0, 0, 0, 0, 1, 30, 40, 9 }, null)]
    public void Pictures_AreOthers_WhereWhatIsSaidOfThemIs(string codec, byte[] one, byte[] other, byte[]? picture)
    {
        var sets = new ParameterSets(codec);
        Assert.False(Add(one));
        Assert.False(Add(one));
        Assert.True(Add(other));
        Assert.Equal(picture is null ? 0 : 1, sets.Packets.Count);
        Assert.False(Add(other));
        Assert.True(Add(one));

        bool Add(byte[] said)
        {
            var isOther = sets.Add(Packet(96, (uint)(_number * 3600), said), isNewFrame: true);
            return picture is null ? isOther : sets.Add(Packet(96, (uint)(_number * 3600), picture), isNewFrame: false);
        }
    }

    [Fact]
    public void Decoder_OfTheNewPictures_BeginsWithThemWhileTheFirstGoesOn()
    {
        Picture(1);
        var first = _feeds.Take();
        Follow();
        Assert.False(_feeds.HasNext);

        Picture(2);
        Follow();
        Assert.True(_feeds.HasNext);
        var next = _feeds.Take();
        Assert.NotSame(first, next);
        Assert.True(next.IsOther);
        Assert.Equal(2, next.Queue.Wake().Waiting);
        Assert.Equal(4, first.Queue.Wake().Waiting);

        // The first goes: all is the second's.
        _feeds.Leave(first);
        Follow();
        Assert.Equal(3, next.Queue.Wake().Waiting);
        Assert.False(_feeds.HasNext);
    }

    [Fact]
    public void Decoder_ThatLeavesBeforeTheFirst_LeavesItAsItWas()
    {
        Picture(1);
        var first = _feeds.Take();
        Picture(2);
        _feeds.Leave(_feeds.Take());
        Follow();
        Assert.Equal(3, first.Queue.Wake().Waiting);

        Picture(1);
        Assert.True(_feeds.HasNext);
    }

    [Fact]
    public void NewPictures_ThatNobodyComesFor_AreLetGo()
    {
        Picture(1);
        _feeds.Take();
        Picture(2);
        _time.Advance(TimeSpan.FromSeconds(11));
        Follow();
        Assert.False(_feeds.HasNext);
    }

    [Fact]
    public void NewPictures_BeforeAnyDecoder_NeedNoSecondOne()
    {
        Picture(1);
        Picture(2);
        Assert.False(_feeds.HasNext);
        Assert.Equal(2, _feeds.Take().Queue.Wake().Waiting);
    }

    /// <summary>Some cameras number their packets otherwise than they told.</summary>
    [Theory]
    [InlineData(97, 97, 11)]
    [InlineData(96, 97, 1)]
    [InlineData(97, 98, 0)]
    public void Packets_OfOneOtherNumber_AreTheVideo_WhereNoneHasItsOwn(byte first, byte second, int expected)
    {
        for (var i = 0; i < PayloadNumbers.MinPackets / 2; i++)
        {
            _feeds.Add(_media, Packet(first, 0, [0x61, 1]));
            _feeds.Add(_media, Packet(second, 0, [0x61, 1]));
        }

        var feed = _feeds.Take();
        feed.Queue.Wake();
        for (var i = 0; i < 10; i++)
        {
            Picture(1, second);
        }

        Assert.Equal(expected, feed.Queue.Wake().Waiting);
    }

    public void Dispose() => _feeds.Dispose();

    private void Picture(byte kind, byte type = 96)
    {
        var time = (uint)(_number * 3600);
        _feeds.Add(_media, Packet(type, time, [0x67, kind]));
        _feeds.Add(_media, Packet(type, time, [0x68, kind]));
        _feeds.Add(_media, Packet(type, time, [0x65, 0x88, 1]));
    }

    private void Follow() => _feeds.Add(_media, Packet(96, (uint)(_number * 3600), [0x61, 0x9A, 1]));

    private byte[] Packet(byte type, uint time, byte[] payload)
    {
        var packet = new byte[RtpPacket.HeaderBytes + payload.Length];
        (packet[0], packet[1]) = (0x80, type);
        RtpPacket.Write(packet, _number++, time, 7);
        payload.CopyTo(packet, RtpPacket.HeaderBytes);
        return packet;
    }
}
