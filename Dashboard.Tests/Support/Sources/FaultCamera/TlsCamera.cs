using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>A camera on loopback that knows one suite of TLS 1.2, and answers what it is asked in HTTP with an empty message of SOAP.</summary>
internal sealed class TlsCamera : ConnectionListener
{
    // Made before anybody waits for it.
    private static readonly X509Certificate2 Certificate = CreateCertificate();
    private readonly TlsCipherSuite _suite;

    public TlsCamera(TlsCipherSuite suite)
    {
        _suite = suite;
        Start();
    }

    protected override async Task ServeAsync(NetworkStream line)
    {
        const string body = "<Envelope><Body/></Envelope>";
        await using var stream = new SslStream(line);
        var options = new SslServerAuthenticationOptions { ServerCertificate = Certificate, EnabledSslProtocols = SslProtocols.Tls12 };
        if (OperatingSystem.IsLinux())
        {
            options.CipherSuitesPolicy = new CipherSuitesPolicy([_suite]);
        }

        await stream.AuthenticateAsServerAsync(options, Stopped);
        if (await ReadHeadAsync(stream) is not null)
        {
            var answer = $"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Stopped);
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var end = DateTimeOffset.UtcNow.AddDays(1);
        return new CertificateRequest("CN=camera.invalid", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(end.AddDays(-30), end);
    }
}
