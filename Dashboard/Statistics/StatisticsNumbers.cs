using Dashboard.Statistics.Stays;

namespace Dashboard.Statistics;

/// <summary>Numbers of a span of time, of all chosen cameras or of one.</summary>
/// <param name="Read">Flows with a plate.</param>
/// <param name="Doubtful">Flows with a plate of low confidence.</param>
/// <param name="ConfidenceSum">Sum of the confidences, 0 to 1 each, of flows with a plate.</param>
public readonly record struct ReadQuality(long Flows, long Read, long Doubtful, double ConfidenceSum)
{
    /// <summary>Share of flows with a plate, 0 to 1; 0 where there are no flows.</summary>
    public double ReadShare => Flows == 0 ? 0 : (double)Read / Flows;

    /// <summary>Share of plates that are doubtful, 0 to 1; 0 where none was read.</summary>
    public double DoubtfulShare => Read == 0 ? 0 : (double)Doubtful / Read;

    /// <summary>Mean confidence of the plates, 0 to 1; 0 where none was read.</summary>
    public double MeanConfidence => Read == 0 ? 0 : ConfidenceSum / Read;

    /// <summary>Both together.</summary>
    public static ReadQuality operator +(ReadQuality a, ReadQuality b) =>
        new(a.Flows + b.Flows, a.Read + b.Read, a.Doubtful + b.Doubtful, a.ConfidenceSum + b.ConfidenceSum);
}

/// <summary>One bar of the statistics: from <paramref name="From"/> to just before <paramref name="To"/>.</summary>
internal sealed record PeriodNumbers(DateTimeOffset From, DateTimeOffset To, ReadQuality Quality);

/// <summary>A camera's share.</summary>
public sealed record CameraNumbers(int CameraId, string Camera, ReadQuality Quality);

/// <summary>How often a plate passed.</summary>
internal sealed record PlateNumbers(string Plate, long Flows);

/// <summary>How often a list matched.</summary>
internal sealed record ListHits(int ListId, string List, long Hits, long Open);

/// <summary>What the page Statistics shows.</summary>
/// <param name="Total">Of the whole span.</param>
/// <param name="Periods">Oldest first, without gaps.</param>
/// <param name="Week">Flows by weekday (0 is Monday) and hour of the day in the server's zone: mean of an hour of that kind.</param>
/// <param name="HoursOfDay">24 numbers, by the hour of the day in the server's zone.</param>
/// <param name="Cameras">Most flows first.</param>
/// <param name="Plates">The most frequent plates, most first.</param>
/// <param name="Lists">The lists that matched, most hits first.</param>
/// <param name="Stays">How long vehicles were inside.</param>
internal sealed record StatisticsNumbers(
    ReadQuality Total,
    IReadOnlyList<PeriodNumbers> Periods,
    IReadOnlyList<IReadOnlyList<double>> Week,
    IReadOnlyList<ReadQuality> HoursOfDay,
    IReadOnlyList<CameraNumbers> Cameras,
    IReadOnlyList<PlateNumbers> Plates,
    IReadOnlyList<ListHits> Lists,
    StayNumbers Stays);
