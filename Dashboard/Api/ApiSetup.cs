using Dashboard.Api.AdminApi;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Api.ScoutApi;
using Dashboard.Api.ScoutApi.Searches;
using Dashboard.Api.SeedataApi;
using Dashboard.Configuration;
using Dashboard.Health.Metrics;
using Dashboard.Security;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api;

/// <summary>The REST surfaces.</summary>
internal static class ApiSetup
{
    /// <summary>Registers what the APIs need.</summary>
    public static void AddApis(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions(builder.Configuration, "Cors", new CrossOriginOptionsValidator());
        builder.Services.AddToOptions(
            builder.Configuration,
            (target, from) => target.PostConfigure<CrossOriginOptions>(options => options.AddFrom(from["Cors:Origins"])));
        builder.Services.AddCors();

        // Over TLS too: the answers hold no secret of the server that a caller could guess by sending parts of it.
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["application/json", "text/csv", "text/html", "text/css", "text/javascript", "application/javascript"];
        });
        builder.Services.AddSingleton<BodyBudget>();
        builder.Services.AddSeedataApi();
        builder.AddScoutApi();
        builder.Services.AddDocs();
    }

    /// <summary>Stands before authentication, so that a refused request also gets its dialect's error body.</summary>
    public static void UseApis(this WebApplication app)
    {
        app.UseWhen(
            context => ApiPaths.IsApi(context.Request.Path) || context.Request.Path.StartsWithSegments(DocsSetup.Root),
            branch => branch.UseResponseCompression());
        var origins = app.Services.GetRequiredService<IOptions<CrossOriginOptions>>();
        app.UseWhen(context => ApiPaths.IsSeedata(context.Request.Path), branch =>
        {
            AllowOrigins(branch, origins.Value);
            branch.UseSeedataApi();
        });
        app.UseWhen(context => ApiPaths.IsScout(context.Request.Path), branch =>
        {
            AllowOrigins(branch, origins.Value);
            branch.UseScoutApi();
        });
        app.UseWhen(context => ApiPaths.IsAdmin(context.Request.Path), branch => branch.UseAdminApi());
        app.UseErrorsOfOtherAddresses();
        app.UseWhen(context => ApiPaths.IsApi(context.Request.Path), BodyShare.Use);
    }

    /// <summary>Maps the dialects and their documents.</summary>
    public static void MapApis(this WebApplication app)
    {
        var budget = app.Services.GetRequiredService<BodyBudget>();
        app.Services.GetRequiredService<ServerMetrics>().Meter.CreateObservableCounter(
            "plates.bodies.refused", () => budget.Refused, null, "Requests refused because bodies of requests had all of their memory.");
        app.UseRateLimiter(); // Behind authorization, for the limit is the key's.
        app.MapSeedataApi();
        app.MapScoutApi();
        app.MapAdminApi();
        app.MapDocs();
    }

    /// <summary>
    /// Lets pages of the allowed origins read the answers. With credentials, because clients in the wild set
    /// <c>withCredentials</c>; the APIs take no cookie, so that gives nobody a right.
    /// </summary>
    private static void AllowOrigins(IApplicationBuilder branch, CrossOriginOptions options)
    {
        if (options.Origins.Count == 0)
        {
            return;
        }

        branch.UseCors(policy => policy
            .WithOrigins([.. options.Origins])
            .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post)
            .AllowAnyHeader()
            .AllowCredentials()
            .WithExposedHeaders(
                Paging.CurrentPage, Paging.PageCount, Paging.PerPage, Paging.TotalCount,
                SearchEndpoints.TotalHeader, HeaderNames.Link, HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate)
            .SetPreflightMaxAge(TimeSpan.FromHours(1)));
    }
}
