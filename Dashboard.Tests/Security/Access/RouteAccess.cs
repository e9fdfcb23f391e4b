using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Dashboard.Tests.Security.Access;

/// <summary>A route, and whom it lets in by what it says of itself.</summary>
internal sealed partial record RouteAccess(string Method, string Pattern, bool IsOpen, string? Policy, IReadOnlyList<string> Schemes)
{
    private static readonly string[] Ranks = [Roles.Viewer, Roles.Operator, Roles.Administrator];

    /// <summary>A request to it, with 1 for whatever it takes.</summary>
    public string Address => Parameter().Replace(Pattern, match => match.Value.Contains(":alpha", StringComparison.Ordinal) ? "a" : "1");

    /// <summary>It says neither that it is open nor whom it lets in.</summary>
    public bool IsSilent => !IsOpen && Policy is null;

    public static IEnumerable<RouteAccess> ReadAll(IEnumerable<RouteEndpoint> endpoints) =>
        from endpoint in endpoints
        where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        let says = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
        from method in (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(method => method != "HEAD")
        select new RouteAccess(
            method,
            "/" + endpoint.RoutePattern.RawText!.TrimStart('/'),
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null,
            says.Count == 0 || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null ? null : // One without a name cannot be asked about.
                says.Select(one => one.Policy ?? Policies.Viewer).MaxBy(policy => Array.IndexOf(Ranks, policy)),
            [.. says.SelectMany(one => one.AuthenticationSchemes?.Split(',') ?? []).DefaultIfEmpty(IdentityConstants.ApplicationScheme)]);

    /// <summary>Whether a credential should get in.</summary>
    public bool LetsIn(Credential credential) => IsOpen
        || (credential.Role is { } role && Schemes.Contains(credential.Scheme) && Array.IndexOf(Ranks, role) >= Array.IndexOf(Ranks, Policy));

    public override string ToString() => $"{Method} {Pattern}";

    [GeneratedRegex(@"\{\*{0,2}\w+[^}]*\}")]
    private static partial Regex Parameter();
}
