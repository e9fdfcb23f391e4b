using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Cameras;

/// <summary>
/// What a camera on the web answers, with heads that HTTP allows: cheap cameras leave empty lines before an answer, header lines without a colon and
/// first lines of other protocols (<c>ICY 200 OK</c>), for which <see cref="HttpClient"/> takes none of the answer. Lines that cannot be understood
/// are left out; bodies pass as they are. One question after the other, as HTTP/1.1 is asked.
/// </summary>
internal sealed partial class MendedHeads(Stream line) : Stream
{
    private const int MaxHead = 32 << 10;
    private static readonly TimeSpan MaxBodyTime = TimeSpan.FromMilliseconds(30);
    private static readonly byte[] Empty = "\r\nContent-Length: 0\r\n"u8.ToArray();
    private byte[] _head = new byte[4 << 10];
    private int _begin, _length;

    // What is read before it is asked for: whether something comes that should not.
    private byte[] _early = [];
    private Task<int>? _reading;

    // A question has been sent, and its answer has not begun.
    private volatile bool _isAwaited;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_length > 0)
        {
            return Give(buffer.Span);
        }

        var read = await ReadLineAsync(buffer, cancellationToken);

        // Who reads may have begun to before the question was sent.
        if (read == 0 || !_isAwaited)
        {
            return _length > 0 ? Give(buffer.Span) : read;
        }

        if (_length == 0)
        {
            Keep(buffer.Span[..read]);
        }

        while (!TryMend() && _length < MaxHead && (read = await line.ReadAsync(_head.AsMemory(_length), cancellationToken)) > 0)
        {
            _length += read;
            if (_length == _head.Length)
            {
                Array.Resize(ref _head, 2 * _length);
            }
        }

        _isAwaited = false;
        await AddBodyAsync(cancellationToken);
        return Give(buffer.Span);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _isAwaited = true;
        return line.WriteAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => line.FlushAsync(cancellationToken);

    public override void Flush() => line.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await line.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>The head of an answer, with its empty line, as <see cref="HttpClient"/> takes it.</summary>
    internal static string Mend(string head)
    {
        var lines = head.Split('\n').Select(one => one.TrimEnd('\r')).ToList();
        var begin = lines.FindIndex(one => FirstLine().IsMatch(one));
        if (begin < 0)
        {
            return head;
        }

        var first = FirstLine().Match(lines[begin]);

        var version = first.Groups[1].Success ? first.Groups[1].Value : "1.0";
        var mended = new StringBuilder($"HTTP/{version} {first.Groups[2].Value} {first.Groups[3].Value.Trim()}\r\n");
        var isKept = false;
        List<string> lengths = [];
        foreach (var one in lines.Skip(begin + 1).TakeWhile(one => one.Length > 0))
        {
            var isContinued = one[0] is ' ' or '\t';
            isKept = isContinued ? isKept : Header().IsMatch(one);
            if (SaidLength().Match(one) is { Success: true } said)
            {
                lengths.AddRange(said.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));
                isKept = false;
            }

            if (isKept)
            {
                mended.Append(one).Append("\r\n");
            }
        }

        // It may stand there twice (RFC 9110, section 8.6). Of several that differ none is believed: the end of a picture is seen.
        if (lengths.Distinct(StringComparer.Ordinal).ToList() is [var length])
        {
            mended.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        }

        return mended.Append("\r\n").ToString();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            line.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads into the buffer, or, where that was begun before, what is kept.</summary>
    private async ValueTask<int> ReadLineAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_reading is not { } reading)
        {
            return await line.ReadAsync(buffer, cancellationToken);
        }

        var read = await reading.WaitAsync(cancellationToken);
        _reading = null;
        Keep(_early.AsSpan(0, read));
        return read;
    }

    /// <summary>Some cameras say that a picture has no bytes, and send it: what comes right behind such a head is its body.</summary>
    private async Task AddBodyAsync(CancellationToken cancellationToken)
    {
        var end = EndOfHead();
        var said = end == 0 || !_head.AsSpan(0, end).StartsWith("HTTP/1.1 200"u8) ? -1 : _head.AsSpan(0, end).IndexOf(Empty);
        if (said < 0)
        {
            return;
        }

        var read = 0;
        if (end == _length)
        {
            _early = new byte[4 << 10];
            var reading = line.ReadAsync(_early, CancellationToken.None).AsTask();
            await Task.WhenAny(reading, Task.Delay(MaxBodyTime, cancellationToken));
            if (!reading.IsCompletedSuccessfully || (read = await reading) == 0)
            {
                _reading = reading;
                _ = reading.ContinueWith(failed => failed.Exception, TaskScheduler.Default);
                return;
            }
        }

        // Its last mark tells where it ends.
        Keep([.. _head.AsSpan(0, said), .. _head.AsSpan(said + Empty.Length - 2, _length - said - Empty.Length + 2), .. _early.AsSpan(0, read)]);
    }

    private bool TryMend()
    {
        if (_head.AsSpan(0, _length) is [0xFF, 0xD8, 0xFF, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', ..])
        {
            // As HTTP/0.9 has it: what is asked for, and nothing else.
            Keep([.. "HTTP/1.0 200 OK\r\n\r\n"u8, .. _head.AsSpan(0, _length)]);
            return true;
        }

        while (EndOfHead() is > 0 and var end)
        {
            var mended = Mend(Encoding.Latin1.GetString(_head, 0, end));
            var body = _head.AsSpan(end, _length - end).ToArray();

            // One that tells to wait comes before the answer, and nobody needs it.
            var isBefore = mended.StartsWith("HTTP/1.1 1", StringComparison.Ordinal);
            Keep(isBefore ? body : [.. Encoding.Latin1.GetBytes(mended), .. body]);
            if (!isBefore)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the body begins; 0: the head is not whole.</summary>
    private int EndOfHead()
    {
        var have = _head.AsSpan(0, _length);
        var begin = have.IndexOfAnyExcept((byte)'\r', (byte)'\n');
        if (begin < 0)
        {
            return 0;
        }

        // An empty line, with as many returns at its end as there are.
        for (var line = have[begin..].IndexOf((byte)'\n'); line >= 0 && line + begin + 1 < have.Length;)
        {
            begin += line + 1;
            line = have[begin..].IndexOf((byte)'\n');
            if (line >= 0 && have.Slice(begin, line).IndexOfAnyExcept((byte)'\r') < 0)
            {
                return begin + line + 1;
            }
        }

        return 0;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _begin = 0;
        if (_head.Length <= bytes.Length)
        {
            _head = new byte[bytes.Length + (4 << 10)];
        }

        bytes.CopyTo(_head);
        _length = bytes.Length;
    }

    private int Give(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, _length - _begin);
        _head.AsSpan(_begin, length).CopyTo(buffer);
        _begin += length;
        if (_begin == _length)
        {
            (_begin, _length) = (0, 0);
        }

        return length;
    }

    // A byte order mark may stand before it.
    [GeneratedRegex(@"\A(?:\u00EF\u00BB\u00BF)?\s*(?:HTTP/(1\.[01])|HTTP/?[\d.]*|ICY)\s+(\d{3})(?!\d)(.*)\z", RegexOptions.IgnoreCase)]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"\AContent-Length[ \t]*:[ \t]*([\d \t,]*\d)[ \t]*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SaidLength();

    // A token of RFC 9110, section 5.6.2.
    [GeneratedRegex(@"\A[\w!#$%&'*+.^`|~-]+[ \t]*:", RegexOptions.ECMAScript)]
    private static partial Regex Header();
}
