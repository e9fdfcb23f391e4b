namespace Dashboard.Domain.Plates;

/// <summary>
/// How countries and states arrange letters and digits. Plates of a region that fit none of its formats exist (old series,
/// owners' choices, officials'), but are rare; how rare is <see cref="RegionFormats.Misfit"/>.
/// </summary>
public static class PlateFormats
{
    /// <summary>The longest format, in characters.</summary>
    public const int MaxLength = 10;

    /// <summary>What a reader answers where it cannot tell the region: any format may stand on the plate, and it is never shown.</summary>
    public const string UnknownRegion = "unknown";

    /// <summary>Where nothing is known of the region, much fits nothing that is listed.</summary>
    private const double MisfitEverywhere = 0.3;

    private static readonly Dictionary<string, RegionFormats> Regions = PlateFormatTable.Read();
    private static readonly RegionFormats Any = RegionFormats.Union(Regions.Values, MisfitEverywhere);

    /// <summary>The regions that are known: countries (<c>de</c>), and states with their country before them (<c>us-ca</c>).</summary>
    public static IReadOnlyCollection<string> Known => Regions.Keys;

    /// <summary>
    /// The formats of a region; those of its country where the state is not known, and those of all regions together where
    /// the country is not known either.
    /// </summary>
    public static RegionFormats ForRegion(string region) =>
        Regions.TryGetValue(region, out var formats) || Regions.TryGetValue(CountryOf(region), out formats) ? formats : Any;

    /// <summary>The country of a region: <c>us</c> of <c>us-ca</c>.</summary>
    public static string CountryOf(string region) => region.Split('-')[0];
}
