using Dashboard.Agents;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Agents;

/// <summary>What is said of an agent in several places.</summary>
internal static class AgentLabels
{
    /// <summary>Its clock is wrong: by how much, and what to do.</summary>
    public static string Skew(AgentSummary agent)
    {
        var seconds = DisplayFormat.Count((long)Math.Round(agent.Ahead.Duration().TotalSeconds));
        return agent.Ahead > TimeSpan.Zero
            ? Localizer.Current["Its clock is {0} s ahead, and its flows carry that time. Synchronise both machines with a time server (NTP).", seconds]
            : Localizer.Current["Its clock is {0} s behind, and its flows carry that time. Synchronise both machines with a time server (NTP).", seconds];
    }
}
