using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Ocr;

/// <summary>
/// The likeliest texts of a line with their probabilities: a prefix beam search, which adds up all alignments of the same
/// text; see A. Graves, Supervised Sequence Labelling with Recurrent Neural Networks, 2012, and A. Hannun et al., 2014.
/// </summary>
public static class PrefixBeam
{
    /// <summary>Texts kept at each step.</summary>
    private const int Width = 24;

    /// <summary>Characters less probable than this at a step are not tried.</summary>
    private const float Floor = 0.002f;

    /// <summary>The texts, best first. Probabilities are of the whole text, so they sum to at most one.</summary>
    /// <param name="scores">What the reader saw.</param>
    /// <param name="count">How many texts at most.</param>
    /// <param name="width">Texts kept at each step.</param>
    /// <param name="floor">Characters less probable than this at a step are not tried.</param>
    public static List<PlateCandidate> Decode(CharacterScores scores, int count, int width = Width, float floor = Floor)
    {
        var beam = new List<Prefix> { new("", 1, 0) };
        var next = new Dictionary<string, Prefix>();
        for (var t = 0; t < scores.Steps; t++)
        {
            var step = scores.Step(t);
            next.Clear();
            foreach (var prefix in beam)
            {
                Extend(prefix, step, floor, next);
            }

            beam.Clear();
            beam.AddRange(next.Values);
            beam.Sort(static (a, b) => b.Total != a.Total ? b.Total.CompareTo(a.Total) : string.CompareOrdinal(a.Text, b.Text));
            if (beam.Count > width)
            {
                beam.RemoveRange(width, beam.Count - width);
            }
        }

        return [.. beam.Take(count).Select(p => new PlateCandidate(p.Text, Math.Min(1, p.Total)))];
    }

    private static void Extend(Prefix prefix, ReadOnlySpan<float> step, float floor, Dictionary<string, Prefix> next)
    {
        Add(next, prefix.Text, prefix.Total * step[PlateAlphabet.Blank], 0);
        for (var c = 1; c < step.Length; c++)
        {
            if (step[c] < floor)
            {
                continue;
            }

            var character = PlateAlphabet.CharacterOf(c);
            if (prefix.Text.Length > 0 && prefix.Text[^1] == character)
            {
                // The same character goes on, or, after a gap, comes a second time.
                Add(next, prefix.Text, 0, prefix.Character * step[c]);
                Add(next, prefix.Text + character, 0, prefix.Blank * step[c]);
            }
            else
            {
                Add(next, prefix.Text + character, 0, prefix.Total * step[c]);
            }
        }
    }

    private static void Add(Dictionary<string, Prefix> next, string text, double blank, double character)
    {
        if (blank + character > 0)
        {
            var old = next.GetValueOrDefault(text);
            next[text] = new Prefix(text, old.Blank + blank, old.Character + character);
        }
    }

    /// <summary>A text so far, with the probability that it ended in a gap and that it ended in its last character.</summary>
    private readonly record struct Prefix(string Text, double Blank, double Character)
    {
        public double Total => Blank + Character;
    }
}
