using Dashboard.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Security;
using Microsoft.AspNetCore.Authentication;

namespace Dashboard.Health.Metrics;

/// <summary>Registers and maps <c>/metrics</c>.</summary>
internal static class MetricsSetup
{
    public const string Path = "/metrics";

    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<MetricsOptions>(builder.Configuration, "Metrics");
        builder.Services.AddSingleton<DatabaseNumbers>();
        builder.Services.AddSingleton<ServerMetrics>();
    }

    /// <summary>Maps it: open to programs on this machine, and with an administrator's key or token to others.</summary>
    public static void MapMetrics(this WebApplication app) => app.MapGet(Path, AnswerAsync).AllowAnonymous();

    private static async Task AnswerAsync(HttpContext context, MetricsOptions options, ServerMetrics metrics)
    {
        if (!options.Enabled)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!LocalRequest.IsOfThisMachine(context) && await RefusalAsync(context) is { } refusal)
        {
            context.Response.StatusCode = refusal;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(
                "Metrics are for programs on the server's machine, and for others with an administrator's API key: X-Api-Key: KEY\n",
                context.RequestAborted);
            return;
        }

        await metrics.RefreshAsync(context.RequestAborted);
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(PrometheusText.Write(metrics.Meter), context.RequestAborted);
    }

    private static async Task<int?> RefusalAsync(HttpContext context)
    {
        var caller = await context.AuthenticateAsync(Policies.TokenScheme);
        if (caller.Principal is not { } person)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"metrics\"";
            return StatusCodes.Status401Unauthorized;
        }

        return person.IsInRole(Roles.Administrator) ? null : StatusCodes.Status403Forbidden;
    }
}
