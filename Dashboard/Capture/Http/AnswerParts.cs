namespace Dashboard.Capture.Http;

/// <summary>Looks into an answer of several parts (multipart), of which each has headers and a blank line before what it carries.</summary>
internal static class AnswerParts
{
    /// <summary>Whether an answer is one of parts.</summary>
    /// <param name="start">All that has come.</param>
    /// <param name="content">Of the first part that carries something, as far as it has come; empty: none does.</param>
    public static bool FindContent(ReadOnlySpan<byte> start, out ReadOnlySpan<byte> content)
    {
        content = default;
        var rest = start.TrimStart("\r\n"u8);
        var end = rest.IndexOf((byte)'\n');
        if (!rest.StartsWith("--"u8) || end < 0)
        {
            return false;
        }

        var boundary = rest[..end].TrimEnd((byte)'\r');
        while (rest.StartsWith(boundary))
        {
            var (head, blank) = (rest.IndexOf("\r\n\r\n"u8), 4);
            if (head < 0)
            {
                (head, blank) = (rest.IndexOf("\n\n"u8), 2);
            }

            if (head < 0)
            {
                return true;
            }

            rest = rest[(head + blank)..].TrimStart("\r\n"u8);
        }

        content = rest.IndexOf(boundary) is var next and >= 0 ? rest[..next] : rest;
        return true;
    }
}

/// <summary>
/// Counts parts that carry nothing, by what stands between pictures: headers, their blank line, and a boundary right behind it. It is given all of
/// that byte by byte.
/// </summary>
internal struct EmptyParts
{
    private int _line, _dashes;
    private bool _isHeader, _isHead, _hasHeaders, _isBehind;

    /// <summary>So many since the last <see cref="Take"/>.</summary>
    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            Add(one);
        }
    }

    /// <summary>A picture stands there.</summary>
    public void Break() => this = new EmptyParts { Count = Count };

    public int Take()
    {
        var count = Count;
        Count = 0;
        return count;
    }

    private void Add(byte one)
    {
        if (one == '\r')
        {
            return;
        }

        if (one == '\n')
        {
            EndLine();
            return;
        }

        _line++;
        _isHeader |= one == ':' && _line > 1 && _dashes == 0;
        _dashes += one == '-' && _dashes == _line - 1 ? 1 : 0;
        if (_isBehind && _dashes == 2)
        {
            (Count, _isBehind) = (Count + 1, false);
        }

        _isBehind &= _dashes == _line;
    }

    // Headers follow a boundary: what carries text may have lines that look like them.
    private void EndLine()
    {
        if (_line > 0)
        {
            (_isHead, _hasHeaders) = _dashes >= 2 ? (true, false) : (_isHead, _hasHeaders || (_isHead && _isHeader));
        }
        else if (_hasHeaders)
        {
            (_isHead, _hasHeaders, _isBehind) = (false, false, true);
        }

        (_line, _dashes, _isHeader) = (0, 0, false);
    }
}
