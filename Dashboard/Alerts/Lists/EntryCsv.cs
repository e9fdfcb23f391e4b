using System.Text;
using Dashboard.Domain.Alerts;
using Dashboard.Hosting;

namespace Dashboard.Alerts.Lists;

/// <summary>A list's file: comma-separated values in UTF-8 with a header.</summary>
internal static class EntryCsv
{
    /// <summary>The names of the columns.</summary>
    public const string Header = "Plate Number,Description,State/Province";

    private static readonly string[] Names = Header.Split(',');

    /// <summary>Reads the entries of a file one by one, in its order; lines that are wrong go to <paramref name="wrong"/>.</summary>
    public static async IAsyncEnumerable<AlertEntry> ReadAsync(
        Stream csv, Action<ImportError> wrong, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lines = new CsvLines(csv);
        var isFirst = true;
        var isBroken = false;
        while (await lines.ReadAsync((line, fault) =>
        {
            isBroken = true;
            wrong(new ImportError(line, fault));
        }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isFirst)
            {
                isFirst = false;
                if (HeaderFault(lines.Fields) is { } fault)
                {
                    wrong(new ImportError(1, fault));
                    yield break;
                }
            }
            else
            {
                var entry = Entry(lines.Fields);
                if (Fault(lines.Line, lines.Fields, entry, lines.HasBadQuotes) is { } fault)
                {
                    wrong(fault);
                }
                else
                {
                    yield return entry;
                }
            }
        }

        if (isFirst && !isBroken)
        {
            wrong(new ImportError(1, $"The file is empty; its first line is: {Header}"));
        }
    }

    public static Task WriteHeaderAsync(TextWriter to) => to.WriteAsync(Header + "\r\n");

    /// <summary>
    /// Writes an entry: its plate as it is compared, which programs rely on, and as it was written where letters of other alphabets are in it.
    /// </summary>
    public static async Task WriteAsync(TextWriter to, AlertEntry entry)
    {
        await to.WriteAsync(Quoted(Ascii.IsValid(entry.Written) ? entry.Plate : entry.Written));
        await to.WriteAsync(',');
        await to.WriteAsync(Quoted(entry.Description));
        await to.WriteAsync(',');
        await to.WriteAsync(Quoted(entry.Region));
        await to.WriteAsync("\r\n");
    }

    private static AlertEntry Entry(string[] fields) => new()
    {
        Plate = EntryPlate.Normalize(fields[0]),
        Written = EntryPlate.Written(Unguarded(fields[0].Trim())),
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

    private static string? HeaderFault(string[] fields) =>
        fields.Select(field => field.Trim()).SequenceEqual(Names, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"The first line is: {Header}. The file begins with: {string.Join(',', fields).Truncate(80, "…")}";

    // A spreadsheet takes a text that begins so for a formula, and runs it. What was written so is read back as it was.
    private static bool IsFormula(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r';

    private static string Unguarded(string text) => text.Length > 1 && text[0] == '\'' && IsFormula(text[1]) ? text[1..] : text;

    private static string Quoted(string text)
    {
        var safe = text.Length > 0 && IsFormula(text[0]) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }
}
