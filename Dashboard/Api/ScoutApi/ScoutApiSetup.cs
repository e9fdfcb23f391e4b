using Dashboard.Api.Docs;
using Dashboard.Configuration;
using Dashboard.Security;
using Dashboard.Security.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.ScoutApi;

/// <summary>The Rekor Scout dialect: which addresses are its own, what stands before its endpoints, and the endpoints.</summary>
public static class ScoutApiSetup
{
    private static readonly PathString[] Roots = ["/api", "/img", "/push"];
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Write = [HttpMethods.Post];

    /// <summary>The dialect owns these paths and everything below them.</summary>
    public static bool Owns(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root));

    /// <summary>Registers what its endpoints share.</summary>
    public static void AddScoutApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions(builder.Configuration, "Scout", new ScoutOptionsValidator());
        services.AddKeyLimits();
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
    public static void UseScoutApi(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            QueryApiKey.Take(context);
            return next(context);
        });
        app.UseMiddleware<ScoutApiErrorMiddleware>();
    }

    /// <summary>Maps the endpoints, each with and without the slash at its end, and each root for all paths below it, so that no page answers here.</summary>
    public static void MapScoutApi(this IEndpointRouteBuilder app)
    {
        var known = new Dictionary<string, List<string>>();
        var routes = app.MapGroup("").WithMetadata(new SkipStatusCodePagesAttribute()).DisableAntiforgery().WithGroupName(ScoutApiDocs.Document.Name);
        var readers = routes.MapGroup("").RequireAuthorization(With(Policies.Viewer)).RequireRateLimiting(KeyLimits.Policy);
        Map(readers, "/api/search/plate", Read, (HttpContext context, SearchEndpoints search) => search.PlatesAsync(context), ScoutApiDocs.SearchPlates);
        Map(readers, "/api/search/platecandidate", Read, (HttpContext context, SearchEndpoints search) => search.CandidatesAsync(context), ScoutApiDocs.SearchCandidates);
        Map(readers, "/api/search/alert", Read, (HttpContext context, SearchEndpoints search) => search.AlertsAsync(context), ScoutApiDocs.SearchAlerts);
        Map(readers, "/api/detail/platecandidate/{id}", Read, (HttpContext context, string id, SearchEndpoints search) => search.DetailAsync(context, id), ScoutApiDocs.Detail);
        Map(readers, "/api/agents", Read, (HttpContext context, ListEndpoints lists) => lists.AgentsAsync(context), ScoutApiDocs.ListAgents);
        Map(readers, "/api/cameras", Read, (HttpContext context, ListEndpoints lists) => lists.CamerasAsync(context), ScoutApiDocs.ListCameras);
        Map(readers, "/api/alert-lists", Read, (HttpContext context, ListEndpoints lists) => lists.AlertListsAsync(context), ScoutApiDocs.ListAlertLists);
        Map(readers, "/img/{agent}/{image}", Read, (HttpContext context, string agent, string image, ImageEndpoints images) => images.GetAsync(context, agent, image), ScoutApiDocs.Image);

        var administrators = routes.MapGroup("").RequireAuthorization(With(Policies.Administrator)).RequireRateLimiting(KeyLimits.Policy);
        Map(administrators, "/api/users", Read, (HttpContext context, ListEndpoints lists) => lists.UsersAsync(context), ScoutApiDocs.ListUsers);

        Map(readers, "/api/v2/alert-lists", Read, (HttpContext context, AlertListEndpoints lists) => lists.NamesAsync(context), ScoutApiDocs.NameAlertLists);
        Map(readers, "/api/alert-group-export-csv", Read, (HttpContext context, AlertListEndpoints lists) => lists.ExportAsync(context), ScoutApiDocs.ExportEntries);

        var operators = routes.MapGroup("").RequireAuthorization(With(Policies.Operator)).RequireRateLimiting(KeyLimits.Policy);
        Map(operators, "/api/alert-lists", Write, (HttpContext context, AlertListEndpoints lists) => lists.CreateAsync(context), ScoutApiDocs.CreateAlertList);
        Map(operators, "/api/v2/alert-lists", Write, (HttpContext context, AlertListEndpoints lists) => lists.CreateAsync(context), ScoutApiDocs.CreateAlertListV2);
        Map(operators, "/api/alert-group-import-csv", Write, (HttpContext context, AlertListEndpoints lists) => lists.ImportAsync(context), ScoutApiDocs.ImportEntries)
            .WithMetadata(new RequestSizeLimitAttribute(AlertListEndpoints.MaximumFile), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = AlertListEndpoints.MaximumFile });

        var agents = routes.MapGroup("").RequireAuthorization(new AuthorizeAttribute(Policies.Operator) { AuthenticationSchemes = Policies.KeyScheme });
        Map(agents, "/push", Write, (HttpContext context, PushEndpoint push) => push.TakeAsync(context), ScoutApiDocs.Push).WithMetadata(new RequestSizeLimitAttribute(PushEndpoint.MaximumLength));

        // Between machines of this program: no promise to others.
        agents.MapPost("/push/hello", (HttpContext context, PushEndpoint push) => push.HelloAsync(context)).WithMetadata(new RequestSizeLimitAttribute(PushEndpoint.MaximumHello)).ExcludeFromDescription();

        var refused = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        foreach (var (pattern, methods) in known)
        {
            refused.Map(pattern, Refuse(methods));
        }

        foreach (var root in Roots)
        {
            refused.Map($"{root}/{{**rest}}", () => Results.StatusCode(StatusCodes.Status404NotFound));
        }

        RouteHandlerBuilder Map(RouteGroupBuilder group, string pattern, string[] methods, Delegate answer, OperationDocs notes)
        {
            known[pattern] = [.. known.GetValueOrDefault(pattern, []), .. methods];
            return group.MapMethods(pattern, methods, answer).Describe(notes);
        }
    }

    private static Delegate Refuse(IEnumerable<string> methods)
    {
        var allowed = string.Join(", ", methods);
        return (HttpContext context) =>
        {
            context.Response.Headers.Allow = allowed;
            return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
        };
    }

    // The browser's own session will do as well, so that a person can try an address.
    private static AuthorizeAttribute With(string policy) =>
        new(policy) { AuthenticationSchemes = $"{Policies.KeyScheme},{IdentityConstants.ApplicationScheme}" };
}
