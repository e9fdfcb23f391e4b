using System.Buffers.Binary;
using Dashboard.Cameras;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>Reports of what was received (RFC 3550, section 6.4): some cameras stop sending to who makes none. Safe for two threads.</summary>
internal sealed class RtspReports
{
    private const int SenderReport = 200;
    private const int Bye = 203;
    private readonly uint _own = (uint)Random.Shared.Next(1, int.MaxValue);
    private readonly Lock _lock = new();
    private uint _source, _highest, _senderTime;
    private bool _hasAny;

    /// <summary>The camera has said that it stops.</summary>
    public bool IsOver { get; private set; }

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

            IsOver |= report[1] == Bye;
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

/// <summary>Tells when a stream is silent: longer than a few times the longest pause that it made so far.</summary>
internal sealed class RtspSilence(TimeProvider time)
{
    private static readonly TimeSpan MinSilence = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(2);
    private TimeSpan _first, _maxGap, _recentGap, _gapBefore;
    private long _last, _recentSince;
    private bool _hasAny;

    public void Begin(TimeSpan maxFirst) => (_first, _last) = (maxFirst, time.GetTimestamp());

    public void Came()
    {
        var passed = time.GetElapsedTime(_last);
        _maxGap = _hasAny && passed > _maxGap ? passed : _maxGap;
        if (time.GetElapsedTime(_recentSince) > Recent)
        {
            (_gapBefore, _recentGap, _recentSince) = (_recentGap, TimeSpan.Zero, time.GetTimestamp());
        }

        _recentGap = _hasAny && passed > _recentGap ? passed : _recentGap;
        (_last, _hasAny) = (time.GetTimestamp(), true);
    }

    public bool IsSilentFor(TimeSpan span) => time.GetElapsedTime(_last) > span;

    /// <summary>Whether it is silent for longer than it usually is, of late.</summary>
    /// <param name="min">No silence that is shorter counts.</param>
    public bool IsQuiet(TimeSpan min)
    {
        var usual = 3 * (_recentGap > _gapBefore ? _recentGap : _gapBefore);
        return IsSilentFor(usual < min ? min : usual < MinSilence ? usual : MinSilence);
    }

    public void ThrowIfSilent()
    {
        var maxSilence = !_hasAny ? _first
            : 4 * _maxGap < MinSilence ? MinSilence
            : 4 * _maxGap > MaxSilence ? MaxSilence
            : 4 * _maxGap;
        if (IsSilentFor(maxSilence))
        {
            throw _hasAny
                ? new CaptureException("A picture of the camera is late: check the network.")
                : new OtherWayException(new CaptureException(CameraErrorMessages.NoPicture));
        }
    }
}
