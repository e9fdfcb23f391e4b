using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Tests.Alerts.Delivery.Email;

/// <summary>Certificates for mail servers and receivers of tests.</summary>
internal static class TestCertificate
{
    /// <summary>A self-signed one.</summary>
    /// <param name="name">For which name; null: for 127.0.0.1.</param>
    /// <param name="days">How many days from now on it is valid; negative: it has expired so long ago.</param>
    public static X509Certificate2 Create(string? name = null, int days = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var end = DateTimeOffset.UtcNow.AddDays(days);
        return Request(key, name).CreateSelfSigned(end.AddDays(-30), end);
    }

    /// <summary>An authority that signs others.</summary>
    public static X509Certificate2 CreateAuthority(string name = "authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-60), DateTimeOffset.UtcNow.AddDays(60));
    }

    /// <summary>The same as <see cref="Create"/>, signed by an authority.</summary>
    public static X509Certificate2 CreateSigned(X509Certificate2 authority, string? name = null, int days = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var end = DateTimeOffset.UtcNow.AddDays(days);
        using var signed = Request(key, name).Create(authority, end.AddDays(-30), end, [1, 2, 3, 4]);
        return signed.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(ECDsa key, string? name)
    {
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
        return request;
    }
}
