using Dashboard.Agents.Groups;

namespace Dashboard.Agents;

/// <summary>Registers agents, and groups as agents and the Scout dialect know them.</summary>
public static class AgentSetup
{
    /// <summary>Adds them.</summary>
    public static void AddAgents(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AgentDirectory>();
        builder.Services.AddSingleton<GroupSearch>();
    }
}
