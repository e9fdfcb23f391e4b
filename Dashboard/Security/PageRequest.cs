namespace Dashboard.Security;

/// <summary>Tells a browser that opens a page from everything else that calls the server.</summary>
internal static class PageRequest
{
    /// <summary>A person reads the answer: the error pages are for them.</summary>
    public static bool IsForPerson(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    /// <summary>
    /// A browser opens a page. Nothing else is ever sent to a page: programs follow a redirect, get a page with status 200 and take their work for
    /// done.
    /// </summary>
    public static bool Is(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && IsForPerson(request) && !ApiPaths.IsApi(request.Path);
}
