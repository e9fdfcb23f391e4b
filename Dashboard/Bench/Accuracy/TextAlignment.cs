namespace Dashboard.Bench.Accuracy;

/// <summary>One place of two texts laid over each other.</summary>
/// <param name="Label">The labelled character; null where the read has one more.</param>
/// <param name="Read">The character that was read; null where one is missing.</param>
internal readonly record struct AlignedCharacter(char? Label, char? Read)
{
    /// <summary>Whether both are the same.</summary>
    public bool IsRight => Label == Read;
}

/// <summary>Lays a read over its label with as few differences as possible, so that they can be marked.</summary>
internal static class TextAlignment
{
    /// <summary>All places from left to right. A substitution is preferred to a character missed and another added.</summary>
    public static IReadOnlyList<AlignedCharacter> Create(string label, string read)
    {
        var costs = new int[label.Length + 1, read.Length + 1];
        for (var i = 0; i <= label.Length; i++)
        {
            for (var j = 0; j <= read.Length; j++)
            {
                costs[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        costs[i - 1, j - 1] + (label[i - 1] == read[j - 1] ? 0 : 1),
                        1 + Math.Min(costs[i - 1, j], costs[i, j - 1])),
                };
            }
        }

        var places = new List<AlignedCharacter>();
        for (int i = label.Length, j = read.Length; i > 0 || j > 0;)
        {
            if (i > 0 && j > 0 && costs[i, j] == costs[i - 1, j - 1] + (label[i - 1] == read[j - 1] ? 0 : 1))
            {
                places.Add(new AlignedCharacter(label[--i], read[--j]));
            }
            else if (i > 0 && costs[i, j] == costs[i - 1, j] + 1)
            {
                places.Add(new AlignedCharacter(label[--i], null));
            }
            else
            {
                places.Add(new AlignedCharacter(null, read[--j]));
            }
        }

        places.Reverse();
        return places;
    }
}
