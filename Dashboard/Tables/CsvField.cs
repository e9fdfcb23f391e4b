using System.Globalization;

namespace Dashboard.Tables;

/// <summary>Fields of comma-separated values that people open in a spreadsheet.</summary>
internal static class CsvField
{
    /// <summary>Whether a spreadsheet may take a text that begins so for a formula, and run it.</summary>
    public static bool MayBeFormula(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r';

    /// <summary>
    /// A field, between quotation marks where it must be. What a spreadsheet would run is a text behind an apostrophe; numbers are no harm.
    /// </summary>
    public static string Write(string text)
    {
        var isFormula = text.Length > 0 && MayBeFormula(text[0])
            && !double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        var safe = isFormula ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
