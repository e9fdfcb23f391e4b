using Dashboard.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.TokenApi;

/// <summary>The Seedata dialect: which addresses are its own, what stands before its endpoints, and the endpoints.</summary>
public static class TokenApiSetup
{
    private static readonly PathString[] Roots = ["/authenticate", "/flows", "/cameras"];
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Write = [HttpMethods.Post];

    /// <summary>The dialect owns these paths and everything below them.</summary>
    public static bool Owns(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root));

    /// <summary>For the dialect's own paths: people go to the page, and everything that follows is inside the error body.</summary>
    public static void UseTokenApi(this IApplicationBuilder app)
    {
        app.Use(SendPeopleToThePage);
        app.UseMiddleware<ErrorBodyMiddleware>();
    }

    /// <summary>
    /// Maps the endpoints. Everything under <c>/flows</c> and <c>/cameras</c> needs a bearer first, also to be told that
    /// there is nothing or that the method is wrong. Each route is also mapped for all methods, and the roots for all
    /// paths below them, so that no page's catch-all route ever answers here.
    /// </summary>
    public static void MapTokenApi(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithMetadata(new SkipStatusCodePagesAttribute()).DisableAntiforgery();
        var open = routes.MapGroup("").AllowAnonymous();
        Serve(open, "/authenticate", Write, AuthenticateEndpoints.AnswerAsync);
        open.Map("/authenticate/{**rest}", NotFound);

        var readers = routes.MapGroup("").RequireAuthorization(
            new AuthorizeAttribute(Policies.Viewer) { AuthenticationSchemes = Policies.TokenScheme });
        Serve(readers, "/flows", Read, FlowEndpoints.ListAsync);
        Serve(readers, "/flows/search", Write, FlowEndpoints.SearchAsync);
        Serve(readers, "/flows/{id}", Read, FlowEndpoints.GetAsync);
        readers.Map("/flows/{**rest}", NotFound);
        readers.Map("/cameras/{**rest}", NotFound);
    }

    private static void Serve(IEndpointRouteBuilder routes, string pattern, string[] methods, Delegate handler)
    {
        routes.MapMethods(pattern, methods, handler);
        Refuse(routes, pattern, methods);
    }

    // OPTIONS is answered as Yii2 does: 200 with the same Allow.
    private static void Refuse(IEndpointRouteBuilder routes, string pattern, string[] methods)
    {
        var allowed = string.Join(", ", [.. methods, HttpMethods.Options]);
        routes.Map(pattern, (HttpContext context) =>
        {
            context.Response.Headers.Allow = allowed;
            return HttpMethods.IsOptions(context.Request.Method)
                ? Results.Ok()
                : ErrorBody.Result(StatusCodes.Status405MethodNotAllowed, $"{context.Request.Method} is not allowed here; allowed: {allowed}.");
        });
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
