namespace Dashboard.Capture.Http.Joining;

/// <summary>Joins MPEG transport streams (ISO 13818-1): packets of 188 bytes, each of a numbered part, of which the video is one.</summary>
internal sealed class TransportStreamJoiner(TimeProvider time) : VideoJoiner
{
    public const int PacketBytes = 188;
    private const byte Sync = 0x47;
    private const int Programs = 0, Parts = 1;

    // A camera that renews its picture piece by piece has no key frames.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private readonly byte[] _packet = new byte[PacketBytes];
    private int _length;
    private int? _video, _parts;
    private (int Part, byte Kind)? _told;
    private bool _tellsEntries, _isWaiting, _isLater;
    private long _brokenAt;

    public static bool IsOne(ReadOnlySpan<byte> start) => start.Length > PacketBytes && start[0] == Sync && start[PacketBytes] == Sync;

    /// <inheritdoc/>
    public override bool GoesOn(ReadOnlySpan<byte> start) => IsOne(start);

    /// <inheritdoc/>
    public override bool Add(ReadOnlySpan<byte> bytes, VideoFeeds output)
    {
        while (bytes.Length > 0)
        {
            if (_length == 0 && bytes[0] != Sync)
            {
                var next = bytes.IndexOf(Sync);
                bytes = next < 0 ? [] : bytes[next..];
                continue;
            }

            var taken = Math.Min(bytes.Length, PacketBytes - _length);
            bytes[..taken].CopyTo(_packet.AsSpan(_length));
            bytes = bytes[taken..];
            _length += taken;
            if (_length == PacketBytes)
            {
                _length = 0;
                AddPacket(_packet, output);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Break()
    {
        // A part of a packet is of no use. Without a mark at its key frames the camera's next picture has to do.
        (_length, _isWaiting, _isLater, _parts, _brokenAt) = (0, _tellsEntries, true, null, time.GetTimestamp());
    }

    private void AddPacket(ReadOnlySpan<byte> packet, VideoFeeds output)
    {
        var part = (packet[1] & 0x1F) << 8 | packet[2];
        var begins = (packet[1] & 0x40) != 0;
        var hasExtra = (packet[3] & 0x20) != 0;

        // The marks stand in the first byte behind the length of what goes before the content: 0x40 means that it can be entered here.
        var isEntry = begins && hasExtra && packet[4] > 0 && (packet[5] & 0x40) != 0;
        var content = packet[Math.Min(PacketBytes, hasExtra ? 5 + packet[4] : 4)..];
        if (begins && (part == Programs || part == _parts))
        {
            ReadTable(part, packet, content, output);
        }
        else if (begins && content is [0, 0, 1, >= 0xE0 and <= 0xEF, ..])
        {
            _video ??= part;
        }

        if (part == _video)
        {
            _tellsEntries |= isEntry;
            _isWaiting &= !isEntry && time.GetElapsedTime(_brokenAt) <= MaxWait;
            if (_isWaiting)
            {
                return;
            }

            if (begins)
            {
                output.BeginPicture(isEntry);
            }
        }

        output.Write(packet);
    }

    private void ReadTable(int part, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> content, VideoFeeds output)
    {
        if (part == Programs)
        {
            _parts = TransportTables.PartsOf(content) ?? _parts;
            output.Remember(Programs, packet);
            return;
        }

        if (TransportTables.VideoOf(content) is { } told)
        {
            if (_isLater && _told is { } before && before != told)
            {
                (_video, _tellsEntries, _isWaiting) = (told.Part, false, false);
                output.Forget(Parts);
                output.Change();
            }

            (_told, _isLater) = (told, false);
        }

        output.Remember(Parts, packet);
    }
}
