namespace Dashboard.Domain.Plates;

/// <summary>
/// The region of a vehicle's plate, judged once over all of its reads. Single reads of one plate may name different regions or none; a region is
/// told only where it is sure, so that what is shown of a vehicle does not change from read to read.
/// </summary>
public sealed class RegionVote
{
    /// <summary>The share of all reads' weight that a region needs.</summary>
    public const double MinShare = 2.0 / 3;

    private const int MaxRegions = 16;
    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);
    private double _total;

    /// <summary>The region that is sure; null: none is.</summary>
    public string? Winner
    {
        get
        {
            var (region, weight) = _weights.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).FirstOrDefault();
            return region is not null && weight >= MinShare * _total ? region : null;
        }
    }

    /// <param name="region">What it names; null: nothing, which counts against all.</param>
    /// <param name="weight">How much it counts, above 0.</param>
    public void Add(string? region, double weight)
    {
        if (!(weight > 0))
        {
            return;
        }

        _total += weight;
        if (!string.IsNullOrEmpty(region) && (_weights.ContainsKey(region) || _weights.Count < MaxRegions))
        {
            _weights[region] = _weights.GetValueOrDefault(region) + weight;
        }
    }

    /// <summary>Adds another vote's reads.</summary>
    public void Add(RegionVote other)
    {
        _total += other._total;
        foreach (var (region, weight) in other._weights)
        {
            if (_weights.ContainsKey(region) || _weights.Count < MaxRegions)
            {
                _weights[region] = _weights.GetValueOrDefault(region) + weight;
            }
        }
    }
}
