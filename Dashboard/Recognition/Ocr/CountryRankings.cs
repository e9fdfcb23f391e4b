using System.Collections.Concurrent;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Plates;

namespace Dashboard.Recognition.Ocr;

/// <summary>
/// The ranking of candidates for each set of countries that cameras expect. Preparing formats takes longer than reading a plate, so each set's are
/// kept. May be called from many threads.
/// </summary>
/// <param name="regions">What the reader tells apart.</param>
/// <param name="options">The server's settings.</param>
internal sealed class CountryRankings(IReadOnlyList<string> regions, RecognitionOptions options)
{
    /// <summary>A server has few sets of countries; where it has more, all are prepared anew now and then.</summary>
    public const int MaxSets = 64;

    private readonly CandidateRanking _byDefault = Create(regions, options, options.Countries);
    private readonly ConcurrentDictionary<ExpectedCountries, CandidateRanking> _sets = new();

    /// <summary>The ranking for plates of these countries; null or none: of the server's setting.</summary>
    public CandidateRanking For(ExpectedCountries? countries)
    {
        if (countries is null || countries.IsNone)
        {
            return _byDefault;
        }

        if (_sets.TryGetValue(countries, out var known))
        {
            return known;
        }

        if (_sets.Count >= MaxSets)
        {
            _sets.Clear();
        }

        return _sets.GetOrAdd(countries, set => Create(regions, options, set.Codes));
    }

    private static CandidateRanking Create(IReadOnlyList<string> regions, RecognitionOptions options, IReadOnlyList<string> countries) =>
        new(new FormatPrior(regions, countries, options.FormatWeight), options.MinLength, options.MaxLength);
}
