using System.Net.Sockets;
using Dashboard.Cameras;

namespace Dashboard.Tests.Cameras;

/// <summary>Whose scheme is wrong is told the address to try, and nobody is told a secret by it.</summary>
public sealed class CameraErrorMessageTests
{
    [Theory]
    [InlineData("http://cam:554/stream1", "enter rtsp://cam/stream1 as")]
    [InlineData("http://10.0.0.5:8554/a/b", "enter rtsp://10.0.0.5:8554/a/b as")]
    [InlineData("http://cam/a", "enter rtsp://cam:80/a as")]
    [InlineData("https://cam:322/a", "enter rtsps://cam/a as")]
    [InlineData("http://[fd00::5]:554/a", "enter rtsp://[fd00::5]/a as")]
    [InlineData("http://cam:554/cam/realmonitor?channel=1&token=Wq8secret", "enter rtsp://cam/cam/realmonitor?… as")]
    [InlineData("http://cam:554/token/Wq8secret/1", "enter rtsp://cam/")]
    public void RtspServer_ThatIsAskedInHttp_IsSuggestedByItsAddress(string address, string expected) => Check(
        expected, CameraErrorMessages.RtspServer(new Uri(address)), CameraErrorMessages.RtspPort(new Uri(address)));

    [Theory]
    [InlineData("rtsp://cam:80/mjpg/video.mjpg", "enter http://cam/mjpg/video.mjpg as")]
    [InlineData("rtsp://cam/a", "enter http://cam:554/a as")]
    [InlineData("rtsps://cam:443/a", "enter https://cam/a as")]
    [InlineData("rtsp://cam:8080/a?user=ada&pwd=Wq8secret", "enter http://cam:8080/a?… as")]
    public void WebServer_ThatIsAskedInRtsp_IsSuggestedByItsAddress(string address, string expected) =>
        Check(expected, CameraErrorMessages.WebServer(new Uri(address)));

    /// <summary>Whatever is spoken with a camera, one cause has one sentence.</summary>
    [Theory]
    [InlineData(SocketError.ConnectionRefused, "Nothing answers at cam:80:")]
    [InlineData(SocketError.HostUnreachable, "cam:80 cannot be reached:")]
    [InlineData(SocketError.NetworkUnreachable, "cam:80 cannot be reached:")]
    public void NotConnected_SaysWhetherTheComputerIsThere(SocketError error, string expected) => Assert.StartsWith(
        expected, CameraErrorMessages.NotConnected("cam:80", new HttpRequestException("", new SocketException((int)error))));

    private static void Check(string expected, params string[] texts) => Assert.All(texts, text =>
    {
        Assert.Contains(expected, text);
        Assert.DoesNotContain("Wq8secret", text);
    });
}
