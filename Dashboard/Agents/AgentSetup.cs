using Dashboard.Agents.Groups;
using Dashboard.Agents.Intake;

namespace Dashboard.Agents;

/// <summary>Registers agents, and groups as agents and the Scout dialect know them.</summary>
public static class AgentSetup
{
    /// <summary>Adds them.</summary>
    public static void AddAgents(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AgentDirectory>();
        builder.Services.AddSingleton<SiteStore>();
        builder.Services.AddSingleton<GroupSearch>();
        builder.Services.AddSingleton<PushedGroupWriter>();
        builder.Services.AddSingleton<HeartbeatIntake>();
        builder.Services.AddSingleton<GroupIntake>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<GroupIntake>());
    }
}
