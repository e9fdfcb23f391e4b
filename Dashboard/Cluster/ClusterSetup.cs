using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Cameras;
using Dashboard.Capture.Sharing;
using Dashboard.Cluster.Following;
using Dashboard.Cluster.Pictures;
using Dashboard.Configuration;
using Dashboard.Live;
using Dashboard.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Dashboard.Cluster;

/// <summary>Joins this machine to the others on the same database, where the settings say so.</summary>
internal static class ClusterSetup
{
    /// <summary>Clusters on one database are told apart by it; there is one.</summary>
    private const string ClusterName = "dashboard";

    /// <summary>Where it is off, nothing of the cluster is loaded; only the settings are checked.</summary>
    public static void AddCluster(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<ClusterOptions>(builder.Configuration, ClusterOptions.Section);
        builder.Services.AddToOptions(
            builder.Configuration, (target, _) => target.AddSingleton<IValidateOptions<ClusterOptions>, ClusterOptionsValidator>());
        builder.Services.AddSingleton(provider => Directory(provider));
        if (builder.Configuration.GetValue($"{ClusterOptions.Section}:{nameof(ClusterOptions.Enabled)}", false) && builder.Role() != ServerRole.Agent)
        {
            AddSilo(builder);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ClusterDirectory Directory(IServiceProvider provider) =>
        new(provider.GetRequiredService<CameraTurns>(), provider.GetService<IGrainFactory>());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddSilo(WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>()!;
        var database = builder.Configuration.GetSection("Database").Get<DatabaseOptions>() ?? new DatabaseOptions();
        var services = builder.Services;
        services.Replace(ServiceDescriptor.Singleton(_ => new CameraShare(isShared: true)));
        services.AddSingleton<NodeState>();
        services.AddSingleton<FlowFollower>();
        services.AddSingleton<AlertFollower>();
        services.AddSingleton<WatchedPictures>();
        services.AddSingleton<ElsewherePictures>();
        services.AddSingleton<IElsewherePictures>(provider => provider.GetRequiredService<ElsewherePictures>());
        services.AddHostedService<NodeReporter>();
        services.AddHostedService<TurnGuard>();
        services.AddSingleton<TurnRelease>();
        services.AddHostedService(provider => provider.GetRequiredService<TurnRelease>());
        builder.UseOrleans(silo =>
        {
            silo.UseAdoNetClustering(clustering =>
            {
                clustering.Invariant = database.Provider == DatabaseProvider.SqlServer ? "Microsoft.Data.SqlClient" : "Npgsql";
                clustering.ConnectionString = database.ConnectionString;
            });
#pragma warning disable ORLEANSEXP003 // The older directory drops the cameras that a machine has noted down when that one stops.
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003

            // Without: for half a minute nobody would get the cameras of a machine that died. Turns keep it from storing anything (Decision 0063).
            silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = TimeSpan.Zero);
            silo.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (ClusterName, ClusterName));
            silo.Configure<SiloOptions>(node => node.SiloName = options.NodeName());
            silo.Configure<ClusterMembershipOptions>(NoticeDeath);
            silo.ConfigureEndpoints(options.Reached(), options.Port, gatewayPort: 0);
            if (options.UsesTls)
            {
                silo.UseTls(options.LoadCertificate(), tls => Trust(tls, options.LoadAuthority()));
            }
        });
        services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler, DeclaredDead>());

        // Each missed answer comes with a stack trace; the keeper and the guard say what is lost.
        builder.Logging.AddFilter("Orleans", LogLevel.Critical);
        builder.Logging.AddFilter("Polly", LogLevel.None);
    }

    /// <summary>
    /// Three probes in a row, so that a machine that is gone is known to be after five to eight seconds, and one that is busy is not.
    /// </summary>
    internal static void NoticeDeath(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = membership.MaxProbeTimeout = TimeSpan.FromSeconds(1.5);
        membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 1;
        membership.ExtendProbeTimeoutDuringDegradation = false;
        membership.EnableIndirectProbes = true;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(1);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
        membership.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
    }

    // Both sides show a certificate of the one authority; names do not matter, as machines are found by their addresses.
    private static void Trust(TlsOptions tls, X509Certificate2Collection authority)
    {
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.CheckCertificateRevocation = false;
        tls.OnAuthenticateAsClient = (_, client) => client.TargetHost = ClusterName;
        tls.RemoteCertificateValidation = (certificate, _, _) => certificate is not null && IsSignedBy(certificate, authority);
    }

    /// <summary>Whether a certificate is of the authority and valid now.</summary>
    internal static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2Collection authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
