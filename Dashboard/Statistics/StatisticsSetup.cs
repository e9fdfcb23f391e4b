using Dashboard.Configuration;
using Dashboard.Statistics.Stays;

namespace Dashboard.Statistics;

/// <summary>Registers the roll-ups and what reads numbers.</summary>
internal static class StatisticsSetup
{
    public static void AddStatistics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TopPlates>();
        builder.Services.AddSingleton<StatisticsReader>();
        builder.Services.AddSingleton<DayReader>();
        builder.Services.AddSingleton<StatisticsRollUp>();
        builder.Services.AddSingleton<StayReader>();
        builder.Services.AddSingleton<StayRollUp>();

        // An agent's flows are told of by its server.
        if (builder.Role() != ServerRole.Agent)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<StatisticsRollUp>());
            builder.Services.AddHostedService(services => services.GetRequiredService<StayRollUp>());
        }
    }
}
