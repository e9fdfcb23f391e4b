using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Hosting.Tls;

/// <summary>The section <c>Tls</c>: the server's own certificate, where no proxy has one.</summary>
internal sealed class TlsOptions
{
    public const string Section = "Tls";

    /// <summary>File with the certificate and those that lead to its authority, PEM; empty: none.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>File with its private key, PEM; empty: it is in the file of the certificate.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>The file whose private key is encrypted with a passphrase; null: none is. Throws where it cannot be read.</summary>
    internal string? FindEncryptedKey() =>
        (KeyFile.Length > 0 ? KeyFile : CertificateFile) is var path && File.ReadAllText(path) is var text
        && (text.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal)
            || text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            ? path
            : null;

    /// <summary>The certificate with its key, and all that are in its file. Throws what is wrong with the files.</summary>
    internal (X509Certificate2 Certificate, X509Certificate2Collection Chain) Load()
    {
        if (FindEncryptedKey() is { } encrypted)
        {
            throw new CryptographicException($"the private key in {encrypted} is encrypted with a passphrase");
        }

        using var read = X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile.Length > 0 ? KeyFile : null);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(CertificateFile);

        // Windows takes none whose key is only in memory.
        return (X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null), chain);
    }
}

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
            if (options.FindEncryptedKey() is { } encrypted)
            {
                check.Require(
                    false,
                    options.KeyFile.Length > 0 ? nameof(options.KeyFile) : nameof(options.CertificateFile),
                    $"'{encrypted}' has a private key that is encrypted with a passphrase, which nobody can enter at a start; give a file without one "
                        + $"(openssl pkey -in {encrypted} -out plain.key) that only the user of the server may read");
                return check.Result;
            }

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
