using Dashboard.Statistics;

namespace Dashboard.Web.Shared;

/// <summary>How sure a reading is, as a colour.</summary>
internal static class ConfidenceTone
{
    /// <summary>Below this, 0 to 1, a plate counts as doubtful.</summary>
    public const double Low = StatisticsRollUp.DoubtfulBelow;

    /// <summary>From here on, 0 to 1, a plate counts as sure.</summary>
    public const double High = 0.9;

    /// <summary>The class of its colour.</summary>
    public static string FromConfidence(double confidence) => confidence >= High ? "tone-ok" : confidence >= Low ? "tone-warn" : "tone-bad";
}
