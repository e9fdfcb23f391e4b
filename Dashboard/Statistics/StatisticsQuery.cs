namespace Dashboard.Statistics;

/// <summary>How long the bars of the statistics are.</summary>
internal enum StatisticsStep
{
    Hour,

    Day,

    Month,
}

/// <summary>
/// Which statistics. They are told in whole hours of UTC: where the zone is off by half an hour, the bars begin half an hour earlier than they say.
/// </summary>
/// <param name="From">The first moment, at the full hour.</param>
/// <param name="To">The moment behind the last.</param>
/// <param name="Cameras">Of these cameras; none: of all.</param>
internal sealed record StatisticsQuery(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<long> Cameras)
{
    /// <summary>Bars that can be told apart on a screen: hours of two days, days of three months, otherwise months.</summary>
    public StatisticsStep Step => (To - From).TotalDays switch
    {
        <= 2.1 => StatisticsStep.Hour,
        <= 93 => StatisticsStep.Day,
        _ => StatisticsStep.Month,
    };
}
