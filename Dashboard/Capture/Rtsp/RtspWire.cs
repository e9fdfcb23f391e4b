using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Dashboard.Capture.Rtsp;

/// <summary>What comes over a connection of RTSP: a message, or a packet of a channel.</summary>
/// <param name="Message">Null: it is a packet.</param>
/// <param name="Channel">Of a packet.</param>
/// <param name="Packet">Valid, and the taker's to change, until the next one is read.</param>
internal readonly record struct RtspItem(RtspMessage? Message, int Channel, Memory<byte> Packet);

/// <summary>
/// Reads and writes messages of RTSP and the packets between them. One reader, any number of writers. What is neither is passed over, as some
/// cameras leave stray bytes behind a packet whose length was wrong.
/// </summary>
internal sealed class RtspWire(Stream stream) : IAsyncDisposable
{
    private const int MaxHead = 16 << 10;
    private const int MaxBody = 64 << 10;
    private const int MaxNoise = 1 << 20;
    private readonly byte[] _data = new byte[MaxHead + MaxBody + (16 << 10)];
    private readonly SemaphoreSlim _writing = new(1);
    private int _begin, _end, _noise;
    private bool _isKnown;

    /// <summary>The next item; null: the other side has hung up. Throws <see cref="InvalidDataException"/> where it speaks something else.</summary>
    public async ValueTask<RtspItem?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_begin < _end)
            {
                var before = _begin;
                if (Take() is { } item)
                {
                    _isKnown = true;
                    return item;
                }

                if (_begin == before)
                {
                    break;
                }
            }

            if (_begin > 0)
            {
                Buffer.BlockCopy(_data, _begin, _data, 0, _end - _begin);
                (_begin, _end) = (0, _end - _begin);
            }

            var read = await stream.ReadAsync(_data.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(data, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public Task WriteAsync(string message, CancellationToken cancellationToken) =>
        WriteAsync(Encoding.UTF8.GetBytes(message), cancellationToken);

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private RtspItem? Take()
    {
        var rest = _data.AsMemory(_begin, _end - _begin);
        if (rest.Span[0] == '$')
        {
            if (rest.Length < 4 || BinaryPrimitives.ReadUInt16BigEndian(rest.Span[2..]) is var length && rest.Length < 4 + length)
            {
                return null;
            }

            _begin += 4 + length;
            return new RtspItem(null, rest.Span[1], rest.Slice(4, length));
        }

        var line = rest.Span.IndexOf((byte)'\n');
        if (line < 0 && rest.Length < 1024 && char.IsAsciiLetter((char)rest.Span[0]))
        {
            return null;
        }

        return line > 0 && IsStart(Encoding.Latin1.GetString(rest.Span[..line])) ? TakeMessage(rest) : Skip(rest.Span);
    }

    private static bool IsStart(string line) =>
        line.StartsWith("RTSP/", StringComparison.Ordinal) || line.StartsWith("HTTP/", StringComparison.Ordinal)
        || line.TrimEnd().EndsWith("RTSP/1.0", StringComparison.Ordinal);

    private RtspItem? TakeMessage(Memory<byte> rest)
    {
        var (end, gap) = (rest.Span.IndexOf("\r\n\r\n"u8), 4);
        if (end < 0)
        {
            (end, gap) = (rest.Span.IndexOf("\n\n"u8), 2);
        }

        if (end < 0 || end > MaxHead)
        {
            return rest.Length <= MaxHead ? null : throw new InvalidDataException("too long for an RTSP message");
        }

        var head = Encoding.Latin1.GetString(rest.Span[..end]);
        var message = RtspMessage.Read(head, "");
        _ = int.TryParse(message.Find("Content-Length"), CultureInfo.InvariantCulture, out var length);
        if (length is < 0 or > MaxBody)
        {
            throw new InvalidDataException("too long for an RTSP message");
        }

        if (rest.Length < end + gap + length && !message.IsHttp)
        {
            return null;
        }

        // The body of a web server's answer is not for us: it may be endless, or not be there.
        length = message.IsHttp ? 0 : length;
        _begin += end + gap + length;
        return new RtspItem(length == 0 ? message : RtspMessage.Read(head, Encoding.UTF8.GetString(rest.Span.Slice(end + gap, length))), 0, default);
    }

    private RtspItem? Skip(ReadOnlySpan<byte> rest)
    {
        var isBlank = rest[0] is (byte)'\r' or (byte)'\n';
        var next = rest[1..].IndexOfAny((byte)'$', (byte)'R');
        var skipped = isBlank ? 1 : next < 0 ? rest.Length : next + 1;
        _begin += skipped;
        _noise += skipped;
        return (_isKnown || isBlank) && _noise < MaxNoise ? null : throw new InvalidDataException("not RTSP");
    }
}
