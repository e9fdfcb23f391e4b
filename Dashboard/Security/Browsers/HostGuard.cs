using System.Net;
using System.Net.NetworkInformation;
using Dashboard.Configuration;

namespace Dashboard.Security.Browsers;

/// <summary>
/// Answers only to names that are this server's, once <c>PublicUrl</c> says what those are: a page of somebody else whose name was made to lead here
/// would otherwise be a page of this server to the browser. Numbers, names without a dot and the machine's own name, in its own domain or in those
/// that are given out in local networks alone, stay, for nobody else can give them out.
/// </summary>
internal static class HostGuard
{
    // RFC 6762, RFC 8375, ICANN's .internal, and what routers use.
    private static readonly string[] LocalDomains = ["local", "lan", "home", "home.arpa", "internal", "localdomain"];
    private static readonly string OwnDomain = IPGlobalProperties.GetIPGlobalProperties().DomainName;

    /// <summary>Comes behind what the proxy says of the host, and before whatever reads it.</summary>
    public static void UseHostGuard(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        app.Use(async (context, next) =>
        {
            if (!context.Request.Host.HasValue && !ApiPaths.IsApi(context.Request.Path))
            {
                // A page names addresses of its own. Programs, such as a proxy's check of health over HTTP/1.0, need none.
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                context.Response.ContentType = "text/plain";
                await context.Response.WriteAsync("The header Host is missing or empty.", context.RequestAborted);
                return;
            }

            if (IsOwn(context.Request.Host.Host, address.Given))
            {
                await next(context);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("This server has another name: see the setting PublicUrl.", context.RequestAborted);
        });
    }

    /// <summary>Whether a host is one of this server's.</summary>
    internal static bool IsOwn(string host, string? publicUrl) => publicUrl is null || IsOwnName(host.EndsWith('.') ? host[..^1] : host, publicUrl);

    private static bool IsOwnName(string host, string publicUrl) =>
        !host.Contains('.', StringComparison.Ordinal)
        || IPAddress.TryParse(host.Trim('[', ']'), out _)
        || (Uri.TryCreate(publicUrl, UriKind.Absolute, out var own) && Same(host, own.IdnHost))
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (Same(host.Split('.')[0], Environment.MachineName)
            && LocalDomains.Append(OwnDomain).Any(domain => Same(host[(host.IndexOf('.') + 1)..], domain)));

    private static bool Same(string host, string other) => string.Equals(host, other, StringComparison.OrdinalIgnoreCase);
}
