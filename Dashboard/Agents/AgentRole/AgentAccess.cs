using Dashboard.Agents.Pictures;
using Dashboard.Security;
using Microsoft.AspNetCore.Http.Extensions;

namespace Dashboard.Agents.AgentRole;

/// <summary>Who may ask this agent's own service: whoever is on this machine, and from elsewhere its server, which signs.</summary>
internal sealed class AgentAccess(AgentOptions options, AgentLinkStatus status, TimeProvider time)
{
    private readonly byte[] _secret = PictureSignature.SecretOf(options.Key.Trim());

    /// <summary>Whether a request may be answered; one that may not has its answer then.</summary>
    public async Task<bool> IsAllowedAsync(HttpContext context)
    {
        if (LocalRequest.IsOfThisMachine(context)
            || PictureSignature.IsValid(
                context.Request.Headers[PictureSignature.Header], _secret, context.Request.GetEncodedPathAndQuery(), time.GetUtcNow() - status.Ahead))
        {
            return true;
        }

        await RefuseAsync(context, StatusCodes.Status403Forbidden, "Only this agent's server may ask from another machine.");
        return false;
    }

    public static Task RefuseAsync(HttpContext context, int code, string error)
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = error }, context.RequestAborted);
    }
}
