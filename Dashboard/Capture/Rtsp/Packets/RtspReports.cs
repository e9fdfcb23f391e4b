using System.Buffers.Binary;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>Reports of what was received (RFC 3550, section 6.4): some cameras stop sending to who makes none. Safe for two threads.</summary>
internal sealed class RtspReports
{
    private const int SenderReport = 200;
    private const int Bye = 203;
    private readonly uint _own = (uint)Random.Shared.Next(1, int.MaxValue);
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _source, _highest, _senderTime;
    private bool _hasAny;

    /// <summary>Completes when the camera says that it stops.</summary>
    public Task Over => _over.Task;

    public void RecordPacket(ReadOnlySpan<byte> packet)
    {
        if (!RtpPacket.IsValid(packet))
        {
            return;
        }

        lock (_lock)
        {
            var step = (short)(ushort)(RtpPacket.Sequence(packet) - _highest);
            _highest = !_hasAny ? RtpPacket.Sequence(packet) : step > 0 ? _highest + (uint)step : _highest;
            (_source, _hasAny) = (RtpPacket.Source(packet), true);
        }
    }

    public void RecordReport(ReadOnlySpan<byte> report)
    {
        while (report.Length >= 8 && report[0] >> 6 == 2)
        {
            if (report[1] == SenderReport && report.Length >= 16)
            {
                lock (_lock)
                {
                    _senderTime = BinaryPrimitives.ReadUInt32BigEndian(report[10..]);
                }
            }

            if (report[1] == Bye)
            {
                _over.TrySetResult();
            }

            report = report[Math.Min(report.Length, 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(report[2..])))..];
        }
    }

    /// <summary>A report with a name; null: nothing has come.</summary>
    public byte[]? Write()
    {
        lock (_lock)
        {
            if (!_hasAny)
            {
                return null;
            }

            var report = new byte[32 + 16];
            (report[0], report[1], report[3]) = (0x81, 201, 7);
            BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(4), _own);
            BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(8), _source);
            BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(16), _highest);
            BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(24), _senderTime);
            (report[32], report[33], report[35]) = (0x81, 202, 3);
            BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(36), _own);
            (report[40], report[41]) = (1, 4);
            "here"u8.CopyTo(report.AsSpan(42));
            return report;
        }
    }
}
