using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Dashboard.Tables;

/// <summary>The lines of a file of separated values, one by one; what is wrong with the file is said in words for a person.</summary>
internal sealed class CsvLines : IDisposable
{
    // Longer than any field may be; a quote that is never closed would otherwise make the rest of the file one field.
    private const int MaxCharacters = 20_000;

    // With the mark at the beginning, which a reader of this encoding passes over: behind it the first field may stand between quotation marks.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
    private readonly TextReader _text;
    private readonly CsvParser _parser;
    private bool _hasBadQuotes;
    private int _last;

    /// <summary>Reads UTF-8; the stream stays open.</summary>
    public CsvLines(Stream csv, string delimiter = ",")
        : this(new StreamReader(csv, Strict, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true), delimiter)
    {
    }

    /// <summary>Reads a text, which goes when this goes.</summary>
    public CsvLines(TextReader text, string delimiter)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            MaxFieldSize = MaxCharacters,
            Delimiter = delimiter,
            BadDataFound = found => _hasBadQuotes |= !IsFormulaText(found.Field.AsSpan().Trim()),
        };
        _text = text;
        _parser = new CsvParser(_text, configuration, leaveOpen: true);
    }

    /// <summary>The fields of the line that was read; those that a spreadsheet wrote as a formula of a text (<c>="0123"</c>) are that text.</summary>
    public string[] Fields => Array.ConvertAll(_parser.Record!, WithoutFormula);

    /// <summary>The line as it stands in the file.</summary>
    public string Raw => _parser.RawRecord;

    /// <summary>A quotation mark stands within a field of the line.</summary>
    public bool HasBadQuotes
    {
        get
        {
            // Fields are looked into when they are asked for.
            _ = _parser.Record;
            return _hasBadQuotes;
        }
    }

    /// <summary>A quotation mark opens in the line and is not closed in it, so that what follows in the file is taken for a part of it.</summary>
    public bool IsOpen => HasBadQuotes && (IsUnclosed || Trimmed.Contains('\n'));

    /// <summary>Its number, from 1. A field between quotation marks may go over several lines; people look for the first.</summary>
    public int Line =>
        _parser.RawRow - (IsUnclosed ? _parser.RawRecord : Trimmed).Count('\n');

    private ReadOnlySpan<char> Trimmed => _parser.RawRecord.AsSpan().TrimEnd("\r\n");

    // At the end of the file: the last end of a line is counted as one within the field.
    private bool IsUnclosed => HasBadQuotes && Trimmed.EndsWith($"\"{_parser.Record![^1].TrimEnd('\r', '\n')}");

    /// <summary>Reads the next line; false at the end, and where the file is broken.</summary>
    /// <param name="broken">Hears from which line on, and why.</param>
    public async Task<bool> ReadAsync(Action<int, string> broken)
    {
        (_hasBadQuotes, _last) = (false, _parser.RawRow);
        try
        {
            return await _parser.ReadAsync();
        }
        catch (Exception exception) when (Explain(exception, broken))
        {
            return false;
        }
    }

    /// <inheritdoc cref="ReadAsync"/>
    public bool Read(Action<int, string> broken)
    {
        (_hasBadQuotes, _last) = (false, _parser.RawRow);
        try
        {
            return _parser.Read();
        }
        catch (Exception exception) when (Explain(exception, broken))
        {
            return false;
        }
    }

    public void Dispose()
    {
        _parser.Dispose();
        _text.Dispose();
    }

    private bool Explain(Exception exception, Action<int, string> broken)
    {
        if (exception is DecoderFallbackException)
        {
            broken(_parser.RawRow + 1, "The file is not UTF-8 from about here on; save it as “CSV UTF-8”.");
        }
        else if (exception is MaxFieldSizeException)
        {
            broken(_last + 1, $"A field from here on has more than {MaxCharacters} characters; is a quotation mark missing?");
        }

        return exception is DecoderFallbackException or MaxFieldSizeException;
    }

    private static bool IsFormulaText(ReadOnlySpan<char> text) => text is ['=', '"', .., '"'];

    private static string WithoutFormula(string text) => IsFormulaText(text.AsSpan().Trim())
        ? text.Trim()[2..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
        : text;
}
