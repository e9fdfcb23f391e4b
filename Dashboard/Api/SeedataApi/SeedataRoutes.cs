using Dashboard.Api.Http;
using Dashboard.Security;

namespace Dashboard.Api.SeedataApi;

/// <summary>Maps routes of the dialect: who may call them, and what each can answer besides its own.</summary>
internal sealed class SeedataRoutes(IEndpointRouteBuilder app) : ApiRoutes(app, SeedataDocs.Document.Name)
{
    private static readonly string[] Listen = [HttpMethods.Get];

    public RouteHandlerBuilder Get(string path, Delegate handler) => WithUsual(Map(path, Read, handler, Policies.Viewer, Policies.TokenScheme));

    /// <summary>An answer that lasts: there is no HEAD of it.</summary>
    public RouteHandlerBuilder GetStream(string path, Delegate handler) => WithUsual(Map(path, Listen, handler, Policies.Viewer, Policies.TokenScheme));

    public RouteHandlerBuilder Post(string path, Delegate handler, string policy = Policies.Viewer) => WithUsual(Map(path, Write, handler, policy, Policies.TokenScheme));

    /// <summary>Without sign-in.</summary>
    public RouteHandlerBuilder PostForAll(string path, Delegate handler) => WithFault(Map(path, Write, handler, policy: null));

    private static RouteHandlerBuilder WithUsual(RouteHandlerBuilder route) => WithFault(route).Fails(
        401, "The token or API key is missing, malformed, expired or wrongly signed.", "Your request was made with invalid or missing credentials.", SeedataDocs.Challenge);

    private static RouteHandlerBuilder WithFault(RouteHandlerBuilder route) =>
        route.Fails(500, "The server failed; its log says why.", "The server could not answer; its log says why.");
}
