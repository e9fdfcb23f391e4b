using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Api.Keys;
using Dashboard.Security;
using Dashboard.Security.Audit;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Api.ScoutApi;

/// <summary>
/// Maps routes of the dialect, each with and without the slash at its end: who may call them, and what each can answer besides its own.
/// </summary>
internal sealed class ScoutRoutes(IEndpointRouteBuilder app) : ApiRoutes(app, ScoutDocs.Document.Name)
{
    // The browser's own session will do as well, so that a person can try an address.
    private static readonly string[] KeyOrSession = [Policies.KeyScheme, IdentityConstants.ApplicationScheme];

    public RouteHandlerBuilder Get(string path, Delegate handler, string policy = Policies.Viewer) =>
        WithLimit(Map(path, Read, handler, policy, KeyOrSession));

    public RouteHandlerBuilder Post(string path, Delegate handler) => WithLimit(Map(path, Write, handler, Policies.Operator, KeyOrSession));

    /// <summary>For agents: with a key alone, and without limit; what they push all day does not stand in the audit.</summary>
    public RouteHandlerBuilder PostFromAgent(string path, Delegate handler) =>
        WithUsual(Map(path, Write, handler, Policies.Operator, Policies.KeyScheme)).WithMetadata(new AuditedAs(null));

    private static RouteHandlerBuilder WithLimit(RouteHandlerBuilder route) => WithUsual(route)
        .RequireRateLimiting(KeyLimits.Policy)
        .Fails(429, "The key asks too often.", KeyErrorFormat.TooMany, HeaderDocs.RetryAfter);

    private static RouteHandlerBuilder WithUsual(RouteHandlerBuilder route) => route
        .Fails(401, "No key, or one that does not work.", KeyErrorFormat.Unauthorized)
        .Fails(500, "The server failed; its log says why.", ApiErrorFormat.ServerFailed)
        .Fails(503, ApiErrorFormat.WhenUnavailable, ApiErrorFormat.Unavailable, HeaderDocs.RetryAfter);
}
