using System.Net;
using Dashboard.Agents.Pictures;
using Microsoft.AspNetCore.Http.Extensions;

namespace Dashboard.Agents.AgentRole;

/// <summary>Who may ask this agent's own service: whoever is on this machine, and from elsewhere its server, which signs.</summary>
internal sealed class AgentAccess(AgentOptions options, AgentLinkStatus status, TimeProvider time)
{
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    private readonly byte[] _secret = PictureSignature.SecretOf(options.Key.Trim());

    /// <summary>Whether a request may be answered; one that may not has its answer then.</summary>
    public async Task<bool> IsAllowedAsync(HttpContext context)
    {
        if (IsOfThisMachine(context)
            || PictureSignature.IsValid(
                context.Request.Headers[PictureSignature.Header], _secret, context.Request.GetEncodedPathAndQuery(), time.GetUtcNow() - status.Ahead))
        {
            return true;
        }

        await RefuseAsync(context, StatusCodes.Status403Forbidden, "Only this agent's server may ask from another machine.");
        return false;
    }

    // A proxy on this machine asks for somebody elsewhere, and so does a page whose name was made to point here.
    private static bool IsOfThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && !Forwarding.Any(context.Request.Headers.ContainsKey)
        && IsNameOfThisMachine(context.Request.Host.Host);

    private static bool IsNameOfThisMachine(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    public static Task RefuseAsync(HttpContext context, int code, string error)
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = error }, context.RequestAborted);
    }
}
