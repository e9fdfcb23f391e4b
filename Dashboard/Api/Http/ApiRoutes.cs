using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.Http;

/// <summary>
/// Maps a dialect's routes. An unknown address (404) and a wrong method (405) are told before anybody is asked who it is; both follow from what was
/// mapped, so that no page's catch-all route answers here.
/// </summary>
internal abstract class ApiRoutes(IEndpointRouteBuilder app, string document)
{
    protected static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    protected static readonly string[] Write = [HttpMethods.Post];

    private readonly RouteGroupBuilder _group = app.MapGroup("")
        .WithMetadata(new SkipStatusCodePagesAttribute())
        .DisableAntiforgery()
        .WithGroupName(document);
    private readonly Dictionary<string, List<string>> _methods = [];

    /// <summary>Maps what answers to every other method of the routes, and to every other path below the roots.</summary>
    /// <param name="roots">The dialect's own paths.</param>
    /// <param name="answersOptions">OPTIONS is answered with 200 and the methods.</param>
    public void MapRefusals(IEnumerable<string> roots, bool answersOptions)
    {
        var others = _group.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        foreach (var (path, methods) in _methods)
        {
            others.Map(path, MethodNotAllowed(answersOptions ? [.. methods, HttpMethods.Options] : methods, answersOptions));
        }

        foreach (var root in roots)
        {
            others.Map($"{root}/{{**rest}}", () => Results.StatusCode(StatusCodes.Status404NotFound));
        }
    }

    /// <summary>Maps a route for everybody (no policy), or for callers whom a policy lets in by one of the schemes.</summary>
    protected RouteHandlerBuilder Map(string path, string[] methods, Delegate handler, string? policy, params string[] schemes)
    {
        _methods[path] = [.. _methods.GetValueOrDefault(path, []), .. methods];
        var route = _group.MapMethods(path, methods, handler);
        return policy is null
            ? route.AllowAnonymous()
            : route.RequireAuthorization(new AuthorizeAttribute(policy) { AuthenticationSchemes = string.Join(',', schemes) });
    }

    private static Delegate MethodNotAllowed(IEnumerable<string> methods, bool answersOptions)
    {
        var allowed = string.Join(", ", methods);
        return (HttpContext context) =>
        {
            context.Response.Headers.Allow = allowed;
            if (answersOptions && HttpMethods.IsOptions(context.Request.Method))
            {
                return Results.Ok();
            }

            return answersOptions
                ? throw new ApiException(
                    StatusCodes.Status405MethodNotAllowed,
                    $"{context.Request.Method} is not allowed here; allowed: {allowed}.")
                { Headers = { Allow = allowed } }
                : Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
        };
    }
}
