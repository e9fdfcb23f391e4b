namespace Dashboard.Domain.Plates;

/// <summary>How much two readings of a plate have in common, when characters that look alike count as nearly the same.</summary>
public static class ReadingSimilarity
{
    /// <summary>What mistaking one character for another that looks like it costs; any other mistake costs 1.</summary>
    public const double LookAlikeCost = 0.4;

    /// <summary>The best that a part of a plate (its beginning or end) can be like the whole.</summary>
    public const double PartialSimilarity = 0.75;

    /// <summary>The shortest text that is taken for a part of a longer one; anything shorter is found everywhere.</summary>
    public const int MinPartLength = 3;

    /// <summary>Groups of characters that one camera or another takes for each other; a character may be in several.</summary>
    private static readonly string[] Groups =
        ["0ODQCU", "1IL7TJ", "2Z7", "38B", "4A", "5S", "6GCB", "8BSR", "9GP", "EF", "EB", "HMNW", "KX", "PR", "PF", "UV", "VYW", "XY", "IT1Y"];

    private static readonly ulong[] Pairs = BuildPairs();

    /// <summary>Whether two different characters look alike.</summary>
    public static bool AreAlike(char a, char b) => Index(a) is >= 0 and var i && Index(b) is >= 0 and var j && (Pairs[i] >> j & 1) != 0;

    /// <summary>Levenshtein distance with cheap look-alikes: 0 for equal texts, at most the longer length.</summary>
    public static double Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => EditDistance.Measure<LookAlikes>(a, b);

    /// <summary>
    /// 1 for the same text, 0 for nothing in common: one minus <see cref="Distance"/> over the longer length. A text that
    /// is the beginning or the end of the other (a plate that is only partly in view) is at least
    /// <see cref="PartialSimilarity"/> times as similar as it is to that part.
    /// </summary>
    public static double Measure(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length == b.Length ? 1 : 0;
        }

        var whole = 1 - (Distance(a, b) / Math.Max(a.Length, b.Length));
        var (part, full) = a.Length < b.Length ? (a, b) : (b, a);
        if (whole >= PartialSimilarity || part.Length < MinPartLength || part.Length == full.Length)
        {
            return whole;
        }

        var apart = Math.Min(Distance(part, full.AsSpan(0, part.Length)), Distance(part, full.AsSpan(full.Length - part.Length)));
        return Math.Max(whole, PartialSimilarity * (1 - (apart / part.Length)));
    }

    private static int Index(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => -1,
    };

    private static ulong[] BuildPairs()
    {
        var pairs = new ulong[36];
        foreach (var group in Groups)
        {
            foreach (var a in group)
            {
                foreach (var b in group.Where(b => b != a))
                {
                    pairs[Index(a)] |= 1UL << Index(b);
                }
            }
        }

        return pairs;
    }

    private readonly struct LookAlikes : IReplacementCost
    {
        public static double Cost(char a, char b) => a == b ? 0 : AreAlike(a, b) ? LookAlikeCost : 1;
    }
}
