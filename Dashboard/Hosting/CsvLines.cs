using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Dashboard.Hosting;

/// <summary>The lines of a file of separated values, one by one; what is wrong with the file is said in words for a person.</summary>
internal sealed class CsvLines : IDisposable
{
    // Longer than any field may be; a quote that is never closed would otherwise make the rest of the file one field.
    private const int MaxCharacters = 20_000;

    // With the mark at the beginning, which a reader of this encoding passes over: behind it the first field may stand between quotation marks.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
    private readonly StreamReader _text;
    private readonly CsvParser _parser;

    /// <summary>Reads UTF-8; the stream stays open.</summary>
    public CsvLines(Stream csv, string delimiter = ",")
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            MaxFieldSize = MaxCharacters,
            Delimiter = delimiter,
            BadDataFound = _ => HasBadQuotes = true,
        };
        _text = new StreamReader(csv, Strict, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true);
        _parser = new CsvParser(_text, configuration, leaveOpen: true);
    }

    /// <summary>The fields of the line that was read.</summary>
    public string[] Fields => _parser.Record!;

    /// <summary>A quotation mark stands within a field of the line.</summary>
    public bool HasBadQuotes { get; private set; }

    /// <summary>Its number, from 1. A field between quotation marks may go over several lines; people look for the first.</summary>
    public int Line => _parser.RawRow - _parser.RawRecord.AsSpan().TrimEnd("\r\n").Count('\n');

    /// <summary>Reads the next line; false at the end, and where the file is broken.</summary>
    /// <param name="broken">Hears from which line on, and why.</param>
    public async Task<bool> ReadAsync(Action<int, string> broken)
    {
        HasBadQuotes = false;
        try
        {
            return await _parser.ReadAsync();
        }
        catch (DecoderFallbackException)
        {
            broken(_parser.RawRow + 1, "The file is not UTF-8 from about here on; save it as “CSV UTF-8”.");
        }
        catch (MaxFieldSizeException)
        {
            broken(_parser.RawRow, $"A field from here on has more than {MaxCharacters} characters; is a quotation mark missing?");
        }

        return false;
    }

    public void Dispose()
    {
        _parser.Dispose();
        _text.Dispose();
    }
}
