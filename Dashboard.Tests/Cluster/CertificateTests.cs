using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Cluster;

namespace Dashboard.Tests.Cluster;

public sealed class CertificateTests
{
    [Fact]
    public void Machine_IsTrusted_ByItsAuthorityAlone_AndWhileItsCertificateIsValid()
    {
        var now = DateTimeOffset.UtcNow;
        using var ours = Authority("ours", now);
        using var others = Authority("others", now);
        using var valid = Signed(ours, now.AddDays(-1), now.AddDays(1));
        using var expired = Signed(ours, now.AddDays(-3), now.AddDays(-2));

        Assert.True(ClusterSetup.IsSignedBy(valid, [ours]));
        Assert.False(ClusterSetup.IsSignedBy(valid, [others]));
        Assert.False(ClusterSetup.IsSignedBy(expired, [ours]));
    }

    private static X509Certificate2 Authority(string name, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(now.AddDays(-10), now.AddDays(10));
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256).Create(authority, from, to, [1, 2, 3, 4]);
    }
}
