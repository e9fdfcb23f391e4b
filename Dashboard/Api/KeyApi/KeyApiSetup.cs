using Dashboard.Configuration;
using Dashboard.Security;
using Dashboard.Security.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.KeyApi;

/// <summary>The Rekor Scout dialect: which addresses are its own, what stands before its endpoints, and the endpoints.</summary>
public static class KeyApiSetup
{
    private static readonly PathString[] Roots = ["/api", "/img", "/push"];
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The dialect owns these paths and everything below them.</summary>
    public static bool Owns(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root));

    /// <summary>Registers what its endpoints share.</summary>
    public static void AddKeyApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddOptions(builder.Configuration, "Scout", new ScoutOptionsValidator());
        services.AddSingleton<KeyLimits>();
        services.AddSingleton<SearchEndpoints>();
        services.AddSingleton<ListEndpoints>();
        services.AddSingleton<ImageEndpoints>();
        services.AddSingleton<PushEndpoint>();
        services.AddSingleton<AlertListEndpoints>();

        // These lines hold the address as it came, with the key in it; nothing in the settings may bring them back.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Dashboard.Security.Tokens.KeyHandler", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Information);
    }

    /// <summary>For the dialect's own paths: the key leaves the address, and everything that follows is inside the error body.</summary>
    public static void UseKeyApi(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            KeyInQuery.Take(context);
            return next(context);
        });
        app.UseMiddleware<KeyApiErrorMiddleware>();
    }

    /// <summary>Maps the endpoints, each with and without the slash at its end, and each root for all paths below it, so that no page answers here.</summary>
    public static void MapKeyApi(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithMetadata(new SkipStatusCodePagesAttribute()).DisableAntiforgery().ExcludeFromDescription();
        var readers = routes.MapGroup("").RequireAuthorization(With(Policies.Viewer)).AddEndpointFilter(LimitAsync);
        readers.MapMethods("/api/search/plate", Read, (HttpContext context, SearchEndpoints search) => search.PlatesAsync(context));
        readers.MapMethods("/api/search/platecandidate", Read, (HttpContext context, SearchEndpoints search) => search.CandidatesAsync(context));
        readers.MapMethods("/api/search/alert", Read, (HttpContext context, SearchEndpoints search) => search.AlertsAsync(context));
        readers.MapMethods("/api/detail/platecandidate/{id}", Read, (HttpContext context, string id, SearchEndpoints search) => search.DetailAsync(context, id));
        readers.MapMethods("/api/agents", Read, (HttpContext context, ListEndpoints lists) => lists.AgentsAsync(context));
        readers.MapMethods("/api/cameras", Read, (HttpContext context, ListEndpoints lists) => lists.CamerasAsync(context));
        readers.MapMethods("/api/alert-lists", Read, (HttpContext context, ListEndpoints lists) => lists.AlertListsAsync(context));
        readers.MapMethods("/img/{agent}/{image}", Read, (HttpContext context, string agent, string image, ImageEndpoints images) => images.GetAsync(context, agent, image));

        var administrators = routes.MapGroup("").RequireAuthorization(With(Policies.Administrator)).AddEndpointFilter(LimitAsync);
        administrators.MapMethods("/api/users", Read, (HttpContext context, ListEndpoints lists) => lists.UsersAsync(context));

        readers.MapMethods("/api/v2/alert-lists", Read, (HttpContext context, AlertListEndpoints lists) => lists.NamesAsync(context));
        readers.MapMethods("/api/alert-group-export-csv", Read, (HttpContext context, AlertListEndpoints lists) => lists.ExportAsync(context));

        var operators = routes.MapGroup("").RequireAuthorization(With(Policies.Operator)).AddEndpointFilter(LimitAsync);
        operators.MapPost("/api/alert-lists", (HttpContext context, AlertListEndpoints lists) => lists.CreateAsync(context));
        operators.MapPost("/api/v2/alert-lists", (HttpContext context, AlertListEndpoints lists) => lists.CreateAsync(context));
        operators.MapPost("/api/alert-group-import-csv", (HttpContext context, AlertListEndpoints lists) => lists.ImportAsync(context))
            .WithMetadata(new RequestSizeLimitAttribute(AlertListEndpoints.MaximumFile), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = AlertListEndpoints.MaximumFile });

        var agents = routes.MapGroup("").RequireAuthorization(new AuthorizeAttribute(Policies.Operator) { AuthenticationSchemes = Policies.KeyScheme });
        agents.MapPost("/push", (HttpContext context, PushEndpoint push) => push.TakeAsync(context)).WithMetadata(new RequestSizeLimitAttribute(PushEndpoint.MaximumLength));

        foreach (var root in Roots)
        {
            routes.Map($"{root}/{{**rest}}", () => Results.StatusCode(StatusCodes.Status404NotFound)).AllowAnonymous();
        }
    }

    // The browser's own session will do as well, so that a person can try an address.
    private static AuthorizeAttribute With(string policy) =>
        new(policy) { AuthenticationSchemes = $"{Policies.KeyScheme},{IdentityConstants.ApplicationScheme}" };

    private static ValueTask<object?> LimitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.RequestServices.GetRequiredService<KeyLimits>().Check(context.HttpContext);
        return next(context);
    }
}
