using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Hosting.Tls;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Hosting;

/// <summary>The server's own certificate.</summary>
public sealed class TlsTests
{
    [Fact]
    [Trait("Category", "Server")]
    public async Task Server_WithACertificate_AnswersOverTls_WithSecureCookiesAndHsts()
    {
        using var folder = new TemporaryFolder();
        var (file, key, thumbprint) = Write(folder, "one");
        await using var app = await DashboardApp.StartAsync("--urls=https://127.0.0.1:0", $"--Tls:CertificateFile={file}", $"--Tls:KeyFile={key}");
        Assert.StartsWith("https://", app.Address);
        await app.UserAsync("Administrator");
        string? seen = null;
        using var handler = new HttpClientHandler
        {
            UseCookies = false,
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => (seen = certificate?.Thumbprint) is not null,
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in") { Headers = { Host = "plates.example.com" } };
        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.OK, thumbprint), (answer.StatusCode, seen));
        Assert.Equal("max-age=15552000", answer.Header("Strict-Transport-Security"));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Certificate_ThatWasRenewed_IsTakenWithoutAStart_AndADamagedOneIsNot()
    {
        using var folder = new TemporaryFolder();
        var (file, key, first) = Write(folder, "one");
        var time = new FakeTimeProvider();
        var certificate = new TlsCertificate(new() { CertificateFile = file, KeyFile = key }, time, NullLogger<TlsCertificate>.Instance);
        Assert.Equal(first, certificate.Current.TargetCertificate.Thumbprint);

        File.WriteAllText(file, "nonsense");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first, certificate.Current.TargetCertificate.Thumbprint);

        var (_, _, second) = Write(folder, "one");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(2));
        Assert.Equal(first, certificate.Current.TargetCertificate.Thumbprint);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second, certificate.Current.TargetCertificate.Thumbprint);
    }

    [Fact]
    public void Certificate_BehindALinkThatWasRenewed_IsTaken()
    {
        using var folder = new TemporaryFolder();
        var (file, key, _) = Write(folder, "one");
        var (link, keyLink) = (folder.PathOf("live.pem"), folder.PathOf("live.key"));
        File.CreateSymbolicLink(link, file);
        File.CreateSymbolicLink(keyLink, key);
        var written = File.GetLastWriteTimeUtc(file);
        var time = new FakeTimeProvider();
        var certificate = new TlsCertificate(new() { CertificateFile = link, KeyFile = keyLink }, time, NullLogger<TlsCertificate>.Instance);
        _ = certificate.Current;

        var (_, _, second) = Write(folder, "one");
        File.SetLastWriteTimeUtc(file, written);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second, certificate.Current.TargetCertificate.Thumbprint);
    }

    [Fact]
    public void Certificate_ThatEndsSoonOrHas_IsTold()
    {
        using var folder = new TemporaryFolder();
        var (file, key, _) = Write(folder, "one"); // Good for 30 days.
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var certificate = new TlsCertificate(new() { CertificateFile = file, KeyFile = key }, time, NullLogger<TlsCertificate>.Instance);
        Assert.Null(certificate.EndsSoon);
        _ = certificate.Current;
        Assert.Null(certificate.EndsSoon);
        time.Advance(TimeSpan.FromDays(24));
        Assert.Equal(DateTimeOffset.UtcNow.AddDays(30), certificate.EndsSoon!.Value, TimeSpan.FromMinutes(1));

        time.Advance(TimeSpan.FromDays(7));
        Assert.True(certificate.EndsSoon < time.GetUtcNow());
        Assert.Null(new TlsCertificate(new(), time, NullLogger<TlsCertificate>.Instance).EndsSoon);
    }

    [Theory]
    [InlineData("/nowhere/cert.pem", "", "Tls:CertificateFile '/nowhere/cert.pem' cannot be used")]
    [InlineData("", "/nowhere/key.pem", "Tls:KeyFile is given without a certificate")]
    public void Settings_ThatCannotBe_AreRefused(string file, string key, string fault) => Assert.Contains(
        fault, new TlsOptionsValidator().Validate(null, new() { CertificateFile = file, KeyFile = key }).FailureMessage);

    [Fact]
    public void KeyWithAPassphrase_IsSaid_WithWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var (file, _, _) = Write(folder, "one");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var path = folder.PathOf("locked.key");
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        File.WriteAllText(path, key.ExportEncryptedPkcs8PrivateKeyPem("secret", encryption));
        var said = new TlsOptionsValidator().Validate(null, new() { CertificateFile = file, KeyFile = path }).FailureMessage;
        Assert.StartsWith($"Tls:KeyFile '{path}' has a private key that is encrypted with a passphrase", said);
        Assert.Contains($"openssl pkey -in {path} -out plain.key", said);

        File.AppendAllText(file, File.ReadAllText(path));
        Assert.StartsWith("Tls:CertificateFile ", new TlsOptionsValidator().Validate(null, new() { CertificateFile = file }).FailureMessage);
    }

    internal static (string File, string Key, string Thumbprint) Write(TemporaryFolder folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=plates.example.com", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        var (file, keyFile) = (folder.PathOf($"{name}.pem"), folder.PathOf($"{name}.key"));
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (file, keyFile, certificate.Thumbprint);
    }
}
