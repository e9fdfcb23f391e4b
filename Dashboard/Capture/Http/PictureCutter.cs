using System.Buffers.Binary;

namespace Dashboard.Capture.Http;

/// <summary>
/// Cuts pictures out of bytes as they come, by the pictures' own marks: what a camera says about types, lengths and boundaries is left aside, so a
/// single picture, a stream with part headers and one without are the same. A JPEG that breaks off where the next one begins is given as it is:
/// the decoder judges it. Not thread-safe.
/// </summary>
internal sealed class PictureCutter
{
    public const int MaxPictureBytes = 32 << 20;

    private const int FirstBytes = 256 << 10;
    private byte[] _data = new byte[FirstBytes];
    private int _begin, _end, _at;
    private Place _place;
    private EmptyParts _empty;

    private enum Place
    {
        /// <summary>Between pictures.</summary>
        Outside,

        /// <summary>At a marker of a JPEG.</summary>
        Marker,

        /// <summary>In what a JPEG has between markers.</summary>
        Scan,

        /// <summary>At a chunk of a PNG.</summary>
        Chunk,
    }

    /// <summary>What has come and was not given: at the end of an answer a picture without its last mark, or one of another kind.</summary>
    public ReadOnlyMemory<byte> Rest => IsInside ? WithoutText(_end) : _data.AsMemory(_begin, _end - _begin);

    /// <summary>Whether a picture has begun.</summary>
    public bool IsInside => _place != Place.Outside;

    /// <summary>Parts without a picture that have come since the last <see cref="TakeEmpty"/>.</summary>
    public int Empty => _empty.Count;

    public bool IsTooLarge => _end - _begin > MaxPictureBytes;

    /// <summary>How many parts without a picture have come since it was asked last.</summary>
    public int TakeEmpty() => _empty.Take();

    /// <summary>Forgets all that came: another answer begins.</summary>
    public void Clear()
    {
        _empty = default;
        (_begin, _end, _at, _place) = (0, 0, 0, Place.Outside);
        if (_data.Length > 16 * FirstBytes)
        {
            _data = new byte[FirstBytes];
        }
    }

    /// <summary>Where the next bytes go. What was given before is no longer valid.</summary>
    public Memory<byte> Room(int atLeast)
    {
        if (_data.Length - _end < atLeast)
        {
            var rest = _end - _begin;
            var target = rest + atLeast > _data.Length / 2 ? new byte[Math.Max(2 * _data.Length, rest + atLeast)] : _data;
            Buffer.BlockCopy(_data, _begin, target, 0, rest);
            (_data, _at, _begin, _end) = (target, _at - _begin, 0, rest);
        }

        return _data.AsMemory(_end);
    }

    /// <summary>So many bytes were put there.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Whether a picture begins in what has come; what stands before it is not let go.</summary>
    public bool FindStart()
    {
        var (begin, at, empty) = (_begin, _at, _empty);
        while (_place == Place.Outside && Find() != Step.NeedsMore)
        {
        }

        var found = IsInside;
        (_begin, _at, _place, _empty) = (begin, at, Place.Outside, empty);
        return found;
    }

    /// <summary>The next whole picture; null: more bytes are needed. It is valid until <see cref="Room"/> is asked for.</summary>
    public ReadOnlyMemory<byte>? Take()
    {
        while (true)
        {
            var next = _place switch
            {
                Place.Outside => Find(),
                Place.Marker => PassMarker(),
                Place.Scan => PassScan(),
                _ => PassChunk(),
            };
            switch (next)
            {
                case Step.Whole:
                    var picture = _data.AsSpan(_begin, _at - _begin) is [.., 0xFF, 0xD9] || _place == Place.Chunk
                        ? _data.AsMemory(_begin, _at - _begin)
                        : WithoutText(_at);
                    (_begin, _place) = (_at, Place.Outside);
                    return picture;
                case Step.NeedsMore:
                    if (_place == Place.Outside)
                    {
                        _begin = _at;
                    }

                    return null;
            }
        }
    }

    // What stands between a picture without its last mark and the next one: a line of dashes and part headers.
    private ReadOnlyMemory<byte> WithoutText(int end)
    {
        const int maxTail = 1024;
        var picture = _data.AsMemory(_begin, end - _begin);
        var tail = picture[Math.Max(0, picture.Length - maxTail)..];
        var dashes = tail.Span.LastIndexOf("\r\n--"u8);
        return dashes >= 0 && !tail.Span[dashes..].ContainsAnyExceptInRange((byte)'\n', (byte)'~')
            ? picture[..(picture.Length - tail.Length + dashes)]
            : picture;
    }

    private enum Step
    {
        GoOn,
        NeedsMore,
        Whole,
    }

    private Step Find()
    {
        var found = _data.AsSpan(_at, _end - _at).IndexOfAny((byte)0xFF, (byte)0x89);
        var at = found < 0 ? _end : _at + found;
        _empty.Add(_data.AsSpan(_at, at - _at));
        _at = at;
        if (_end - _at < 8)
        {
            return Step.NeedsMore;
        }

        var start = _data.AsSpan(_at);
        if (start is [0xFF, 0xD8, 0xFF, ..])
        {
            (_begin, _at, _place) = (_at, _at + 2, Place.Marker);
            _empty.Break();
        }
        else if (start is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..])
        {
            (_begin, _at, _place) = (_at, _at + 8, Place.Chunk);
            _empty.Break();
        }
        else
        {
            _empty.Add(start[..1]);
            _at++;
        }

        return Step.GoOn;
    }

    private Step PassMarker()
    {
        if (_end - _at < 2)
        {
            return Step.NeedsMore;
        }

        var kind = _data[_at + 1];
        switch (kind)
        {
            case 0xD9:
                _at += 2;
                return Step.Whole;
            case 0xD8:
                // The next one begins where this one has not ended. It stays outside of this one.
                return Step.Whole;
            case 0xFF:
                _at++;
                return Step.GoOn;
            case < 0xC0 or (>= 0xD0 and <= 0xD7):
                // Data, or nothing that a picture has: of one that was cut, the last byte.
                (_at, _place) = (_at + 1, Place.Scan);
                return Step.GoOn;
        }

        if (_end - _at < 4)
        {
            return Step.NeedsMore;
        }

        var next = _at + 2 + Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(_at + 2)));
        if (next > _end)
        {
            return Step.NeedsMore;
        }

        (_at, _place) = (next, Place.Scan);
        return Step.GoOn;
    }

    // Also between two segments: some cameras leave stray bytes there.
    private Step PassScan()
    {
        var found = _data.AsSpan(_at, _end - _at).IndexOf((byte)0xFF);
        _at = found < 0 ? _end : _at + found;
        if (found < 0)
        {
            return Step.NeedsMore;
        }

        _place = Place.Marker;
        return Step.GoOn;
    }

    private Step PassChunk()
    {
        if (_end - _at < 12)
        {
            return Step.NeedsMore;
        }

        var chunk = _data.AsSpan(_at);
        var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        if (length > MaxPictureBytes)
        {
            (_begin, _place) = (_at, Place.Outside);
            return Step.GoOn;
        }

        if (_end - _at < 12 + length)
        {
            return Step.NeedsMore;
        }

        var isLast = chunk[4..8].SequenceEqual("IEND"u8);
        _at += 12 + (int)length;
        return isLast ? Step.Whole : Step.GoOn;
    }
}
