using Dashboard.Statistics;
using Dashboard.Web.Languages;
using Dashboard.Flows;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Overview;

/// <summary>Flows of one hour; <paramref name="Start"/> is in the server's time zone.</summary>
public sealed record HourFlows(DateTimeOffset Start, long Flows);

/// <summary>The overview's numbers out of the database, of one moment.</summary>
/// <param name="Today">Since midnight in the server's time zone.</param>
/// <param name="YesterdayUntilNow">Flows of yesterday up to the same time of day.</param>
/// <param name="Hours">The last 24 hours, oldest first; the last one is not over.</param>
/// <param name="Latest">The newest flows.</param>
internal sealed record OverviewNumbers(
    FlowDay Today, long YesterdayUntilNow, IReadOnlyList<HourFlows> Hours, IReadOnlyList<FlowWithCamera> Latest, long Total)
{
    // Of few flows, or of a day on which cameras were added, a percentage says nothing.
    private const int MinCompared = 20;
    private const double MaxChange = 2;

    /// <summary>Today against yesterday in words; empty where there is nothing to compare.</summary>
    public string Comparison => YesterdayUntilNow == 0
        ? ""
        : ((double)(Today.Total - YesterdayUntilNow) / YesterdayUntilNow) switch
        {
            > MaxChange => Yesterday,
            _ when YesterdayUntilNow < MinCompared => Yesterday,
            > 0.005 and var more => Localizer.Current["{0} more than yesterday at this time", more.ToString("P0", DisplayFormat.Culture)],
            < -0.005 and var less => Localizer.Current["{0} fewer than yesterday at this time", (-less).ToString("P0", DisplayFormat.Culture)],
            _ => Localizer.Current["the same as yesterday at this time"],
        };

    private string Yesterday => Localizer.Current["{0} yesterday at this time", DisplayFormat.Count(YesterdayUntilNow)];
}
