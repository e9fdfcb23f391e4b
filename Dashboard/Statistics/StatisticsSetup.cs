namespace Dashboard.Statistics;

/// <summary>Registers the roll-ups and their reader.</summary>
internal static class StatisticsSetup
{
    public static void AddStatistics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TopPlates>();
        builder.Services.AddSingleton<StatisticsReader>();
        builder.Services.AddSingleton<StatisticsRollUp>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StatisticsRollUp>());
    }
}
