using Dashboard.Configuration;
using Dashboard.Hosting;

namespace Dashboard.Security.Browsers;

/// <summary>
/// Refuses what pages of other sites make a person's browser send: changes, calls of APIs and the pages' own connection, where the browser adds the
/// session by itself. The browser says where a request comes from; who is none says nothing, and has no session of somebody else to misuse.
/// </summary>
internal static class CrossSiteGuard
{
    private const string Refusal = "This request comes from a page of another site.";

    /// <summary>Comes before whatever reads the session.</summary>
    public static void UseCrossSiteGuard(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        app.Use(async (context, next) =>
        {
            if (!Concerns(context.Request) || !IsForeign(context.Request, address.Given))
            {
                await next(context);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(Refusal, context.RequestAborted);
        });
    }

    /// <summary>Whether a page of another site sent it, as far as the browser says.</summary>
    internal static bool IsForeign(HttpRequest request, string? publicUrl)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is not ("same-origin" or "none");
        }

        // Older browsers, and newer ones over plain http.
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && (!Uri.TryCreate(origin, UriKind.Absolute, out var from)
                || !(IsOwn(from, request) || (Uri.TryCreate(publicUrl, UriKind.Absolute, out var own) && IsSame(from, own))));
    }

    // Another port of this machine is another site. A proxy that is not trusted may have taken https from the request; none puts it there.
    private static bool IsOwn(Uri from, HttpRequest request)
    {
        foreach (var scheme in request.IsHttps ? [Uri.UriSchemeHttps] : (string[])[Uri.UriSchemeHttp, Uri.UriSchemeHttps])
        {
            if (Uri.TryCreate($"{scheme}://{request.Host}", UriKind.Absolute, out var own) && IsSame(from, own))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(Uri from, Uri own) =>
        Uri.Compare(from, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    // A header with a key or token of its own was set by somebody who has it; a page of another site may set none. Following a link to an address of
    // an API changes nothing.
    private static bool Concerns(HttpRequest request)
    {
        if (request.Path.StartsWithSegments(PagePaths.Hub))
        {
            return true;
        }

        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        return request.Cookies.Count > 0
            && !request.Headers.ContainsKey("Authorization")
            && !request.Headers.ContainsKey("X-Api-Key")
            && (!isSafe || (ApiPaths.IsApi(request.Path) && request.Headers["Sec-Fetch-Mode"].ToString() is not ("navigate" or "")));
    }
}
