using Dashboard.Capture;
using Dashboard.Capture.Http;
using Dashboard.Capture.Rtsp;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Rtsp;

/// <summary>What is said of a port at which something else than RTSP answers.</summary>
public sealed class RtspDialerTests
{
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
