using System.Net.Security;
using System.Security.Cryptography;

namespace Dashboard.Hosting.Tls;

/// <summary>
/// The server's own certificate. Its file is read again when it was changed, so that a renewed one needs no start; one that cannot be read leaves the
/// old one in force.
/// </summary>
internal sealed partial class TlsCertificate(TlsOptions options, TimeProvider time, ILogger<TlsCertificate> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private (SslStreamCertificateContext Context, DateTime Written)? _known;
    private long _lookedAt;

    /// <summary>The certificate of now, with those that lead to its authority.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_known is not { } known)
                {
                    _lookedAt = time.GetTimestamp();
                    return (_known = Load()).Value.Context;
                }

                if (time.GetElapsedTime(_lookedAt) >= LookEvery)
                {
                    _lookedAt = time.GetTimestamp();
                    known = _known.Value.Written == File.GetLastWriteTimeUtc(options.CertificateFile) ? known : Renew(known);
                    _known = known;
                }

                return known.Context;
            }
        }
    }

    private (SslStreamCertificateContext Context, DateTime Written) Load()
    {
        var written = File.GetLastWriteTimeUtc(options.CertificateFile);
        var (certificate, chain) = options.Load();
        return (SslStreamCertificateContext.Create(certificate, chain, offline: true), written);
    }

    private (SslStreamCertificateContext Context, DateTime Written) Renew((SslStreamCertificateContext Context, DateTime Written) known)
    {
        try
        {
            var renewed = Load();
            LogRenewed(renewed.Context.TargetCertificate.NotAfter);
            return renewed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            LogFailure(exception.Message);
            return known;
        }
    }

    [LoggerMessage(LogLevel.Information, "The certificate was renewed; it is good until {Until:yyyy-MM-dd}")]
    private partial void LogRenewed(DateTime until);

    [LoggerMessage(LogLevel.Warning, "The new certificate cannot be used, the old one stays: {Reason}")]
    private partial void LogFailure(string reason);
}
