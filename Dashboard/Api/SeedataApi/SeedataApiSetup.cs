using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Hosting;
using Dashboard.Security;

namespace Dashboard.Api.SeedataApi;

/// <summary>The Seedata dialect: what stands before its endpoints, and the endpoints.</summary>
internal static class SeedataApiSetup
{
    public static void AddSeedataApi(this IServiceCollection services)
    {
        services.AddSingleton<FlowStream>();
        services.AddSingleton<FlowStreamSlots>();
    }

    /// <summary>For the dialect's own paths: people go to the page, and everything that follows is inside the error body.</summary>
    public static void UseSeedataApi(this IApplicationBuilder app)
    {
        app.Use(SendPeopleToThePage);
        app.UseMiddleware<ApiErrorMiddleware>(new SeedataErrorFormat());
    }

    /// <summary>OPTIONS is answered as Yii2 does: 200 with the methods in Allow.</summary>
    public static void MapSeedataApi(this IEndpointRouteBuilder app)
    {
        var routes = new SeedataRoutes(app);
        routes.MapAuthenticate();
        routes.MapFlows();
        routes.MapManualCapture();
        routes.MapFlowStream();
        routes.MapCameras();
        routes.MapRefusals(ApiPaths.Seedata, answersOptions: true);
    }

    // These two paths are also what a person may type; programs send a bearer or do not ask for HTML by name.
    private static Task SendPeopleToThePage(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var path = request.Path.Value?.TrimEnd('/');
        var page = string.Equals(path, ApiPaths.Flows, StringComparison.OrdinalIgnoreCase) ? PagePaths.Flows
            : string.Equals(path, ApiPaths.Cameras, StringComparison.OrdinalIgnoreCase) ? PagePaths.Cameras
            : null;
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

/// <summary>Maps routes of the dialect: who may call them, and what each can answer besides its own.</summary>
internal sealed class SeedataRoutes(IEndpointRouteBuilder app) : ApiRoutes(app, SeedataDocs.Document.Name)
{
    private static readonly string[] Listen = [HttpMethods.Get];

    public RouteHandlerBuilder Get(string path, Delegate handler) => WithUsual(Map(path, Read, handler, Policies.Viewer, Policies.TokenScheme));

    /// <summary>An answer that lasts: there is no HEAD of it.</summary>
    public RouteHandlerBuilder GetStream(string path, Delegate handler) =>
        WithUsual(Map(path, Listen, handler, Policies.Viewer, Policies.TokenScheme));

    public RouteHandlerBuilder Post(string path, Delegate handler, string policy = Policies.Viewer) =>
        WithUsual(Map(path, Write, handler, policy, Policies.TokenScheme));

    public RouteHandlerBuilder PostForAll(string path, Delegate handler) => WithFault(Map(path, Write, handler, policy: null));

    private static RouteHandlerBuilder WithUsual(RouteHandlerBuilder route) => WithFault(route).Fails(
        401,
        "The token or API key is missing, malformed, expired or wrongly signed.",
        SeedataErrorFormat.Unauthorized,
        SeedataDocs.Challenge);

    private static RouteHandlerBuilder WithFault(RouteHandlerBuilder route) =>
        route.Fails(500, "The server failed; its log says why.", ApiErrorFormat.ServerFailed)
            .Fails(503, ApiErrorFormat.WhenUnavailable, ApiErrorFormat.Unavailable, HeaderDocs.RetryAfter);
}
