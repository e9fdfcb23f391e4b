using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Hosting;

namespace Dashboard.Alerts.Lists;

/// <summary>A list's file: comma-separated values in UTF-8 with a header.</summary>
internal static class EntryCsv
{
    /// <summary>The names of the columns.</summary>
    public const string Header = "Plate Number,Description,State/Province";

    // Longer than any field may be; a quote that is never closed would otherwise make the rest of the file one field.
    private const int MaxCharacters = 20_000;

    private static readonly string[] Names = Header.Split(',');
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the entries of a file one by one, in its order; lines that are wrong go to <paramref name="wrong"/>.</summary>
    public static async IAsyncEnumerable<AlertEntry> ReadAsync(
        Stream csv, Action<ImportError> wrong, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var badQuotes = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            MaxFieldSize = MaxCharacters,
            BadDataFound = _ => badQuotes = true,
        };
        using var text = new StreamReader(csv, Strict, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true);
        using var parser = new CsvParser(text, configuration, leaveOpen: true);
        var isFirst = true;
        var isBroken = false;
        while (await NextAsync(parser, error =>
        {
            isBroken = true;
            wrong(error);
        }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isFirst)
            {
                isFirst = false;
                if (HeaderFault(parser.Record!) is { } fault)
                {
                    wrong(new ImportError(1, fault));
                    yield break;
                }
            }
            else
            {
                var entry = Entry(parser.Record!);
                if (Fault(LineOf(parser), parser.Record!, entry, badQuotes) is { } fault)
                {
                    wrong(fault);
                }
                else
                {
                    yield return entry;
                }
            }

            badQuotes = false;
        }

        if (isFirst && !isBroken)
        {
            wrong(new ImportError(1, $"The file is empty; its first line is: {Header}"));
        }
    }

    public static Task WriteHeaderAsync(TextWriter to) => to.WriteAsync(Header + "\r\n");

    public static async Task WriteAsync(TextWriter to, AlertEntry entry)
    {
        await to.WriteAsync(entry.Plate);
        await to.WriteAsync(',');
        await to.WriteAsync(Quoted(entry.Description));
        await to.WriteAsync(',');
        await to.WriteAsync(Quoted(entry.Region));
        await to.WriteAsync("\r\n");
    }

    private static async Task<bool> NextAsync(CsvParser parser, Action<ImportError> wrong)
    {
        try
        {
            return await parser.ReadAsync();
        }
        catch (DecoderFallbackException)
        {
            wrong(new ImportError(parser.RawRow + 1, "The file is not UTF-8 from about here on; save it as “CSV UTF-8”."));
        }
        catch (MaxFieldSizeException)
        {
            wrong(new ImportError(parser.RawRow, $"A field from here on has more than {MaxCharacters} characters; is a quotation mark missing?"));
        }

        return false;
    }

    private static AlertEntry Entry(string[] fields) => new()
    {
        Plate = EntryPlate.Normalize(fields[0]),
        Description = fields.Length > 1 ? Unguarded(fields[1].Trim()) : "",
        Region = fields.Length > 2 ? Unguarded(fields[2].Trim()) : "",
    };

    private static ImportError? Fault(int line, string[] fields, AlertEntry entry, bool badQuotes) =>
        badQuotes ? new(line, "A quotation mark stands within a field; write it twice, and the field between quotation marks.")
        : fields.Length > Names.Length ? new(
            line, $"The line has {fields.Length} fields; there are {Names.Length}. A field with a comma stands between quotation marks.")
        : AlertListRules.Check(entry) is { Count: > 0 } errors ? new(line, errors.Message, string.Join(", ", errors.Fields.Select(ColumnOf)))
        : null;

    private static string ColumnOf(string field) => field switch
    {
        nameof(AlertEntry.Plate) => Names[0],
        nameof(AlertEntry.Description) => Names[1],
        _ => Names[2],
    };

    private static string? HeaderFault(string[] fields)
    {
        fields[0] = fields[0].TrimStart('\uFEFF');
        return fields.Select(field => field.Trim()).SequenceEqual(Names, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"The first line is: {Header}. The file begins with: {string.Join(',', fields).Truncate(80, "…")}";
    }


    // A field between quotation marks may go over several lines; people look for the first.
    private static int LineOf(CsvParser parser) => parser.RawRow - parser.RawRecord.AsSpan().TrimEnd("\r\n").Count('\n');

    // A spreadsheet takes a text that begins so for a formula, and runs it. What was written so is read back as it was.
    private static bool IsFormula(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r';

    private static string Unguarded(string text) => text.Length > 1 && text[0] == '\'' && IsFormula(text[1]) ? text[1..] : text;

    private static string Quoted(string text)
    {
        var safe = text.Length > 0 && IsFormula(text[0]) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }
}
