namespace Dashboard.Domain.Plates;

/// <summary>
/// The characters that people and cameras take for each other on any plate, each group folded to its first one. This is the one table for
/// searches that fold and for plates that look alike; <see cref="ReadingSimilarity"/> measures how much readings have in common, which is finer.
/// </summary>
public static class LookAlikeFolding
{
    /// <summary>The groups; a character is in one at most, so that folding is the same whichever character was read.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["0ODQ", "1IL", "2Z", "5S", "6G", "8B"];

    private static readonly Dictionary<char, string> GroupOf = Groups.SelectMany(group => group.Select(c => (c, group))).ToDictionary(
        pair => pair.c, pair => pair.group);

    /// <summary>The text with each character folded: texts that look alike fold to the same.</summary>
    public static string Fold(string text) => string.Create(text.Length, text, (folded, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            folded[i] = GroupOf.TryGetValue(from[i], out var group) ? group[0] : from[i];
        }
    });

    /// <summary>The characters that look like one, itself first; only itself where none does.</summary>
    public static string Alternatives(char c) =>
        GroupOf.TryGetValue(c, out var group) ? c + group.Replace(c.ToString(), "", StringComparison.Ordinal) : c.ToString();

    /// <summary>
    /// Texts that look like one: those with the fewest differences first, in no other order; the text itself is the first.
    /// </summary>
    /// <param name="text">A normalised text.</param>
    /// <param name="max">How many at most: a text of twelve such characters has millions.</param>
    public static IReadOnlyList<string> Variants(string text, int max)
    {
        var found = new List<string> { text };
        var known = new HashSet<string>(StringComparer.Ordinal) { text };
        for (var next = 0; next < found.Count && found.Count < max; next++)
        {
            foreach (var variant in OneChanged(found[next], text))
            {
                if (found.Count < max && known.Add(variant))
                {
                    found.Add(variant);
                }
            }
        }

        return found;
    }

    /// <summary>
    /// What a text that folds to this one may begin with: every way to write its first characters, as many of them as stay within
    /// <paramref name="max"/> ways.
    /// </summary>
    /// <param name="folded">A folded text.</param>
    /// <param name="max">How many ways at most.</param>
    public static IReadOnlyList<string> Beginnings(string folded, int max)
    {
        List<string> all = [""];
        foreach (var alternatives in folded.Select(Alternatives))
        {
            if (all.Count * alternatives.Length > max)
            {
                break;
            }

            all = [.. all.SelectMany(beginning => alternatives.Select(next => beginning + next))];
        }

        return all;
    }

    // From a text with n differences to those with n + 1: only places that are still as they were are changed.
    private static IEnumerable<string> OneChanged(string from, string original)
    {
        for (var i = 0; i < from.Length; i++)
        {
            if (from[i] != original[i])
            {
                continue;
            }

            foreach (var other in Alternatives(from[i]).Skip(1))
            {
                yield return string.Concat(from.AsSpan(0, i), other.ToString(), from.AsSpan(i + 1));
            }
        }
    }
}
