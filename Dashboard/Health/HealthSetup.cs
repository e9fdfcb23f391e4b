using Dashboard.Health.CameraHealth;
using Dashboard.Health.CameraNotices;
using Dashboard.Health.Metrics;
using Dashboard.Health.Telemetry;
using Dashboard.Hosting;
using Dashboard.Security;

namespace Dashboard.Health;

/// <summary>What watchdogs ask: is the server alive, does it do its work.</summary>
internal static class HealthSetup
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.AddMetrics();
        builder.AddTelemetry();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddSingleton<RecognitionLoad>();
        builder.Services.AddSingleton<IHealthWarning>(provider => provider.GetRequiredService<RecognitionLoad>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<RecognitionLoad>());
        builder.Services.AddHostedService<DatabaseCheck>();
        builder.Services.AddHostedService<WriteProbe>();
        builder.Services.AddSingleton<UnstoredHealth>();
        builder.Services.AddSingleton<CameraHealthReader>();
        builder.Services.AddHostedService<CameraHealthRecorder>();
        builder.Services.AddSingleton<CameraNoticeWriter>();
        builder.AddServerHostedService<CameraNoticeWorker>();
        builder.Services.AddHostedService(provider => new ServiceNotifier(
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(),
            Environment.GetEnvironmentVariable));
    }

    /// <summary>
    /// Maps <c>/healthz/live</c> and <c>/healthz/ready</c>, open to everybody: 200, or 503 with the reasons. Warnings come with 200: what they are
    /// about is no better on another server, so that none is to be taken out of a balancer for it. They name nothing of anybody's.
    /// </summary>
    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup(ApiPaths.Health).AllowAnonymous();
        health.MapGet("/live", () => Answer([], []));
        health.MapGet(
            "/ready",
            async (Readiness readiness, CancellationToken cancellationToken) => Answer(
                await readiness.FindProblemsAsync(cancellationToken), readiness.FindWarnings()));
    }

    private static IResult Answer(IReadOnlyList<string> problems, IReadOnlyList<string> warnings) => problems.Count == 0
        ? warnings.Count == 0 ? Results.Json(new { status = "ok" }) : Results.Json(new { status = "ok", warnings })
        : Results.Json(new { status = "unavailable", reason = string.Join(' ', problems) }, statusCode: StatusCodes.Status503ServiceUnavailable);
}
