using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Ocr;

/// <summary>Makes one list of candidates of several looks at the same plate.</summary>
public static class CandidateVote
{
    private const int TextsPerLook = 20;

    /// <summary>
    /// The mean over the looks of each text's probability, weighed by how plausible the text is as a plate. The weights
    /// move probability between texts, they do not add any: what the looks gave to the texts in total stays, less what
    /// <see cref="PlateRules.Trust"/> takes.
    /// </summary>
    public static List<PlateCandidate> Combine(IReadOnlyList<CharacterScores> looks, int minimumLength, int maximumLength, int count)
    {
        var sums = new Dictionary<string, double>();
        var beam = new PrefixBeam();
        foreach (var look in looks)
        {
            beam.Decode(look.Values);
            for (var i = 0; i < Math.Min(TextsPerLook, beam.Count); i++)
            {
                var (text, confidence) = (beam[i].Text.ToString(), beam[i].Probability);
                if (text.Length >= minimumLength && text.Length <= maximumLength)
                {
                    sums[text] = sums.GetValueOrDefault(text) + (confidence / looks.Count);
                }
            }
        }

        var total = 0.0;
        var weighed = 0.0;
        var texts = new List<PlateCandidate>(sums.Count);
        foreach (var (text, confidence) in sums)
        {
            var weight = confidence * PlateRules.Plausibility(text);
            total += confidence;
            weighed += weight;
            if (weight > 0)
            {
                texts.Add(new PlateCandidate(text, weight));
            }
        }

        texts.Sort(static (a, b) => b.Confidence != a.Confidence ? b.Confidence.CompareTo(a.Confidence) : string.CompareOrdinal(a.Text, b.Text));
        return [.. texts.Take(count).Select(t => t with { Confidence = Math.Clamp(t.Confidence * total / weighed, 0, 1) * PlateRules.Trust(t.Text) })];
    }
}
