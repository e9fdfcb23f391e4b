using Dashboard.Agents;
using Dashboard.Agents.AgentRole;
using Dashboard.Alerts;
using Dashboard.Alerts.Delivery;
using Dashboard.Api;
using Dashboard.Api.Http;
using Dashboard.Backups;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Cluster;
using Dashboard.Configuration;
using Dashboard.Flows;
using Dashboard.Health;
using Dashboard.Health.Metrics;
using Dashboard.Hosting;
using Dashboard.Hosting.Proxies;
using Dashboard.Live;
using Dashboard.Mqtt;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Retention;
using Dashboard.Scout;
using Dashboard.Security;
using Dashboard.Security.Browsers;
using Dashboard.Settings;
using Dashboard.Statistics;
using Dashboard.Storage;
using Dashboard.Tracking;
using Dashboard.Web;

namespace Dashboard;

/// <summary>Puts the program together: one line a stage in the order of a plate's journey, then the two surfaces.</summary>
internal static class DashboardServer
{
    /// <summary>Where the server listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://localhost:8881";

    /// <summary>The program's parts, not started. Commands use them without ever starting the host.</summary>
    /// <param name="settings">Settings as <c>--Section:Key=value</c>.</param>
    /// <param name="configure">A last word on services and logging, for commands and tests.</param>
    public static WebApplication Build(string[] settings, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // A file that is being edited must not reach a running server half-written.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. settings],
            ApplicationName = typeof(DashboardServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddConfiguration(settings);

        AddParts(builder);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.WarnOfSettings();
        app.UseSecurityHeaders();
        if (builder.Role() == ServerRole.Recognizer)
        {
            // No page, no API: it is worked from the dashboard of the servers on its database.
            app.MapHealth();
            return app;
        }

        if (builder.Role() == ServerRole.Agent)
        {
            // No page, no API: an agent is worked from its server's dashboard.
            app.MapHealth();
            app.MapAgentService();
            return app;
        }

        app.UseTrustedProxies();
        app.UseHsts();
        app.UseHostGuard();
        app.UseCrossSiteGuard();
        app.UseCleanAddresses();
        app.UseProblemPages();
        app.UsePackageAssetCaching();
        app.UseApis();
        app.UseSecurity();
        app.UseLanguages();
        app.MapHealth();
        app.MapMetrics();
        app.MapApis();
        app.MapWeb();
        return app;
    }

    private static void AddParts(WebApplicationBuilder builder)
    {
        builder.AddHosting();
        builder.AddStorage();
        builder.AddPipeline();
        builder.AddCameras();
        builder.AddCapture();
        builder.AddRecognition();
        builder.AddTracking();
        builder.AddFlows();
        builder.AddStatistics();
        builder.AddRetention();
        builder.AddBackups();
        builder.AddLive();
        builder.AddScout();
        builder.AddAlerts();
        builder.AddDeliveries();
        builder.AddSecurity();
        builder.AddSavedSettings();
        builder.AddAgents();
        builder.AddAgentRole();
        builder.AddMqtt();
        builder.AddHealth();
        builder.AddApis();
        builder.AddWeb();
        builder.AddCluster();
    }
}
