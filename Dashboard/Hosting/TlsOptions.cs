using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Dashboard.Hosting;

/// <summary>The section <c>Tls</c>: the server's own certificate, where no proxy has one.</summary>
internal sealed class TlsOptions
{
    public const string Section = "Tls";

    /// <summary>File with the certificate and those that lead to its authority, PEM; empty: none.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>File with its private key, PEM; empty: it is in the file of the certificate.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>The certificate with its key, and all that are in its file. Throws what is wrong with the files.</summary>
    internal (X509Certificate2 Certificate, X509Certificate2Collection Chain) Load()
    {
        using var read = X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile.Length > 0 ? KeyFile : null);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(CertificateFile);

        // Windows takes none whose key is only in memory.
        return (X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null), chain);
    }
}

/// <summary>Checks the section <c>Tls</c>.</summary>
internal sealed class TlsOptionsValidator : IValidateOptions<TlsOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        var check = new OptionsCheck(TlsOptions.Section);
        if (options.CertificateFile.Length == 0)
        {
            check.Require(options.KeyFile.Length == 0, nameof(options.KeyFile), "is given without a certificate; give Tls:CertificateFile too");
            return check.Result;
        }

        try
        {
            options.Load().Certificate.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            check.Require(
                false,
                nameof(options.CertificateFile),
                $"'{options.CertificateFile}' cannot be used ({exception.Message}); give a PEM file that can be read, and its key in Tls:KeyFile");
        }

        return check.Result;
    }
}

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
