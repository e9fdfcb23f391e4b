using System.Text.RegularExpressions;

namespace Dashboard.Backups.Databases;

/// <summary>
/// What <c>pg_restore</c> writes of a table: <c>COPY … FROM stdin;</c>, its rows with tabs between the values, and a line <c>\.</c> at the end.
/// </summary>
internal static partial class CopiedText
{
    private const string End = "\\.";
    private const string Nothing = "\\N";

    /// <summary>The values of a column that are there.</summary>
    public static IReadOnlyList<string> Column(string text, string name)
    {
        var (values, column) = (new List<string>(), -1);
        foreach (var line in text.Split('\n'))
        {
            if (column < 0)
            {
                column = Head().Match(line) is { Success: true } head ? Array.IndexOf(head.Groups[1].Value.Split(", "), $"\"{name}\"") : -1;
            }
            else if (line == End)
            {
                column = -1;
            }
            else if (line.Split('\t')[column] is var value && value != Nothing)
            {
                values.Add(Escape().Replace(value, match => match.Groups[1].Value switch
                {
                    "n" => "\n",
                    "r" => "\r",
                    "t" => "\t",
                    "b" => "\b",
                    "f" => "\f",
                    "v" => "\v",
                    var other => other,
                }));
            }
        }

        return values;
    }

    [GeneratedRegex(@"\ACOPY [^(]+\((.+)\) FROM stdin;")]
    private static partial Regex Head();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}
