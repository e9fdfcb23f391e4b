using System.Text;
using Dashboard.Domain.Alerts;
using Dashboard.Tables;

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
        await to.WriteAsync(CsvField.Write(Ascii.IsValid(entry.Written) ? entry.Plate : entry.Written));
        await to.WriteAsync(',');
        await to.WriteAsync(CsvField.Write(entry.Description));
        await to.WriteAsync(',');
        await to.WriteAsync(CsvField.Write(entry.Region));
        await to.WriteAsync("\r\n");
    }
}
