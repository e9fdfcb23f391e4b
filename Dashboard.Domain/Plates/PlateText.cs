namespace Dashboard.Domain.Plates;

/// <summary>The text of a plate: upper-case A-Z and 0-9 without separators; empty where no plate was read.</summary>
public static class PlateText
{
    /// <summary>The longest text that is kept, in characters.</summary>
    public const int MaxLength = 16;

    /// <summary>Upper-cases and drops everything but A-Z and 0-9 (spaces, hyphens, dots, accents' marks).</summary>
    public static string Normalize(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        Span<char> buffer = text.Length <= 64 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            var upper = c is >= 'a' and <= 'z' ? (char)(c - 32) : c;
            if (upper is (>= 'A' and <= 'Z') or (>= '0' and <= '9'))
            {
                buffer[length++] = upper;
            }
        }

        return new string(buffer[..length]);
    }

    /// <summary>Folds the pairs that no camera can tell apart: O becomes 0 and I becomes 1.</summary>
    public static string Fold(string text) => text.Replace('O', '0').Replace('I', '1');

    /// <summary>Levenshtein distance in characters; see V. I. Levenshtein, 1966.</summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Span<int> row = b.Length < 64 ? stackalloc int[b.Length + 1] : new int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var substituted = diagonal + (a[i] == b[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(substituted, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[b.Length];
    }

    /// <summary>1 for the same text, 0 for nothing in common: one minus distance over the longer length.</summary>
    public static double Similarity(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        a.Length == 0 && b.Length == 0 ? 1 : 1 - ((double)Distance(a, b) / Math.Max(a.Length, b.Length));
}
