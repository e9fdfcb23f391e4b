using Dashboard.Alerts.Lists;
using Dashboard.Alerts.Matching;

namespace Dashboard.Alerts;

/// <summary>Registers alert lists and what makes alerts of flows.</summary>
public static class AlertSetup
{
    /// <summary>Adds them.</summary>
    public static void AddAlerts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<AlertListStore>();
        services.AddSingleton<AlertListImport>();
        services.AddSingleton<AlertMatcher>();
        services.AddSingleton<AlertFeed>();
        services.AddSingleton<AlertStatus>();
        services.AddSingleton<AlertRound>();
        services.AddHostedService<AlertWorker>();
    }
}
