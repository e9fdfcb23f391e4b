using System.Net.Security;
using Dashboard.Cameras;
using Dashboard.Cameras.Onvif;
using Dashboard.Capture.Http;
using Dashboard.Capture.Rtsp;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Cameras;

/// <summary>Cameras that have nothing but suites that were left behind, which .NET does not offer on Linux.</summary>
public sealed class CameraTlsTests
{
    public static TheoryData<TlsCipherSuite> OldSuites =>
    [
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
    ];

    [Theory]
    [MemberData(nameof(OldSuites))]
    public async Task Pictures_OfACameraWithAnOldSuite_AreAnswered(TlsCipherSuite suite)
    {
        await using var camera = new TlsCamera(suite);
        using var http = new CameraHttp($"https://127.0.0.1:{camera.Port}/picture.jpg", TimeSpan.FromMinutes(1));
        using var answer = await http.GetAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Theory]
    [MemberData(nameof(OldSuites))]
    public async Task Stream_OfACameraWithAnOldSuite_IsCalled(TlsCipherSuite suite)
    {
        await using var camera = new TlsCamera(suite);
        var address = new Uri($"rtsps://127.0.0.1:{camera.Port}/stream");
        var line = await new RtspDialer(TestTime.CreateClock()).DialAsync(address, address, isTunnel: false, null, Cancellation);
        await using var secure = Assert.IsType<SslStream>(line.Stream);
        Assert.Equal(suite, secure.NegotiatedCipherSuite);
    }

    [Theory]
    [MemberData(nameof(OldSuites))]
    public async Task Onvif_OfACameraWithAnOldSuite_IsAsked(TlsCipherSuite suite)
    {
        await using var camera = new TlsCamera(suite);
        await new OnvifClient(TimeProvider.System).GreetAsync(new Uri($"https://127.0.0.1:{camera.Port}/onvif/device_service"), Cancellation);
    }

    /// <summary>What a camera cannot have is told as what it is, and not as a device without ONVIF.</summary>
    [Fact]
    public async Task Onvif_OfAPortThatSpeaksNoTls_IsToldSo()
    {
        await using var camera = new HangUpListener(answers: true);
        var place = $"127.0.0.1:{camera.Port}";
        var failed = await Assert.ThrowsAsync<OnvifException>(
            () => new OnvifClient(TimeProvider.System).GreetAsync(new Uri($"https://{place}/onvif/device_service"), Cancellation));
        Assert.StartsWith($"The encryption of {place} is too old, or it has none", failed.Message);
    }

    [Fact]
    public void Suites_AreAllEncryption_AndTheNewestComeFirst()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Elsewhere the system chooses.");
            return;
        }

        var names = CameraTls.Options().CipherSuitesPolicy!.AllowedCipherSuites.Select(suite => suite.ToString()).ToList();
        string[] none = ["NULL", "EXPORT", "RC4", "anon", "DES", "MD5"];
        Assert.DoesNotContain(names, name => none.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)));
        Assert.StartsWith("TLS_AES_", names[0]);
        var lastNew = names.FindLastIndex(name => name.Contains("ECDHE", StringComparison.Ordinal));
        Assert.True(lastNew < names.FindIndex(name => name.StartsWith("TLS_RSA_", StringComparison.Ordinal)));
    }
}
