using Dashboard.Configuration;
using Dashboard.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Agents.AgentRole;

/// <summary>Registers what only a machine with <c>Role=Agent</c> does.</summary>
internal static class AgentRoleSetup
{
    /// <summary>Adds it; on a server only the settings, which are checked everywhere.</summary>
    public static void AddAgentRole(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<AgentOptions>(builder.Configuration, "Agent");
        services.AddToOptions(builder.Configuration, (target, _) => target.AddSingleton<IValidateOptions<AgentOptions>, AgentOptionsValidator>());
        services.AddSingleton<AgentLinkStatus>();
        services.AddSingleton<ServerConnection>();
        services.AddSingleton<AgentCheckInService>();
        services.AddSingleton<FlowPusher>();
        services.AddSingleton<PictureQuota>();
        services.AddSingleton<HeartbeatSender>();
        services.AddSingleton<AgentAccess>();
        services.AddSingleton<AgentPictureEndpoints>();
        services.AddSingleton<AgentGroupEndpoints>();
        if (builder.Role() != ServerRole.Agent)
        {
            return;
        }

        services.AddHostedService(provider => provider.GetRequiredService<AgentCheckInService>());
        services.AddHostedService(provider => provider.GetRequiredService<FlowPusher>());
        services.AddHostedService(provider => provider.GetRequiredService<PictureQuota>());
        services.AddHostedService(provider => provider.GetRequiredService<HeartbeatSender>());
        if (Urls(builder.Configuration).Count == 0)
        {
            services.Replace(ServiceDescriptor.Singleton<IServer, Nowhere>());
        }
    }

    /// <summary>Maps the service of pictures and groups, where the settings switch it on; nothing else is there.</summary>
    public static void MapAgentService(this WebApplication app)
    {
        foreach (var url in Urls(app.Configuration))
        {
            app.Urls.Add(url);
        }

        app.Map("/{**rest}", () => Results.StatusCode(StatusCodes.Status404NotFound)).AllowAnonymous();
        if (app.Services.GetRequiredService<AgentOptions>().WebServer.Enabled)
        {
            app.MapGet(
                ApiPaths.Images + "/{image}",
                (HttpContext context, string image, AgentPictureEndpoints pictures) => pictures.GetAsync(context, image))
                .AllowAnonymous();
            app.MapGet("/crop/{image}", (HttpContext context, string image, AgentPictureEndpoints pictures) => pictures.CropAsync(context, image))
                .AllowAnonymous();
            app.MapGet(
                "/view/{image}/{number:int}.jpg",
                (HttpContext context, string image, int number, AgentPictureEndpoints pictures) => pictures.ViewAsync(context, image, number))
                .AllowAnonymous();
            app.MapGet("/", (HttpContext context, AgentGroupEndpoints groups) => groups.IndexAsync(context)).AllowAnonymous();
            app.MapGet("/list", (HttpContext context, AgentGroupEndpoints groups) => groups.ListAsync(context)).AllowAnonymous();
            app.MapGet("/meta/{key}", (HttpContext context, string key, AgentGroupEndpoints groups) => groups.GetAsync(context, key))
                .AllowAnonymous();
            app.MapGet("/gps/set", (HttpContext context, AgentGroupEndpoints groups) => groups.SetPositionAsync(context)).AllowAnonymous();
        }
    }

    // An agent has no page, so it listens only where its settings say so: to be asked for its health (urls), and for pictures.
    private static List<string> Urls(IConfiguration configuration)
    {
        var service = configuration.GetSection("Agent:WebServer").Get<AgentWebServerOptions>() ?? new AgentWebServerOptions();
        List<string> urls = [.. (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return service.Enabled ? [.. urls, service.Url] : urls;
    }

    private sealed class Nowhere : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
