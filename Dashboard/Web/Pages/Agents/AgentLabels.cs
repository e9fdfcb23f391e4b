using Dashboard.Agents;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Agents;

/// <summary>What is said of an agent in several places.</summary>
internal static class AgentLabels
{
    /// <summary>Flows of it were refused for good: how many, and why.</summary>
    public static string Refused(AgentSummary agent) => Localizer.Current.Plural(
        agent.Refused.Count,
        "This server refused {0} flow since the agent was started; it is only on the agent. {1}",
        "This server refused {0} flows since the agent was started; they are only on the agent. The last reason: {1}",
        Localizer.Current.Message(agent.Refused.Reason));

    /// <summary>Its clock is wrong: by how much, and what to do.</summary>
    public static string Skew(AgentSummary agent)
    {
        var seconds = DisplayFormat.Count((long)Math.Round(agent.Ahead.Duration().TotalSeconds));
        return agent.Ahead > TimeSpan.Zero
            ? Localizer.Current["Its clock is {0} s ahead, and its flows carry that time. Synchronise both machines with a time server (NTP).", seconds]
            : Localizer.Current["Its clock is {0} s behind, and its flows carry that time. Synchronise both machines with a time server (NTP).", seconds];
    }
}
