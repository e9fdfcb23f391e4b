using Dashboard.Configuration;
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
        services.AddSingleton<AgentPictureEndpoints>();
        if (builder.Role() != ServerRole.Agent)
        {
            return;
        }

        services.AddHostedService(provider => provider.GetRequiredService<AgentCheckInService>());
        services.AddHostedService(provider => provider.GetRequiredService<FlowPusher>());
        services.AddHostedService(provider => provider.GetRequiredService<PictureQuota>());
        services.AddHostedService(provider => provider.GetRequiredService<HeartbeatSender>());
        Listen(builder);
    }

    /// <summary>Maps the service of pictures, where the settings switch it on; nothing else is there.</summary>
    public static void MapAgentPictures(this WebApplication app)
    {
        app.Map("/{**rest}", () => Results.StatusCode(StatusCodes.Status404NotFound)).AllowAnonymous();
        if (app.Services.GetRequiredService<AgentOptions>().WebServer.Enabled)
        {
            app.MapGet("/img/{image}", (HttpContext context, string image, AgentPictureEndpoints pictures) => pictures.GetAsync(context, image))
                .AllowAnonymous();
            app.MapGet("/crop/{image}", (HttpContext context, string image, AgentPictureEndpoints pictures) => pictures.CropAsync(context, image))
                .AllowAnonymous();
        }
    }

    // An agent has no page, so it listens only where its settings say so: to be asked for its health (urls), and for pictures.
    private static void Listen(WebApplicationBuilder builder)
    {
        var service = builder.Configuration.GetSection("Agent:WebServer").Get<AgentWebServerOptions>() ?? new AgentWebServerOptions();
        var urls = (builder.Configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        if (service.Enabled)
        {
            urls.Add(service.Url);
        }

        if (urls.Count > 0)
        {
            builder.WebHost.UseUrls([.. urls]);
        }
        else
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<IServer, Nowhere>());
        }
    }

    /// <summary>Listens nowhere.</summary>
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
