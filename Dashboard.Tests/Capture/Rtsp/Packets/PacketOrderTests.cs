using Dashboard.Capture.Rtsp.Packets;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Rtsp.Packets;

public sealed class PacketOrderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<int> _given = [];
    private readonly PacketOrder _order;

    public PacketOrderTests() => _order = new PacketOrder(packet => _given.Add(RtpPacket.Sequence(packet.Span)), _time);

    [Fact]
    public void Packets_ThatOvertookOthers_AreGivenInTheirOrder_AlsoWhereNumbersBeginAnew()
    {
        Add(65_533, 65_535, 65_534, 1, 0, 2);
        Assert.Equal([65_533, 65_534, 65_535, 0, 1, 2], _given);
        Assert.Equal(0, _order.Lost);
        Assert.Null(_order.Wait);
    }

    /// <summary>A camera may send five packets a second: what follows is not kept until dozens of them have come.</summary>
    [Fact]
    public void Packet_ThatIsLost_IsWaitedForATenthOfASecond_AndCounted()
    {
        Add(10, 12, 13);
        Assert.Equal([10], _given);
        _time.Advance(PacketOrder.MaxWait / 2);
        _order.Flush();
        Assert.Equal([10], _given);
        Assert.Equal(PacketOrder.MaxWait / 2, _order.Wait);

        _time.Advance(PacketOrder.MaxWait / 2);
        _order.Flush();
        Assert.Equal([10, 12, 13], _given);
        Assert.Equal(1, _order.Lost);
        Assert.Null(_order.Wait);

        // It comes all the same: too late.
        Add(11, 14);
        Assert.Equal([10, 12, 13, 14], _given);
    }

    [Fact]
    public void Packets_AreNotWaitedForLonger_BecauseOthersAreMissingBehindThem()
    {
        Add(10, 12);
        _time.Advance(PacketOrder.MaxWait / 2);
        Add(15);
        _time.Advance(PacketOrder.MaxWait / 2);
        _order.Flush();
        Assert.Equal([10, 12], _given);
        Assert.Equal(PacketOrder.MaxWait / 2, _order.Wait);
        _time.Advance(PacketOrder.MaxWait / 2);
        _order.Flush();
        Assert.Equal([10, 12, 15], _given);
        Assert.Equal(3, _order.Lost);
    }

    [Fact]
    public void ManyPackets_BehindOneThatIsLost_AreNotKept()
    {
        Add([10, .. Enumerable.Range(12, 40)]);
        Assert.Equal([10, .. Enumerable.Range(12, 40)], _given);
        Assert.Equal(1, _order.Lost);
    }

    private void Add(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            var packet = new byte[20];
            packet[0] = 0x80;
            RtpPacket.Write(packet, (ushort)number, 0, 7);
            _order.Add(packet);
        }
    }
}
