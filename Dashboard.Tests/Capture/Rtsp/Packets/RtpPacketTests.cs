using System.Buffers.Binary;
using Dashboard.Capture.Rtsp;
using Dashboard.Capture.Rtsp.Packets;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Rtsp.Packets;

/// <summary>Where a stream is entered, what happens where the decoder is slow, and what a camera is told of what came.</summary>
public sealed class RtpPacketTests
{
    private const int Trail = 1, Idr = 19, Cra = 21, Vps = 32, Sps = 33, Pps = 34, Several = 48, Part = 49;
    private readonly FakeTimeProvider _time = new();
    private ushort _number;

    [Fact]
    public void Role_OfH265_IsThatOfWhatIsInside()
    {
        Assert.Equal(RtpRole.Begins, Role(Unit(Idr)));
        Assert.Equal(RtpRole.Begins, Role(Unit(Cra)));
        Assert.Equal(RtpRole.Prepares, Role(Unit(Vps)));
        Assert.Equal(RtpRole.Follows, Role(Unit(Trail)));

        // The first part of one, and a later part.
        Assert.Equal(RtpRole.Begins, Role([.. Head(Part), 0x80 | Idr, 1]));
        Assert.Equal(RtpRole.Follows, Role([.. Head(Part), Idr, 1]));
        Assert.Equal(RtpRole.Follows, Role([.. Head(Part), 0x80 | Trail, 1]));

        Assert.Equal(RtpRole.Prepares, Role(Together(Unit(Vps), Unit(Sps), Unit(Pps))));
        Assert.Equal(RtpRole.Begins, Role(Together(Unit(Vps), Unit(Sps), Unit(Pps), Unit(Idr))));
        Assert.Equal(RtpRole.Follows, Role(Together(Unit(Trail), Unit(Trail))));
        Assert.Equal(RtpRole.Follows, Role([1]));
        Assert.Equal(RtpRole.Prepares, Role([.. Head(Several), 0xFF, 0xFF, 1]));
    }

    [Fact]
    public async Task Splicer_BehindABreak_OpensAtTheNextKeyFrameOfH265WithItsParameters()
    {
        using var queue = new RtpQueue(_time);
        var splicer = new RtpSplicer(Media(), queue, _time);
        Add(splicer, 0, Unit(Idr));
        splicer.Break();
        Add(splicer, 3600, Unit(Trail));
        Add(splicer, 7200, Unit(Vps));
        Add(splicer, 7200, Unit(Trail));
        Add(splicer, 10_800, Unit(Vps));
        Add(splicer, 10_800, Unit(Sps));
        Add(splicer, 10_800, Unit(Pps));
        Add(splicer, 10_800, Unit(Idr));
        Add(splicer, 14_400, Unit(Trail));

        var sent = await TakeAllAsync(queue);
        Assert.Equal([Idr, Vps, Sps, Pps, Idr, Trail], sent.Select(packet => packet[RtpPacket.HeaderBytes] >> 1));
        Assert.Equal(Enumerable.Range(RtpPacket.Sequence(sent[0]), sent.Count), sent.Select(packet => (int)RtpPacket.Sequence(packet)));
        Assert.Equal(1, splicer.Dropped);
    }

    [Fact]
    public async Task SlowDecoder_CostsWholeFramesAndNeverMoreThanTheBound()
    {
        using var queue = new RtpQueue(_time);
        var behind = 0;
        var splicer = new RtpSplicer(Media(), queue, _time) { OnBehind = () => behind++ };
        const int size = 60_000, packetsOfAFrame = 4, frames = 100;
        for (var frame = 0; frame < frames; frame++)
        {
            var isKey = frame % 25 == 0;
            for (var packet = 0; packet < packetsOfAFrame; packet++)
            {
                var mark = (byte)((packet == 0 ? 0x80 : 0) | (isKey ? Idr : Trail));
                Add(splicer, (uint)(frame * 3600), [.. Head(Part), mark, .. new byte[size]]);
            }
        }

        // Nothing was taken: it was told once, and the rest was counted.
        var sent = await TakeAllAsync(queue);
        Assert.InRange(sent.Sum(packet => packet.Length), size, RtpQueue.MaxBytes);
        Assert.Equal(1, behind);
        var whole = sent.GroupBy(RtpPacketTimestamp).ToList();
        Assert.All(whole, frame => Assert.Equal(packetsOfAFrame, frame.Count()));
        Assert.Equal(frames - whole.Count, splicer.Dropped);

        // It goes on where a key frame begins.
        Add(splicer, 100 * 3600, [.. Head(Part), 0x80 | Trail, 1]);
        Add(splicer, 101 * 3600, [.. Head(Part), 0x80 | Idr, 1]);
        Assert.Equal(0x80 | Idr, Assert.Single(await TakeAllAsync(queue))[RtpPacket.HeaderBytes + 2]);
        Assert.Equal(1, behind);
    }

    /// <summary>Without a decoder the last whole picture is kept, with what it needs and what came since, however long ago that was.</summary>
    [Fact]
    public async Task Splicer_WhileThereIsNoDecoder_KeepsWhatTheNextOneBeginsWith()
    {
        using var queue = new RtpQueue(_time);
        var behind = 0;
        var splicer = new RtpSplicer(Media(), queue, _time) { OnBehind = () => behind++ };
        queue.Rest();
        for (var picture = 0; picture < 3; picture++)
        {
            var at = (uint)(picture * 90_000);
            Add(splicer, at, Unit(Vps));
            Add(splicer, at, Unit(Sps));
            Add(splicer, at, Unit(Idr));
            Add(splicer, at + 3600, Unit(Trail));
            _time.Advance(TimeSpan.FromSeconds(7));
        }

        Add(splicer, 187_200, Unit(Trail));
        queue.Wake();
        Add(splicer, 190_800, Unit(Trail));
        Assert.Equal([Vps, Sps, Idr, Trail, Trail, Trail], await KindsAsync());

        // The decoder goes in the middle of a picture: the next one gets none of it.
        Add(splicer, 194_400, Unit(Trail));
        queue.Rest();
        Add(splicer, 198_000, Unit(Trail));
        Add(splicer, 270_000, Unit(Sps));
        Add(splicer, 270_000, Unit(Idr));
        queue.Wake();
        Assert.Equal([Sps, Idr], await KindsAsync());

        // It may also be back before anything came.
        queue.Rest();
        queue.Wake();
        Add(splicer, 273_600, Unit(Trail));
        Add(splicer, 360_000, Unit(Idr));
        Assert.Equal([Idr], await KindsAsync());
        Assert.Equal(0, behind);

        async Task<IEnumerable<int>> KindsAsync() => (await TakeAllAsync(queue)).Select(packet => packet[RtpPacket.HeaderBytes] >> 1);
    }

    [Fact]
    public async Task Splicer_WhileThereIsNoDecoder_KeepsNoMoreThanItsBound()
    {
        using var queue = new RtpQueue(_time);
        var splicer = new RtpSplicer(Media(), queue, _time);
        queue.Rest();
        Add(splicer, 0, Unit(Idr));
        for (var frame = 1; frame < 100; frame++)
        {
            Add(splicer, (uint)(frame * 3600), [.. Unit(Trail), .. new byte[60_000]]);
        }

        Add(splicer, 360_000, Unit(Sps));
        Add(splicer, 360_000, Unit(Idr));
        queue.Wake();
        Assert.Equal([Sps, Idr], (await TakeAllAsync(queue)).Select(packet => packet[RtpPacket.HeaderBytes] >> 1));
    }

    [Fact]
    public void DecoderThatTakesNothing_IsBehindByTimeToo()
    {
        using var queue = new RtpQueue(_time);
        Assert.True(queue.Add(new byte[100]));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(queue.Add(new byte[100]));
        Assert.False(queue.IsRelaxed);
    }

    [Fact]
    public void Report_TellsTheHighestNumberAndTheSendersTime()
    {
        var reports = new RtspReports();
        Assert.Null(reports.Write());
        foreach (var number in new ushort[] { 65_534, 65_535, 0, 2, 1 })
        {
            var packet = new byte[20];
            packet[0] = 0x80;
            RtpPacket.Write(packet, number, 0, 0xCAFE);
            reports.RecordPacket(packet);
        }

        reports.RecordReport([0x80, 200, 0, 6, 0, 0, 0xCA, 0xFE, 0, 0, 0x12, 0x34, 0x56, 0x78, 0, 0, .. new byte[12]]);
        var report = reports.Write()!;
        Assert.Equal((0x81, 201, 7), (report[0], report[1], report[3]));
        Assert.Equal(0xCAFEu, BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(8)));
        Assert.Equal(65_538u, BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(16)));
        Assert.Equal(0x12345678u, BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(24)));
        Assert.Equal(202, report[33]);
        Assert.False(reports.Over.IsCompleted);
        reports.RecordReport([0x81, 203, 0, 1, 0, 0, 0xCA, 0xFE]);
        Assert.True(reports.Over.IsCompleted);
    }

    [Theory]
    [InlineData("m=video  0 RTP/AVP\t96\r\na=rtpmap:96  H265/90000\r\n")]
    [InlineData("M=Video 0 RTP/AVP 96\r\nA=RTPMAP:96 H265/90000\r\n")]
    public void Description_WithOddBlanksAndCapitals_IsRead_AndWrittenAsItShould(string text)
    {
        var media = RtspMedia.Read(text, "rtsp://cam/1")!;
        Assert.Equal((96, "H265"), (media.PayloadType, media.Codec));
        Assert.Contains("\r\na=rtpmap:96 H265/90000\r\n", media.Describe("*", isOther: false));
    }

    [Theory]
    [InlineData("m=video 0 RTP/AVP 97\r\na=inactive\r\nm=audio 0 RTP/AVP 0\r\nm=video 0 RTP/AVP 96\r\na=control:two\r\n", 96, "rtsp://cam/1/two")]
    [InlineData("m=video 0 RTP/AVP 97\r\na=control:one\r\na=inactive\r\nm=audio 0 RTP/AVP 0\r\na=control:sound\r\n", 97, "rtsp://cam/1/one")]
    [InlineData("m=video 0 RTP/AVP 97\r\na=control:one\r\nm=video 0 RTP/AVP 96\r\na=control:two\r\n", 97, "rtsp://cam/1/one")]
    public void Description_OfSeveralVideos_GivesTheFirstThatIsOn(string text, int type, string control)
    {
        var media = RtspMedia.Read(text, "rtsp://cam/1")!;
        Assert.Equal((type, control), (media.PayloadType, media.Control));
    }

    /// <summary>A decoder that comes between two key frames, as another one has just gone, begins with the key frame before.</summary>
    [Fact]
    public async Task Queue_WhoseReaderComesAgainBetweenKeyFrames_BeginsWithTheLastOne()
    {
        using var queue = new RtpQueue(_time, keeps: true);
        var splicer = new RtpSplicer(Media(), queue, _time);
        AddFrames(0, 3);
        queue.Wake();
        Assert.Equal(3, (await ReadAsync()).Count);
        AddFrames(3, 7);
        Assert.Equal(4, (await ReadAsync()).Count);
        queue.Rest();
        AddFrames(7, 8);
        _time.Advance(RtpQueue.ShownAge);
        AddFrames(8, 9);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((4, 3), queue.Wake());
        Assert.Equal([Idr, Trail, Trail, Trail], await ReadAsync());

        // What the reader has still to read before the next key frame is not taken from it.
        AddFrames(9, 11);
        Assert.Equal([Trail, Idr], await ReadAsync());
        queue.Rest();
        Assert.Equal((1, 0), queue.Wake());

        void AddFrames(int from, int to)
        {
            for (var n = from; n < to; n++)
            {
                Add(splicer, (uint)(n * 3600), Unit(n % 5 == 0 ? Idr : Trail));
            }
        }

        async Task<List<int>> ReadAsync()
        {
            var batch = new byte[1 << 12];
            return [.. Split(batch.AsMemory(0, await queue.TakeAsync(batch, Cancellation))).Select(packet => packet[RtpPacket.HeaderBytes] >> 1)];
        }
    }

    [Fact]
    public void Queue_ThatCannotKeepWhatIsBetweenKeyFrames_SaysSoAndGoesOn()
    {
        var forgotten = 0;
        using var queue = new RtpQueue(_time, keeps: true) { OnForgotten = () => forgotten++ };
        var splicer = new RtpSplicer(Media(), queue, _time);
        queue.Rest();
        for (var n = 0; n < 210; n++)
        {
            Add(splicer, (uint)(n * 3600), [.. Unit(n == 0 ? Idr : Trail), .. new byte[60_000]]);
        }

        Assert.Equal(1, forgotten);
        Add(splicer, 999 * 3600, Unit(Idr));
        Assert.Equal((1, 0), queue.Wake());
    }

    private static RtpRole Role(byte[] payload) => RtpKeys.RoleOf("H265", payload, isNewFrame: true);

    private static byte[] Head(int type) => [(byte)(type << 1), 1];

    private static byte[] Unit(int type) => [.. Head(type), 7, 7, 7];

    private static byte[] Together(params byte[][] units) =>
        [.. Head(Several), .. units.SelectMany(unit => (byte[])[0, (byte)unit.Length, .. unit])];

    private static uint RtpPacketTimestamp(byte[] packet) => RtpPacket.Timestamp(packet);

    private static RtspMedia Media() => RtspMedia.Read("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\n", "rtsp://cam/1")!;

    private static async Task<List<byte[]>> TakeAllAsync(RtpQueue queue)
    {
        var (batch, packets) = (new byte[1 << 17], new List<byte[]>());
        while (true)
        {
            var taking = queue.TakeAsync(batch, Cancellation);
            if (!taking.IsCompleted)
            {
                // A packet that nobody waits for any more ends it.
                queue.Add([]);
                await taking;
                return packets;
            }

            packets.AddRange(Split(batch.AsMemory(0, await taking)));
        }
    }

    private static IEnumerable<byte[]> Split(ReadOnlyMemory<byte> batch)
    {
        while (batch.Length > 0)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(batch.Span[2..]);
            yield return batch.Slice(4, length).ToArray();
            batch = batch[(4 + length)..];
        }
    }

    private void Add(RtpSplicer splicer, uint time, byte[] payload)
    {
        var packet = new byte[RtpPacket.HeaderBytes + payload.Length];
        (packet[0], packet[1]) = (0x80, 96);
        RtpPacket.Write(packet, _number++, time, 7);
        payload.CopyTo(packet, RtpPacket.HeaderBytes);
        splicer.Add(packet);
    }
}
