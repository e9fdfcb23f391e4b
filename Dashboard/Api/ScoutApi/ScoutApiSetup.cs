using Dashboard.Api.Http;
using Dashboard.Api.Keys;
using Dashboard.Api.ScoutApi.Searches;
using Dashboard.Configuration;
using Dashboard.Security;

namespace Dashboard.Api.ScoutApi;

/// <summary>The Rekor Scout dialect: what stands before its endpoints, and the endpoints.</summary>
internal static class ScoutApiSetup
{
    public static void AddScoutApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions(builder.Configuration, "Scout", new ScoutOptionsValidator());
        services.AddKeyLimits(provider => provider.GetRequiredService<ScoutOptions>().RequestsPerSecond);
        services.AddSingleton<RowTotals>();
        services.AddSingleton<GroupSearch>();
        services.AddSingleton<ScoutModels>();
        services.AddSingleton<ScoutApiJson>();

        // These lines hold the address as it came, with the key in it; nothing in the settings may bring them back.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Dashboard.Security.Tokens.KeyHandler", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Information);
    }

    /// <summary>For the dialect's own paths: everything that follows is inside the error body.</summary>
    public static void UseScoutApi(this IApplicationBuilder app) => app.UseMiddleware<ApiErrorMiddleware>(new KeyErrorFormat());

    public static void MapScoutApi(this IEndpointRouteBuilder app)
    {
        var routes = new ScoutRoutes(app);
        routes.MapSearches();
        routes.MapImages();
        routes.MapLists();
        routes.MapAlertLists();
        routes.MapPush();
        routes.MapRefusals(ApiPaths.Scout, answersOptions: false);
    }
}
