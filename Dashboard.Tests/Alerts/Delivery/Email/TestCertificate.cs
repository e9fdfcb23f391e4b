using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Tests.Alerts.Delivery.Email;

/// <summary>Certificates for mail servers of tests.</summary>
internal static class TestCertificate
{
    /// <summary>A self-signed one.</summary>
    /// <param name="name">For which name; null: for 127.0.0.1.</param>
    /// <param name="days">How many days from now on it is valid; negative: it has expired so long ago.</param>
    public static X509Certificate2 Create(string? name = null, int days = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name ?? "test"}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        var end = DateTimeOffset.UtcNow.AddDays(days);
        return request.CreateSelfSigned(end.AddDays(-30), end);
    }
}
