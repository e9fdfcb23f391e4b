namespace Dashboard.Domain.Plates;

/// <summary>
/// What is known about a plate's text before looking at its characters: Σ P(region) · fit(text, region), where the
/// probabilities of the regions come from the picture. Multiplied with what a reader saw, it settles an O or 0 by its
/// place where the picture leaves that open; it is never so small that it outweighs clear evidence.
/// </summary>
public sealed class FormatPrior
{
    /// <summary>Regions less probable than this say nothing.</summary>
    private const float MinShare = 0.002f;

    /// <summary>A region is named from this probability on; below it, its country is if that is so probable. Better none than a wrong one.</summary>
    private const double MinNamedShare = 0.8;

    private readonly Region[] _regions;
    private readonly double _weight;

    /// <param name="regions">What the probabilities stand for: <c>us-ca</c>, <c>de</c>, …</param>
    /// <param name="countries">Countries (or states) that plates are from; none: any.</param>
    /// <param name="weight">How much formats count, 0 (not at all) to 1.</param>
    public FormatPrior(IReadOnlyList<string> regions, IReadOnlyList<string> countries, double weight)
    {
        _weight = Math.Clamp(weight, 0, 1);
        _regions =
        [
            .. regions.Select(code => new Region(code, PlateFormats.CountryOf(code), PlateFormats.ForRegion(code), IsAllowed(code, countries))),
        ];
        if (_regions.Length > 0 && !_regions.Any(region => region.IsAllowed))
        {
            // The reader knows none of the countries: then any region may stand for them, with their formats.
            var known = countries.Select(PlateFormats.ForRegion).ToList();
            var formats = RegionFormats.Union(known, known.Max(region => region.Misfit));
            _regions = [.. _regions.Select(region => region with { Formats = formats, IsAllowed = true })];
        }
    }

    /// <summary>Makes probabilities of regions from what the reader saw: countries that are ruled out get none, the others share all.</summary>
    /// <param name="shares">Probabilities, one for each region; changed in place.</param>
    public void Narrow(Span<float> shares)
    {
        var total = 0f;
        for (var i = 0; i < shares.Length; i++)
        {
            // A little for each, so that something is left where the reader saw only what is ruled out.
            shares[i] = _regions[i].IsAllowed ? shares[i] + 1e-6f : 0;
            total += shares[i];
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= total;
        }
    }

    /// <summary>How likely a text is by its format: above 0, at most 1.</summary>
    /// <param name="text">Normalised.</param>
    /// <param name="shares">Probabilities of the regions, as <see cref="Narrow"/> left them.</param>
    public double Weight(ReadOnlySpan<char> text, ReadOnlySpan<float> shares)
    {
        if (_weight <= 0)
        {
            return 1;
        }

        double sum = 0, total = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i] >= MinShare)
            {
                sum += shares[i] * _regions[i].Formats.Fit(text);
                total += shares[i];
            }
        }

        return total > 0 ? Math.Pow(sum / total, _weight) : 1;
    }

    /// <summary>The region of a text: where picture and format together are sure enough, else its country, else null.</summary>
    /// <param name="text">Normalised.</param>
    /// <param name="shares">Probabilities of the regions, as <see cref="Narrow"/> left them.</param>
    public string? RegionOf(ReadOnlySpan<char> text, ReadOnlySpan<float> shares)
    {
        double total = 0, best = 0;
        var region = -1;
        for (var i = 0; i < shares.Length; i++)
        {
            var probability = Probability(i, text, shares);
            total += probability;
            if (probability > best)
            {
                (best, region) = (probability, i);
            }
        }

        if (region < 0 || _regions[region].Code == PlateFormats.UnknownRegion)
        {
            return null;
        }

        if (best >= MinNamedShare * total)
        {
            return _regions[region].Code;
        }

        var country = _regions[region].Country;
        var together = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            together += _regions[i].Country == country ? Probability(i, text, shares) : 0;
        }

        return together >= MinNamedShare * total ? country : null;
    }

    private static bool IsAllowed(string code, IReadOnlyList<string> countries) =>
        countries.Count == 0 || countries.Any(country =>
            string.Equals(code, country, StringComparison.OrdinalIgnoreCase)
            || code.StartsWith($"{country}-", StringComparison.OrdinalIgnoreCase));

    private double Probability(int region, ReadOnlySpan<char> text, ReadOnlySpan<float> shares) =>
        shares[region] < MinShare ? 0 : shares[region] * Math.Pow(_regions[region].Formats.Fit(text), _weight);

    private sealed record Region(string Code, string Country, RegionFormats Formats, bool IsAllowed);
}
