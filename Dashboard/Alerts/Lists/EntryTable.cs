using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Dashboard.Domain;
using Dashboard.Domain.Alerts;
using Dashboard.Tables;

namespace Dashboard.Alerts.Lists;

/// <summary>
/// Reads a list's entries out of what people have: files of spreadsheets, with commas, semicolons or tabs, with and without a first line.
/// </summary>
internal static partial class EntryTable
{
    private const int MaxShownText = 200;

    /// <summary>Reads the entries of a file one by one, in its order; lines that are wrong go to <paramref name="wrong"/>.</summary>
    public static async IAsyncEnumerable<AlertEntry> ReadAsync(
        Stream file, Action<ImportError> wrong, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = await TableText.OpenAsync(file, cancellationToken);
        if (text.Error is not null)
        {
            wrong(new ImportError(1, text.Error) { IsOfFile = true });
            yield break;
        }

        var named = SeparatorLine().Match(text.Beginning);
        var separator = named.Success ? named.Groups[1].Value : EntryColumns.SeparatorOf(text.Beginning).ToString();
        using var lines = new CsvLines(text.Reader, separator);
        EntryColumns? columns = null;
        var isBroken = false;
        while (await lines.ReadAsync((line, error) =>
        {
            isBroken = true;
            wrong(new ImportError(line, error) { IsOfFile = true });
        }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fields = Array.ConvertAll(lines.Fields, Unguarded);
            if ((named.Success && lines.Line == 1) || Array.TrueForAll(fields, field => field.Length == 0))
            {
                continue;
            }

            if (columns is null)
            {
                var (found, headerError) = ColumnsOf(fields);
                if (headerError is not null)
                {
                    wrong(new ImportError(lines.Line, headerError) { IsOfFile = true });
                    yield break;
                }

                columns = found ?? EntryColumns.Unnamed;
                if (found is not null)
                {
                    continue;
                }
            }

            if (Read(lines, columns, fields, out var entry) is { } error)
            {
                wrong(error);
            }
            else
            {
                yield return entry!;
            }
        }

        if (columns is null && !isBroken)
        {
            wrong(new ImportError(1, $"The file is empty; its first line is: {EntryCsv.Header}") { IsOfFile = true });
        }
    }

    private static ImportError? Read(CsvLines lines, EntryColumns columns, string[] fields, out AlertEntry? entry)
    {
        entry = columns.ToEntry(fields);
        var (error, column) = FindError(lines, fields, entry);
        return error is null ? null : new ImportError(lines.Line, error, column)
        {
            Text = lines.Raw.ReplaceLineEndings(" ").Trim().Truncate(MaxShownText, "…"),
        };
    }

    private static (string? Error, string? Column) FindError(CsvLines lines, string[] fields, AlertEntry? entry)
    {
        if (lines.HasBadQuotes)
        {
            return ("A quotation mark inside a field must be doubled, and the field enclosed in quotation marks.", null);
        }

        if (entry is null)
        {
            return ($"The line has {fields.Length} fields; there are {EntryColumns.Names.Count}. A field that contains a separator must be enclosed in quotation marks.", null);
        }

        var errors = AlertListRules.Check(entry);
        return errors.Count == 0 ? (null, null) : (errors.Message, string.Join(", ", errors.Fields.Select(ColumnOf)));
    }

    private static (EntryColumns? Columns, string? Error) ColumnsOf(string[] fields)
    {
        try
        {
            return (EntryColumns.IsHeader(fields) ? EntryColumns.FromHeader(fields) : null, null);
        }
        catch (InvalidDataException exception)
        {
            return (null, exception.Message);
        }
    }

    private static string ColumnOf(string field) => field switch
    {
        nameof(AlertEntry.Plate) => EntryColumns.Names[0],
        nameof(AlertEntry.Description) => EntryColumns.Names[1],
        _ => EntryColumns.Names[2],
    };

    // What an export guarded is read back as it was.
    private static string Unguarded(string field) =>
        field.Trim() is ['\'', var first, ..] text && CsvField.MayBeFormula(first) ? text[1..] : field.Trim();

    // With it a file tells spreadsheets what stands between its fields; a space never does.
    [GeneratedRegex("""^"?sep=([^"\w\r\n ])"?[ \t]*\r?(?:\n|$)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SeparatorLine();
}
