using Microsoft.AspNetCore.Http.Extensions;

namespace Dashboard.Api.Http;

/// <summary>What a request was sent to, for links in its answer.</summary>
internal static class RequestAddress
{
    /// <summary>The whole address without its query.</summary>
    public static string GetAddress(this HttpRequest request) =>
        UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path);
}
