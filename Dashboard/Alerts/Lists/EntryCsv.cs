using System.Text;
using Dashboard.Domain.Alerts;

namespace Dashboard.Alerts.Lists;

/// <summary>
/// A list's file as it is exported: comma-separated values in UTF-8 with a header. <see cref="EntryTable"/> reads these and others.
/// </summary>
internal static class EntryCsv
{
    /// <summary>The names of the columns.</summary>
    public const string Header = "Plate Number,Description,State/Province";

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

    /// <summary>Whether a spreadsheet takes a text that begins so for a formula, and runs it.</summary>
    public static bool IsFormula(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r';

    /// <summary>A field, between quotation marks where it must be, and no formula for a spreadsheet.</summary>
    public static string Quoted(string text)
    {
        var safe = text.Length > 0 && IsFormula(text[0]) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }
}
