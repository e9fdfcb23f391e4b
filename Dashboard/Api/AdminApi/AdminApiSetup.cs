using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Api.Keys;
using Dashboard.Security;
using Dashboard.Security.Audit;

namespace Dashboard.Api.AdminApi;

/// <summary>This program's own API, for administrators' programs (Decision 0037).</summary>
internal static class AdminApiSetup
{
    public static void UseAdminApi(this IApplicationBuilder app) => app.UseMiddleware<ApiErrorMiddleware>(new AdminErrorFormat());

    /// <summary>Addresses below its root that it does not know are refused by the routes of the root that it lies in.</summary>
    public static void MapAdminApi(this IEndpointRouteBuilder app)
    {
        var routes = new AdminRoutes(app);
        routes.MapHooks();
        routes.MapRefusals([], answersOptions: false);
    }
}

/// <summary>Maps its routes: for keys of administrators alone, as often as a key may ask.</summary>
internal sealed class AdminRoutes(IEndpointRouteBuilder app) : ApiRoutes(app, AdminDocs.Document.Name)
{
    private static readonly string[] Patch = [HttpMethods.Patch];
    private static readonly string[] Delete = [HttpMethods.Delete];

    public RouteHandlerBuilder MapGet(string path, Delegate handler) => Map(path, Read, handler);

    public RouteHandlerBuilder MapPost(string path, Delegate handler) => Map(path, Write, handler);

    public RouteHandlerBuilder MapPatch(string path, Delegate handler) => Map(path, Patch, handler);

    public RouteHandlerBuilder MapDelete(string path, Delegate handler) => Map(path, Delete, handler);

    private RouteHandlerBuilder Map(string path, string[] methods, Delegate handler) =>
        Map(path, methods, handler, Policies.Administrator, Policies.KeyScheme)
        .RequireRateLimiting(KeyLimits.Policy)
        .Fails(401, "No key, or one that does not work.", AdminErrorFormat.NeedsKey)
        .Fails(403, "The key's owner is no administrator.", AdminErrorFormat.NeedsAdministrator)
        .Fails(429, "The key asks too often.", KeyErrorFormat.TooMany, HeaderDocs.RetryAfter)
        .Fails(500, "The server failed; its log says why.", ApiErrorFormat.ServerFailed)
        .Fails(503, ApiErrorFormat.WhenUnavailable, ApiErrorFormat.Unavailable, HeaderDocs.RetryAfter);
}

/// <summary>What routes of the API say in the audit.</summary>
internal static class AdminAudit
{
    /// <summary>What it changes stands there by itself, with what was changed from what to what.</summary>
    public static RouteHandlerBuilder AuditedByItsChange(this RouteHandlerBuilder route) => route.WithMetadata(new AuditedAs(null));
}
