using System.Net;
using System.Net.Sockets;
using Dashboard.Capture;
using Dashboard.Capture.Http;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Http;

/// <summary>What is said of a web address that does not answer.</summary>
public sealed class CameraHttpTests
{
    [Fact]
    public async Task Redirect_ToAPlaceWhereNothingAnswers_NamesThatPlace_AndNoSecret()
    {
        await using var camera = new FaultCamera(answer =>
            answer.SendAsync(Array.Empty<byte>(), status: "302 Found", more: "Location: http://ada:geheim@localhost:1/x?pwd=geheim\r\n"));
        using var http = new CameraHttp(camera.Address);
        var failed = await Assert.ThrowsAsync<CaptureException>(() => http.GetAsync(Cancellation));
        Assert.Equal("Nothing answers at localhost:1: check the address and the port, and that the camera is on.", failed.Message);
    }

    [Fact]
    public async Task Redirect_ToAnotherMachineOfTheLocalNetwork_IsNotFollowed()
    {
        using var inside = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        inside.Start();
        var place = inside.LocalEndpoint.ToString();
        await using var camera = new FaultCamera(answer =>
            answer.SendAsync(Array.Empty<byte>(), status: "302 Found", more: $"Location: http://{place}/admin?pwd=geheim\r\n"));
        using var http = new CameraHttp(camera.Address);
        var failed = await Assert.ThrowsAsync<CaptureException>(() => http.GetAsync(Cancellation));
        Assert.StartsWith($"The camera sends on to {place}, a local address that is not its own, where it is not followed", failed.Message);
        Assert.DoesNotContain("geheim", failed.Message);
        Assert.False(inside.Pending());
    }

    [Fact]
    public async Task Redirect_InACircle_SaysSo_AndDoesNotCallItAnError()
    {
        await using var camera = new FaultCamera(answer =>
            answer.SendAsync(Array.Empty<byte>(), status: "302 Found", more: "Location: /again.jpg\r\n"));
        using var http = new CameraHttp(camera.Address);
        var failed = await Assert.ThrowsAsync<CaptureException>(() => http.GetAsync(Cancellation));
        Assert.Equal("The camera sends on and never answers itself: enter the address of its pictures or its stream.", failed.Message);
    }

    [Fact]
    public async Task Redirect_ToWhatIsNoAddress_SaysThatTheCameraSendsOn()
    {
        await using var camera = new FaultCamera(answer =>
            answer.SendAsync(Array.Empty<byte>(), status: "302 Found", more: "Location: //[x\r\n"));
        using var http = new CameraHttp(camera.Address);
        var failed = await Assert.ThrowsAsync<CaptureException>(() => http.GetAsync(Cancellation));
        Assert.StartsWith("The camera sends on and never answers itself", failed.Message);
    }

    [Fact]
    public async Task Port_ThatSpeaksRtsp_IsToldToDoSo_WithTheAddressToTry()
    {
        await using var camera = new FaultCamera(answer =>
        {
            answer.IsLast = true;
            return answer.WriteAsync("RTSP/1.0 400 Bad Request\r\n\r\n");
        });
        using var http = new CameraHttp($"http://ada:Wq8-secret@{camera.Host}/stream1");
        var failed = await Assert.ThrowsAsync<CaptureException>(() => http.GetAsync(Cancellation));
        Assert.Equal(
            $"RTSP is spoken at {camera.Host}, not HTTP: enter rtsp://{camera.Host}/stream1 as the camera's address.", failed.Message);
    }

    /// <summary>A camera's one server for both has pictures on the web.</summary>
    [Theory]
    [InlineData("503 Service Unavailable", "RTSP is spoken at")]
    [InlineData("401 Unauthorized", "asks for a sign-in")]
    [InlineData("404 Not Found", "does not know this address")]
    public async Task Server_OfRtsp_IsToldWhereItDoesNotSpeakHttp(string status, string expected)
    {
        await using var camera = new FaultCamera(
            answer => answer.SendAsync(Array.Empty<byte>(), status: status, more: "Server: GStreamer RTSP server\r\n"));
        using var http = new CameraHttp(camera.Address);
        Assert.Contains(expected, (await Assert.ThrowsAsync<CaptureException>(() => http.GetAsync(Cancellation))).Message);
    }

    [Fact]
    public async Task Head_ThatIsTooLong_IsToldAsThat()
    {
        var more = string.Concat(Enumerable.Range(0, 80).Select(n => $"X-{n}: {new string('x', 1000)}\r\n"));
        await using var camera = new FaultCamera(answer => answer.SendAsync("x"u8.ToArray(), more: more));
        using var http = new CameraHttp(camera.Address);
        var failed = await Assert.ThrowsAsync<CaptureException>(() => http.GetAsync(Cancellation));
        Assert.Equal($"The answer of {camera.Host} begins with too long a head: check the address, or restart the camera.", failed.Message);
    }

    [Theory]
    [InlineData("429 Too Many Requests", 429)]
    [InlineData("503 Service Unavailable", 503)]
    public async Task Camera_ThatIsBusy_IsNotCalledAWrongAddress(string status, int number)
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync(Array.Empty<byte>(), status: status));
        using var http = new CameraHttp(camera.Address);
        var failed = await Assert.ThrowsAsync<CaptureException>(() => http.GetAsync(Cancellation));
        Assert.Equal($"The camera is too busy to answer (error {number}): let fewer programs watch it, or restart it.", failed.Message);
    }

    [Fact]
    public async Task SecureAddress_OfAPortThatSpeaksNoTls_IsToldSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new CameraHttp($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", TimeSpan.FromSeconds(2));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => http.GetAsync(Cancellation));
        Assert.Contains("is too old, or it has none: check the port", failed.Message);
        Assert.Contains("As the last choice, use http:// in place of https://", failed.Message);
    }
}
