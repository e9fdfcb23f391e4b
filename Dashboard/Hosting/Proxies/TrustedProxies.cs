using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Dashboard.Hosting.Proxies;

/// <summary>
/// Takes client, scheme and host of a request from the reverse proxy that passed it on, where it is trusted; by the settings of that moment.
/// </summary>
internal sealed class TrustedProxies(IOptionsMonitor<ProxyOptions> options, ILoggerFactory logs)
{
    private Forwarding? _known;

    /// <summary>Does so for a request.</summary>
    public void Apply(HttpContext context)
    {
        var now = options.CurrentValue;
        if (_known is not { } known || known.Options != now)
        {
            _known = known = Read(now);
        }

        var scheme = context.Request.Scheme;
        known.Headers?.ApplyForwarders(context);
        if (context.Request.Scheme is not ("http" or "https"))
        {
            // It goes into links: a word of any other kind is none.
            context.Request.Scheme = scheme;
        }
    }

    private Forwarding Read(ProxyOptions proxies) =>

        // Without any the framework would believe everybody.
        new(
            proxies,
            proxies.Trusted.Length == 0
                ? null
                : new ForwardedHeadersMiddleware(_ => Task.CompletedTask, logs, Options.Create(Headers(proxies))));

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

    private sealed record Forwarding(ProxyOptions Options, ForwardedHeadersMiddleware? Headers);
}

/// <summary>Puts <see cref="TrustedProxies"/> before whatever asks where a request is from or what address it was sent to.</summary>
internal static class TrustedProxiesSetup
{
    public static void UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<TrustedProxies>();
        app.Use((context, next) =>
        {
            proxies.Apply(context);
            return next(context);
        });
    }
}
