using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Ocr;

/// <summary>
/// From what was seen on a plate to its candidates: each text's probability times what its format makes likely
/// (<see cref="FormatPrior"/>). Formats move probability between texts and add none: what the reader gave to all texts
/// stays, less what <see cref="PlateRules.Trust"/> takes. May be called from many threads.
/// </summary>
internal sealed class CandidateRanking
{
    /// <summary>How far a word that is known to stand beside plates may be believed to be one.</summary>
    private const double TrustInWords = 0.2;

    private const int MaxCandidates = 100;
    private readonly FormatPrior _prior;
    private readonly int _minLength;
    private readonly int _maxLength;

    /// <param name="prior">What formats make likely.</param>
    /// <param name="minLength">Shorter texts are left out.</param>
    /// <param name="maxLength">Longer texts are left out.</param>
    public CandidateRanking(FormatPrior prior, int minLength, int maxLength)
    {
        (_prior, _minLength, _maxLength) = (prior, minLength, maxLength);
    }

    /// <summary>The candidates, best first, and the region of the best.</summary>
    /// <param name="reading">What was seen.</param>
    /// <param name="count">How many candidates at most.</param>
    /// <param name="region">Country or state, null where it cannot be told.</param>
    public IReadOnlyList<PlateCandidate> Rank(PlateReading reading, int count, out string? region)
    {
        Span<float> shares = stackalloc float[reading.Regions.Length];
        reading.Regions.CopyTo(shares);
        _prior.Narrow(shares);
        Span<Weighed> best = stackalloc Weighed[Math.Min(count, MaxCandidates)];
        Span<char> buffer = stackalloc char[PackedText.MaxLength];
        double seen = 0, weighed = 0;
        var kept = 0;
        foreach (var (packed, sum) in (Dictionary<PackedText, double>)reading.Texts)
        {
            var length = packed.Length;
            if (length < _minLength || length > _maxLength)
            {
                continue;
            }

            var weight = sum * _prior.Weight(packed.Write(buffer), shares);
            seen += sum;
            weighed += weight;
            kept = Insert(best, kept, new Weighed(packed, weight));
        }

        region = kept == 0 ? null : _prior.RegionOf(best[0].Text.Write(buffer), shares);
        if (kept == 0 || weighed <= 0)
        {
            return [];
        }

        var candidates = new PlateCandidate[kept];
        var scale = seen / weighed / reading.Passes;
        for (var i = 0; i < kept; i++)
        {
            var text = best[i].Text.ToString();
            var trust = PlateRules.Trust(text) * (PlateRules.IsWord(text) ? TrustInWords : 1);
            candidates[i] = new PlateCandidate(text, Math.Clamp(best[i].Weight * scale, 0, 1) * trust);
        }

        return candidates;
    }

    /// <summary>Keeps the best in order; returns how many are kept. Equal weights are ordered by text.</summary>
    private static int Insert(Span<Weighed> best, int kept, Weighed text)
    {
        var at = kept;
        while (at > 0 && (text.Weight > best[at - 1].Weight || (text.Weight >= best[at - 1].Weight && text.Text.CompareTo(best[at - 1].Text) < 0)))
        {
            at--;
        }

        if (at >= best.Length)
        {
            return kept;
        }

        var last = Math.Min(kept, best.Length - 1);
        best[at..last].CopyTo(best[(at + 1)..]);
        best[at] = text;
        return last + 1;
    }

    private readonly record struct Weighed(PackedText Text, double Weight);
}
