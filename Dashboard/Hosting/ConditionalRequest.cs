using Microsoft.Net.Http.Headers;

namespace Dashboard.Hosting;

/// <summary>Requests that ask for an answer only where it has changed (RFC 9110, section 13).</summary>
internal static class ConditionalRequest
{
    /// <summary>Whether the caller has the answer of this tag already (<c>If-None-Match</c>); it is then 304.</summary>
    public static bool Knows(this HttpRequest request, EntityTagHeaderValue tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
}
