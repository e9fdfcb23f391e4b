using Dashboard.Configuration;
using Dashboard.Hosting.Process;
using Dashboard.Hosting.Proxies;
using Dashboard.Hosting.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Dashboard.Hosting;

/// <summary>Registers what a machine is, and its work in the background.</summary>
internal static class HostingSetup
{
    /// <summary>Adds the machine's identity, disk and memory, and the proxies before it.</summary>
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.Services.AddLiveOptions(builder.Configuration, ProxyOptions.Section, new ProxyOptionsValidator());
        builder.Services.AddToOptions(builder.Configuration, (target, from) => target.PostConfigure<ProxyOptions>(
            options => options.Trusted = from.ReadList($"{ProxyOptions.Section}:{nameof(options.Trusted)}") ?? options.Trusted));
        builder.Services.AddValidatedOptions(builder.Configuration, TlsOptions.Section, new TlsOptionsValidator());
        builder.Services.AddValidatedOptions(builder.Configuration, MemoryOptions.Section, new MemoryOptionsValidator());
        builder.Services.AddSingleton<TrustedProxies>();
        builder.Services.AddSingleton<TlsCertificate>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.ConfigureKestrel(UseCertificate);
        builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(180));
        builder.Services.AddSingleton<AgentIdentity>();
        builder.Services.AddSingleton<DiskSpace>();
        builder.Services.AddHostedService<MemoryRelease>();
    }

    // Asked when the server begins to listen: only then are the settings read that were saved in the dashboard.
    private static void UseCertificate(KestrelServerOptions kestrel)
    {
        kestrel.ConfigureHttpsDefaults(https =>
        {
            if (kestrel.ApplicationServices.GetRequiredService<TlsOptions>().CertificateFile.Length == 0)
            {
                return;
            }

            var certificate = kestrel.ApplicationServices.GetRequiredService<TlsCertificate>();
            https.ServerCertificate = certificate.Current.TargetCertificate;
            https.OnAuthenticate = (_, tls) => tls.ServerCertificateContext = certificate.Current;
        });
    }

    /// <summary>Adds work that only a server does; an agent has what it works with but never starts it.</summary>
    public static void AddServerHostedService<TWork>(this WebApplicationBuilder builder)
        where TWork : class, IHostedService
    {
        if (builder.Role() != ServerRole.Agent)
        {
            builder.Services.AddSingleton<IHostedService>(
                provider => provider.GetService<TWork>() ?? ActivatorUtilities.CreateInstance<TWork>(provider));
        }
    }
}
