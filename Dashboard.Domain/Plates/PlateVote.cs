using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Plates;

/// <summary>
/// The vote of many reads of one plate. A read <c>i</c> with candidates <c>p_i(text)</c>, made to sum to 1 where they sum
/// to more, weighs <c>w_i = q_i · p_i(best)²</c>, where <c>q_i</c> is how well the plate was in view. A text's confidence is
/// <c>Σ w_i p_i(text) / Σ w_i</c>: the probability that the reads give it on average, clear reads counting more. So all
/// candidates' confidences sum to 1 at most, two reads and fifty are on the same scale, more reads of the same never claim
/// more certainty than the reader had, and reads that disagree lower it.
/// </summary>
/// <remarks>Memory is bounded: past twice <see cref="MaxTexts"/> different texts, those with the fewest votes are let go.</remarks>
public sealed class PlateVote
{
    /// <summary>How many different texts are surely kept.</summary>
    public const int MaxTexts = 64;

    private readonly Dictionary<string, double> _scores = new(StringComparer.Ordinal);
    private double _weight;
    private double _bestScore;

    /// <summary>The text with the most votes; of equals the first by ordinal order; empty before the first read.</summary>
    public string Winner { get; private set; } = "";

    /// <summary>Confidence of the winner, 0 to 1; 0 before the first read.</summary>
    public double WinnerConfidence => _weight > 0 ? Math.Min(1, _bestScore / _weight) : 0;

    /// <summary>Confidence of a text, 0 to 1; 0 where no read gave it.</summary>
    public double ConfidenceOf(string text) => _weight > 0 ? Math.Min(1, _scores.GetValueOrDefault(text) / _weight) : 0;

    /// <param name="candidates">Possible texts, best first, confidences 0 to 1.</param>
    /// <param name="view">How well the plate was in view, above 0 to 1.</param>
    public void Add(IReadOnlyList<PlateCandidate> candidates, double view = 1)
    {
        double sum = 0, best = 0;
        foreach (var candidate in candidates)
        {
            var confidence = Math.Clamp(candidate.Confidence, 0, 1);
            sum += confidence;
            best = Math.Max(best, confidence);
        }

        if (!(best > 0))
        {
            return;
        }

        var weight = view * best * best;
        var scale = weight / Math.Max(1, sum);
        _weight += weight;
        foreach (var candidate in candidates)
        {
            Count(candidate.Text, scale * Math.Clamp(candidate.Confidence, 0, 1));
        }

        Prune();
    }

    /// <summary>Adds another vote's reads to this one.</summary>
    public void Add(PlateVote other)
    {
        _weight += other._weight;
        foreach (var (text, score) in other._scores.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Count(text, score);
        }

        Prune();
    }

    /// <summary>The best texts, best first, with their confidences 0 to 1.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<PlateCandidate> Ranking(int count) =>
        [.. Ranked().Take(count).Select(pair => new PlateCandidate(pair.Key, Math.Min(1, pair.Value / _weight)))];

    private IEnumerable<KeyValuePair<string, double>> Ranked() =>
        _scores.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);

    private void Count(string text, double score)
    {
        if (text.Length == 0 || score <= 0)
        {
            return;
        }

        score += _scores.GetValueOrDefault(text);
        _scores[text] = score;
        if (score > _bestScore || (score >= _bestScore && string.CompareOrdinal(text, Winner) < 0))
        {
            _bestScore = score;
            Winner = text;
        }
    }

    private void Prune()
    {
        if (_scores.Count <= 2 * MaxTexts)
        {
            return;
        }

        foreach (var (text, _) in Ranked().Skip(MaxTexts).ToList())
        {
            _scores.Remove(text);
        }
    }
}
