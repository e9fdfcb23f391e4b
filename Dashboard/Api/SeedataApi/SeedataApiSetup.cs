using Dashboard.Api.Docs;
using Dashboard.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.SeedataApi;

/// <summary>The Seedata dialect: which addresses are its own, what stands before its endpoints, and the endpoints.</summary>
public static class SeedataApiSetup
{
    private static readonly PathString[] Roots = ["/authenticate", "/flows", "/cameras"];
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Listen = [HttpMethods.Get];
    private static readonly string[] Write = [HttpMethods.Post];

    /// <summary>The dialect owns these paths and everything below them.</summary>
    public static bool Owns(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root));

    /// <summary>Registers what its endpoints share.</summary>
    public static void AddSeedataApi(this IServiceCollection services)
    {
        services.AddSingleton<FlowStream>();
        services.AddSingleton<FlowStreamSlots>();
    }

    /// <summary>For the dialect's own paths: people go to the page, and everything that follows is inside the error body.</summary>
    public static void UseSeedataApi(this IApplicationBuilder app)
    {
        app.Use(SendPeopleToThePage);
        app.UseMiddleware<ErrorBodyMiddleware>();
    }

    /// <summary>
    /// Maps the endpoints. As in Yii2, an unknown address (404) and a wrong method (405) are told before a bearer is asked for.
    /// Each route is mapped for all methods and each root for all paths below it, so that no page's catch-all route answers here.
    /// </summary>
    public static void MapSeedataApi(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithMetadata(new SkipStatusCodePagesAttribute()).DisableAntiforgery().WithGroupName(SeedataApiDocs.Document.Name);
        var readers = routes.MapGroup("").RequireAuthorization(
            new AuthorizeAttribute(Policies.Viewer) { AuthenticationSchemes = Policies.TokenScheme });
        readers.MapMethods("/flows", Read, FlowEndpoints.ListAsync).Describe(SeedataApiDocs.ListFlows);
        readers.MapMethods("/flows/search", Write, FlowEndpoints.SearchAsync).Describe(SeedataApiDocs.SearchFlows);
        readers.MapMethods("/flows/stream", Listen, FlowStreamEndpoint.AnswerAsync).Describe(SeedataApiDocs.StreamFlows);
        readers.MapMethods("/flows/{id}", Read, FlowEndpoints.GetAsync).Describe(SeedataApiDocs.GetFlow);
        readers.MapMethods("/cameras", Read, CameraEndpoints.ListAsync).Describe(SeedataApiDocs.ListCameras);
        readers.MapMethods("/cameras/{id}", Read, CameraEndpoints.GetAsync).Describe(SeedataApiDocs.GetCamera);

        var operators = routes.MapGroup("").RequireAuthorization(
            new AuthorizeAttribute(Policies.Operator) { AuthenticationSchemes = Policies.TokenScheme });
        operators.MapMethods("/flows", Write, ManualCaptureEndpoint.CreateAsync).Describe(SeedataApiDocs.CreateFlow);

        var open = routes.MapGroup("").AllowAnonymous();
        open.MapMethods("/authenticate", Write, AuthenticateEndpoints.AnswerAsync).Describe(SeedataApiDocs.Authenticate);

        var refused = open.MapGroup("").ExcludeFromDescription();
        refused.Map("/authenticate", Refuse(Write));
        refused.Map("/flows", Refuse([.. Read, .. Write]));
        refused.Map("/flows/search", Refuse(Write));
        refused.Map("/flows/stream", Refuse(Listen));
        refused.Map("/flows/{id}", Refuse(Read));
        refused.Map("/cameras", Refuse(Read));
        refused.Map("/cameras/{id}", Refuse(Read));
        foreach (var root in Roots)
        {
            refused.Map($"{root}/{{**rest}}", NotFound);
        }
    }

    // OPTIONS is answered as Yii2 does: 200 with the same Allow.
    private static Delegate Refuse(string[] methods)
    {
        var allowed = string.Join(", ", [.. methods, HttpMethods.Options]);
        return (HttpContext context) =>
        {
            context.Response.Headers.Allow = allowed;
            return HttpMethods.IsOptions(context.Request.Method)
                ? Results.Ok()
                : ErrorBody.Result(StatusCodes.Status405MethodNotAllowed, $"{context.Request.Method} is not allowed here; allowed: {allowed}.");
        };
    }

    private static IResult NotFound() => ErrorBody.Result(StatusCodes.Status404NotFound);

    // These two paths are also what a person may type; programs send a bearer or do not ask for HTML by name.
    private static Task SendPeopleToThePage(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var page = request.Path.Value?.TrimEnd('/').ToUpperInvariant() switch
        {
            "/FLOWS" => "/app/flows",
            "/CAMERAS" => "/app/cameras",
            _ => null,
        };
        var isPerson = page is not null && HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0
            && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
        if (!isPerson)
        {
            return next(context);
        }

        context.Response.Redirect($"{request.PathBase}{page}");
        return Task.CompletedTask;
    }
}
