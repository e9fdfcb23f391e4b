using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Hosting.Tls;

/// <summary>Whom a server's certificate is issued to.</summary>
internal static class CertificateNames
{
    /// <summary>The names and addresses that it counts for (subject alternative names); old ones have none.</summary>
    public static IReadOnlyList<string> Read(X509Certificate2 certificate) =>
    [
        .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(
            names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))),
    ];
}
