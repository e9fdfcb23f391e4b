namespace Dashboard.Domain.Plates;

/// <summary>What it costs to write one character in place of another: 0 for the same, otherwise at most 1.</summary>
internal interface IReplacementCost
{
    static abstract double Cost(char a, char b);
}

/// <summary>Levenshtein distance in characters; see V. I. Levenshtein, 1966.</summary>
internal static class EditDistance
{
    /// <summary>0 for equal texts, at most the longer length; a character more or less costs 1.</summary>
    public static double Measure<TCost>(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
        where TCost : struct, IReplacementCost
    {
        Span<double> row = b.Length < 64 ? stackalloc double[b.Length + 1] : new double[b.Length + 1];
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
                var replaced = diagonal + TCost.Cost(a[i], b[j]);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[b.Length];
    }
}
