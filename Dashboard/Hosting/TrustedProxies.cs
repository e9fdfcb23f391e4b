using Microsoft.AspNetCore.HttpOverrides;

namespace Dashboard.Hosting;

/// <summary>Takes client, scheme and host of a request from the reverse proxy that passed it on, where it is trusted.</summary>
internal static class TrustedProxies
{
    /// <summary>Comes before whatever asks where a request is from or what address it was sent to.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<ProxyOptions>();

        // Without any the framework would believe everybody.
        if (proxies.Trusted.Length > 0)
        {
            app.UseForwardedHeaders(Headers(proxies));
        }
    }

    /// <summary>What the framework is told.</summary>
    internal static ForwardedHeadersOptions Headers(ProxyOptions proxies)
    {
        var headers = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null, // As many in a row as are trusted; what stands before them was written by who knows whom.
        };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var entry in proxies.Trusted)
        {
            headers.KnownIPNetworks.Add(ProxyOptions.Read(entry)!.Value);
        }

        return headers;
    }
}
