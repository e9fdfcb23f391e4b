using Dashboard.Capture;
using Dashboard.Capture.Http;
using Dashboard.Capture.Rtsp;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Rtsp;

/// <summary>What is said of a port at which something else than RTSP answers.</summary>
public sealed class RtspDialerTests
{
    /// <summary>What speaks HTTP is asked for a tunnel, which a mere web server does not have.</summary>
    [Theory]
    [InlineData("404 Not Found", "text/html")]
    [InlineData("400 Bad Request", null)]
    [InlineData("302 Found", null)]
    [InlineData("200 OK", "text/html; charset=utf-8")]
    [InlineData("200 OK", "image/jpeg")]
    [InlineData("200 OK", "multipart/x-mixed-replace; boundary=frame")]
    public async Task Port_OfAWebServer_IsToldToBeOne(string status, string? type)
    {
        await using var server = new FaultCamera(answer => answer.SendAsync("<html/>"u8.ToArray(), type, status));
        await using var relay = new RtspRelay($"rtsp://ada:Wq8-secret@{server.Host}/stream", null, TimeProvider.System);
        var plan = new RtspMemory().Plan(server.Host, isSecure: false);
        var failed = await Assert.ThrowsAsync<CaptureException>(() => relay.StartAsync(plan, Cancellation));
        Assert.Contains(server.Questions, question => question.StartsWith("GET ", StringComparison.Ordinal));
        Assert.Equal(
            $"A web server answers at {server.Host}, not RTSP: check the port, which is mostly 554, or enter http://{server.Host}/stream as the address.",
            failed.Message);
    }

    /// <summary>Cameras with a tunnel say these as well.</summary>
    [Theory]
    [InlineData("401 Unauthorized", "The camera refused the sign-in")]
    [InlineData("503 Service Unavailable", "The camera is too busy")]
    public async Task Tunnel_ThatIsRefused_SaysWhy(string status, string expected)
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync(
            Array.Empty<byte>(), null, status, "WWW-Authenticate: Basic realm=\"cam\"\r\n"));
        Assert.StartsWith(expected, (await DialAsync($"rtsp://{camera.Host}/stream", isTunnel: true)).Message);
    }

    /// <summary>Small servers close the connection where they have no encryption in common.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SecureAddress_ThatHangsUpOrSpeaksNoTls_SaysThatItsEncryptionIsTooOld(bool answers)
    {
        await using var camera = new HangUpListener(answers);
        var failed = await DialAsync($"rtsps://127.0.0.1:{camera.Port}/stream", isTunnel: false);
        Assert.StartsWith($"The encryption of 127.0.0.1:{camera.Port} is too old, or it has none: check the port", failed.Message);
        Assert.Contains("As the last choice, use rtsp:// in place of rtsps://", failed.Message);
    }

    private static Task<CaptureException> DialAsync(string address, bool isTunnel) => Assert.ThrowsAsync<CaptureException>(
        () => new RtspDialer(TimeProvider.System).DialAsync(
            new Uri(address), new Uri(address), isTunnel, new CameraSignIn("ada", "Wq8-secret"), Cancellation));
}
