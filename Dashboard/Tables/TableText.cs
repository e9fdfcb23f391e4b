using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Dashboard.Tables;

/// <summary>
/// The text of a file as spreadsheets write it: UTF-8 with or without a mark, UTF-16 in either order, and Windows-1252 for what is no UTF-8. Read
/// as it comes, however long it is; what is no text is told by its beginning.
/// </summary>
internal sealed class TableText : IDisposable
{
    private const int PeekedBytes = 1 << 16;

    // Of a text, tabs and line ends aside; of a binary file, one in ten is.
    private const int MaxControlShare = 25;

    private const string NoTable = "The file is not a table but a picture, an archive or similar; save a table as “CSV UTF-8” and import that.";

    private static readonly byte[][] Workbooks = [[(byte)'P', (byte)'K', 3, 4], [0xD0, 0xCF, 0x11, 0xE0]];

    // Their few control characters do not tell JPEG, PNG, GIF, WebP and gzip where they begin.
    private static readonly byte[][] Pictures = [[0xFF, 0xD8, 0xFF], [0x89, .. "PNG"u8], [.. "GIF8"u8], [.. "RIFF"u8], [0x1F, 0x8B]];

    private TableText(StreamReader reader, string beginning, string? error) => (Reader, Beginning, Error) = (reader, beginning, error);

    /// <summary>The whole text.</summary>
    public StreamReader Reader { get; }

    /// <summary>What it begins with, by which it is told what stands between its fields.</summary>
    public string Beginning { get; }

    /// <summary>Why it is no table; null: it may be one.</summary>
    public string? Error { get; }

    /// <summary>Looks at a file; the stream stays open.</summary>
    public static async Task<TableText> OpenAsync(Stream file, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: PeekedBytes, leaveOpen: true));
        var read = (await pipe.ReadAtLeastAsync(PeekedBytes, cancellationToken)).Buffer;
        var peeked = read.Slice(0, Math.Min(read.Length, PeekedBytes)).ToArray();
        var encoding = EncodingOf(peeked, out var mark);
        pipe.AdvanceTo(read.GetPosition(mark));
        using var beginning = new StreamReader(
            new MemoryStream(peeked, mark, peeked.Length - mark), LenientOf(encoding), detectEncodingFromByteOrderMarks: false);
        var text = await beginning.ReadToEndAsync(cancellationToken);
        return new TableText(
            new StreamReader(pipe.AsStream(), encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16), text, FindError(peeked, text));
    }

    public void Dispose() => Reader.Dispose();

    private static Encoding EncodingOf(ReadOnlySpan<byte> file, out int mark)
    {
        mark = file is [0xEF, 0xBB, 0xBF, ..] ? 3 : file is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? 2 : 0;
        if (file is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return new UnicodeEncoding(bigEndian: file[0] == 0xFE, byteOrderMark: false, throwOnInvalidBytes: true);
        }

        // Without a mark, every second byte of Western letters is 0 in UTF-16, and none is in anything else.
        var (even, odd) = (Zeros(file, 0), Zeros(file, 1));
        return Math.Max(even, odd) * 4 > Math.Min(file.Length, 1024) && Math.Min(even, odd) == 0 && file.Length > 3
            ? new UnicodeEncoding(bigEndian: even > odd, byteOrderMark: false, throwOnInvalidBytes: true)
            : Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new WesternFallback());
    }

    // The beginning may end within a character.
    private static Encoding LenientOf(Encoding encoding) => encoding is UnicodeEncoding unicode
        ? Encoding.GetEncoding(unicode.CodePage)
        : encoding;

    private static int Zeros(ReadOnlySpan<byte> file, int from)
    {
        var zeros = 0;
        for (var i = from; i < Math.Min(file.Length, 1024); i += 2)
        {
            zeros += file[i] == 0 ? 1 : 0;
        }

        return zeros;
    }

    private static string? FindError(ReadOnlySpan<byte> file, string text)
    {
        foreach (var workbook in Workbooks)
        {
            if (file.StartsWith(workbook))
            {
                return "The file is a workbook, not a table of text; save it as “CSV UTF-8” and import that.";
            }
        }

        foreach (var picture in Pictures)
        {
            if (file.StartsWith(picture))
            {
                return NoTable;
            }
        }

        var controls = text.Count(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n' or '\v' or '\f'));
        return controls * MaxControlShare > text.Length
            ? NoTable
            : text.TrimStart() switch
            {
                ['{' or '[', ..] => "The file is JSON, not a table; the columns of a table are separated by commas, semicolons or tabs.",
                ['<', ..] => "The file is a web page or XML, not a table; the columns of a table are separated by commas, semicolons or tabs.",
                ['%', 'P', 'D', 'F', ..] => "The file is a PDF, not a table; the columns of a table are separated by commas, semicolons or tabs.",
                _ => null,
            };
    }

    /// <summary>Bytes that are no UTF-8 are letters of Windows-1252.</summary>
    private sealed class WesternFallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new WesternBuffer();
    }

    private sealed class WesternBuffer : DecoderFallbackBuffer
    {
        private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        private string _letters = "";
        private int _next;

        public override int Remaining => _letters.Length - _next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (_letters, _next) = (Western.GetString(bytesUnknown), 0);
            return _letters.Length > 0;
        }

        public override char GetNextChar() => Remaining > 0 ? _letters[_next++] : '\0';

        public override bool MovePrevious()
        {
            var hasPrevious = _next > 0;
            _next -= hasPrevious ? 1 : 0;
            return hasPrevious;
        }

        public override void Reset() => (_letters, _next) = ("", 0);
    }
}
