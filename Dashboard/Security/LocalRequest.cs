using System.Net;

namespace Dashboard.Security;

/// <summary>Tells requests of programs on this machine from all others.</summary>
internal static class LocalRequest
{
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    /// <summary>
    /// Whether a program on this machine asks for itself. A proxy on this machine asks for somebody elsewhere, and so does a page whose name was made
    /// to point here.
    /// </summary>
    public static bool IsOfThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && !Forwarding.Any(context.Request.Headers.ContainsKey)
        && IsNameOfThisMachine(context.Request.Host.Host);

    private static bool IsNameOfThisMachine(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase);
}
