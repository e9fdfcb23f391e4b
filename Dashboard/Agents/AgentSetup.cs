using Dashboard.Agents.Intake;
using Dashboard.Agents.Pictures;
using Dashboard.Agents.Reads;
using Dashboard.Configuration;
using Dashboard.Flows;
using Dashboard.Hosting;

namespace Dashboard.Agents;

/// <summary>Registers agents, and what they push.</summary>
internal static class AgentSetup
{
    public static void AddAgents(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AgentDirectory>();
        builder.Services.AddSingleton<SiteStore>();
        builder.Services.AddSingleton<PushedGroupWriter>();
        builder.Services.AddSingleton<HeartbeatIntake>();
        builder.Services.AddSingleton<PushAccess>();
        builder.Services.AddSingleton<PushIntake>();
        builder.Services.AddSingleton<AgentCheckInHandler>();
        builder.Services.AddSingleton<AgentStore>();
        builder.Services.AddSingleton<IntakeStatus>();
        builder.Services.AddSingleton<GroupIntake>();
        builder.Services.AddSingleton<PushedReadStore>();
        builder.Services.AddSingleton<ReadBacklog>();
        builder.Services.AddSingleton<NewestReads>();
        builder.Services.AddSingleton<ReadIntake>();
        builder.Services.AddSingleton<ReadVehicleWriter>();
        builder.Services.AddSingleton<ReadTracker>();
        builder.AddServerHostedService<GroupIntake>();
        builder.AddServerHostedService<ReadIntake>();
        builder.AddServerHostedService<ReadTracker>();
        builder.AddServerHostedService<AgentWatch>();
        if (builder.Role() != ServerRole.Agent)
        {
            builder.Services.AddSingleton<IRemotePictures, AgentPictures>();
        }
    }
}
