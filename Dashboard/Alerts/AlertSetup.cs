using Dashboard.Alerts.Inbox;
using Dashboard.Alerts.Lists;
using Dashboard.Alerts.Matching;
using Dashboard.Configuration;
using Dashboard.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Alerts;

/// <summary>Registers the alert lists and the worker that makes alerts.</summary>
internal static class AlertSetup
{
    public static void AddAlerts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AlertListStore>();
        builder.Services.AddSingleton<AlertEntryStore>();
        builder.Services.AddSingleton<AlertListImport>();
        builder.Services.AddSingleton<AlertStore>();
        builder.Services.AddSingleton<AlertActions>();
        builder.Services.AddSingleton<OpenAlerts>();
        builder.AddServerHostedService<OpenAlerts>();
        builder.Services.AddSingleton<AlertFeed>();
        builder.Services.AddSingleton<NewAlertFeed>();
        builder.Services.AddSingleton<AlertStatus>();
        builder.Services.AddSingleton<AlertListCache>();
        builder.Services.AddSingleton<ListedPlates>();
        builder.Services.AddSingleton(
            services =>
                new FlowMatcher(services.GetRequiredService<AlertEntryStore>(), services.GetRequiredService<IOptionsMonitor<ServerOptions>>()));
        builder.Services.AddSingleton<AlertBatchReader>();
        builder.Services.AddSingleton(services => new QueueLimiter(services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<DeliveryFactory>();
        builder.Services.AddSingleton<AlertWriter>();
        builder.AddServerHostedService<AlertWorker>();
    }
}
