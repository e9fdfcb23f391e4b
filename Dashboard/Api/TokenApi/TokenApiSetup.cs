using Dashboard.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.TokenApi;

/// <summary>The Seedata dialect: which addresses are its own, what stands before its endpoints, and the endpoints.</summary>
public static class TokenApiSetup
{
    private static readonly PathString[] Roots = ["/authenticate", "/flows", "/cameras"];
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Listen = [HttpMethods.Get];
    private static readonly string[] Write = [HttpMethods.Post];

    /// <summary>The dialect owns these paths and everything below them.</summary>
    public static bool Owns(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root));

    /// <summary>Registers what its endpoints share.</summary>
    public static void AddTokenApi(this IServiceCollection services)
    {
        services.AddSingleton<FlowStream>();
        services.AddSingleton<FlowStreamSlots>();
    }

    /// <summary>For the dialect's own paths: people go to the page, and everything that follows is inside the error body.</summary>
    public static void UseTokenApi(this IApplicationBuilder app)
    {
        app.Use(SendPeopleToThePage);
        app.UseMiddleware<ErrorBodyMiddleware>();
    }

    /// <summary>
    /// Maps the endpoints. As in Yii2, an unknown address (404) and a wrong method (405) are told before a bearer is asked for.
    /// Each route is mapped for all methods and each root for all paths below it, so that no page's catch-all route answers here.
    /// </summary>
    public static void MapTokenApi(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithMetadata(new SkipStatusCodePagesAttribute()).DisableAntiforgery();
        var readers = routes.MapGroup("").RequireAuthorization(
            new AuthorizeAttribute(Policies.Viewer) { AuthenticationSchemes = Policies.TokenScheme });
        readers.MapMethods("/flows", Read, FlowEndpoints.ListAsync);
        readers.MapMethods("/flows", Write, Refuse(Read)); // Manual capture has no endpoint yet.
        readers.MapMethods("/flows/search", Write, FlowEndpoints.SearchAsync);
        readers.MapMethods("/flows/stream", Listen, FlowStreamEndpoint.AnswerAsync);
        readers.MapMethods("/flows/{id}", Read, FlowEndpoints.GetAsync);
        readers.MapMethods("/cameras", Read, CameraEndpoints.ListAsync);
        readers.MapMethods("/cameras/{id}", Read, CameraEndpoints.GetAsync);

        var open = routes.MapGroup("").AllowAnonymous();
        open.MapMethods("/authenticate", Write, AuthenticateEndpoints.AnswerAsync);
        open.Map("/authenticate", Refuse(Write));
        open.Map("/flows", Refuse(Read));
        open.Map("/flows/search", Refuse(Write));
        open.Map("/flows/stream", Refuse(Listen));
        open.Map("/flows/{id}", Refuse(Read));
        open.Map("/cameras", Refuse(Read));
        open.Map("/cameras/{id}", Refuse(Read));
        foreach (var root in Roots)
        {
            open.Map($"{root}/{{**rest}}", NotFound);
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
