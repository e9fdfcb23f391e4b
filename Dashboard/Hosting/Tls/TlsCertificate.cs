using System.Net.Security;
using System.Security.Cryptography;

namespace Dashboard.Hosting.Tls;

/// <summary>
/// The server's own certificate. Its files are looked at again every half minute, so that a renewed one needs no start; one that cannot be read
/// leaves the old one in force. What is in them counts, not their times: a file may be a link to one that is replaced.
/// </summary>
internal sealed partial class TlsCertificate(TlsOptions options, TimeProvider time, ILogger<TlsCertificate> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);
    private readonly Lock _gate = new();
    private (SslStreamCertificateContext Context, string Sum)? _known;
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
                    known = Renew(known);
                    _known = known;
                }

                return known.Context;
            }
        }
    }

    /// <summary>When it ends, where that is so soon that somebody should renew it, or has passed; null: not soon, or none is in use.</summary>
    public DateTimeOffset? EndsSoon => IsInUse
        && new DateTimeOffset(Current.TargetCertificate.NotAfter) is var end && end - time.GetUtcNow() < Soon ? end : null;

    // Loaded when the server begins to listen.
    private bool IsInUse
    {
        get
        {
            lock (_gate)
            {
                return _known is not null;
            }
        }
    }

    private (SslStreamCertificateContext Context, string Sum) Load()
    {
        var sum = ReadSum();
        var (certificate, chain) = options.Load();
        var context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        var end = certificate.NotAfter.ToUniversalTime();
        if (end < time.GetUtcNow())
        {
            LogExpired(end);
        }
        else
        {
            LogLoaded(end);
        }

        return (context, sum);
    }

    private (SslStreamCertificateContext Context, string Sum) Renew((SslStreamCertificateContext Context, string Sum) known)
    {
        try
        {
            return ReadSum() == known.Sum ? known : Load();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            LogFailure(exception.Message);
            return known;
        }
    }

    // Changes with either file.
    private string ReadSum() => Convert.ToHexString(SHA256.HashData([
        .. File.ReadAllBytes(options.CertificateFile), .. options.KeyFile.Length > 0 ? File.ReadAllBytes(options.KeyFile) : []]));

    [LoggerMessage(LogLevel.Information, "The certificate of Tls:CertificateFile is good until {Until:yyyy-MM-dd}")]
    private partial void LogLoaded(DateTime until);

    [LoggerMessage(LogLevel.Warning, "The certificate of Tls:CertificateFile has expired on {Until:yyyy-MM-dd}: browsers and programs refuse it")]
    private partial void LogExpired(DateTime until);

    [LoggerMessage(LogLevel.Warning, "The new certificate cannot be used, the old one stays: {Reason}")]
    private partial void LogFailure(string reason);
}
