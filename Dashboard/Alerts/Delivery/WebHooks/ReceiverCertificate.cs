using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Hosting.Tls;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>A certificate that a receiver shows, for people and programs that decide whether it is the right one.</summary>
/// <param name="Fingerprint">SHA-256 of it, as <see cref="FingerprintOf"/> writes it.</param>
/// <param name="Subject">Whom it is issued to.</param>
/// <param name="Issuer">Who signed it.</param>
/// <param name="Names">Names and addresses that it counts for.</param>
/// <param name="NotBefore">From when it counts, UTC.</param>
/// <param name="NotAfter">Until when it counts, UTC.</param>
internal sealed record ReceiverCertificate(
    string Fingerprint, string Subject, string Issuer, IReadOnlyList<string> Names, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Most characters of an authority's certificates.</summary>
    public const int MaxAuthorityLength = 20_000;

    public const string NoneThere = "Only an address that begins with https:// has a certificate.";

    private const string NoCertificate =
        "The certificate authority must be a certificate as text that begins with -----BEGIN CERTIFICATE-----.";

    public static ReceiverCertificate From(X509Certificate2 certificate) => new(
        FingerprintOf(certificate),
        certificate.Subject,
        certificate.Issuer,
        CertificateNames.Read(certificate),
        certificate.NotBefore.ToUniversalTime(),
        certificate.NotAfter.ToUniversalTime());

    public static string FingerprintOf(X509Certificate2 certificate) =>
        Colons(Convert.ToHexString(certificate.GetCertHash(HashAlgorithmName.SHA256)));

    /// <summary>
    /// A fingerprint as people have it (with or without colons, in either case, also behind <c>sha256 Fingerprint=</c>) as it is stored; null:
    /// it is none.
    /// </summary>
    public static string? ReadFingerprint(string text)
    {
        var digits = text[(text.LastIndexOf('=') + 1)..].Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Trim();
        return digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigit) ? Colons(digits.ToUpperInvariant()) : null;
    }

    /// <summary>What is wrong with a fingerprint; null: nothing.</summary>
    public static string? PinError(string text) => ReadFingerprint(text) is null
        ? "The fingerprint must be the SHA-256 of the certificate: 64 hexadecimal digits, with or without colons."
        : null;

    /// <summary>What is wrong with an authority's certificates as PEM text; null: nothing.</summary>
    public static string? AuthorityError(string pem)
    {
        if (pem.Length > MaxAuthorityLength)
        {
            return $"The certificate authority has {pem.Length} characters; at most {MaxAuthorityLength} are allowed.";
        }

        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return "The text holds a private key, which only the receiver should have; enter the certificate alone.";
        }

        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            return certificates.Count > 0 ? null : NoCertificate;
        }
        catch (CryptographicException)
        {
            return NoCertificate;
        }
    }

    private static string Colons(string digits) => string.Join(':', digits.Chunk(2).Select(pair => new string(pair)));
}
