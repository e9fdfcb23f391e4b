using System.Text;
using Dashboard.Cameras.Onvif;
using Dashboard.Tests.Support.Onvif;

namespace Dashboard.Tests.Cameras.Onvif;

public sealed class OnvifClientTests
{
    private readonly OnvifClient _client = new(TimeProvider.System);

    [Fact]
    public async Task Describe_GivesMakeProfilesAndTheOneThatMostWant()
    {
        await using var camera = await OnvifCamera.StartAsync(clockOffset: default);
        var device = await DescribeAsync(camera);

        Assert.Equal(("Acme", "Cam 9", "1.2"), (device.Maker, device.Model, device.Firmware));
        Assert.Equal(["4K", "Main", "Sub"], device.Profiles.Select(profile => profile.Name));
        var main = device.Suggested;
        Assert.Equal(("Main", "H265", 1920, 1080, 25d), (main.Name, main.Codec, main.Width, main.Height, main.FramesPerSecond));
        Assert.Equal("Sub", device.SmallBeside(main)?.Name);
        Assert.Null(device.SmallBeside(device.Profiles[2]));
        Assert.False(device.IsClockWrong);
    }

    [Fact]
    public async Task Addresses_KeepTheHostThatWasAsked()
    {
        await using var camera = await OnvifCamera.StartAsync(clockOffset: default);
        var device = await DescribeAsync(camera);
        var addresses = await _client.AddressesAsync(camera.Service, device.Suggested, OnvifCamera.User, OnvifCamera.Password, Cancellation);

        Assert.Equal(new OnvifAddresses("rtsp://127.0.0.1:8554/RTSPmain?a=1&b=2", "http://127.0.0.1/snap.jpg"), addresses);
    }

    [Theory]
    [InlineData("http://camera.invalid/onvif/media?a=1", "/onvif/media?a=1")]
    [InlineData("https://10.0.0.5/onvif/media", "/onvif/media")]
    [InlineData("http://camera.invalid//other.example/media", "//other.example/media")]
    [InlineData("http://camera.invalid//ada:x@other.example:81/", "//ada:x@other.example:81/")]
    [InlineData("http://camera.invalid///other.example/media", "///other.example/media")]
    [InlineData("http://camera.invalid/\\\\other.example/media", null)]
    [InlineData("http://camera.invalid/http://other.example/media", null)]
    [InlineData("http://camera.invalid?//other.example/media", "/?//other.example/media")]
    [InlineData("http://ada:x@camera.invalid/media#//other.example", "/media")]
    public void Service_OfAnotherMachine_IsAskedAtTheOneThatAnswered(string named, string? expected)
    {
        var service = OnvifClient.OwnService(named, new Uri("http://10.0.0.5:8000/onvif/device_service"))!;
        Assert.Equal("http://10.0.0.5:8000", service.GetLeftPart(UriPartial.Authority));
        Assert.True(expected is null || service.PathAndQuery == expected, service.PathAndQuery);
    }

    /// <summary>A camera by whose clock the sign-in would be hours old is signed in to by its own time, and the person is told.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task Describe_ACameraWithAWrongClock_SignsInByThatClock(int hours)
    {
        await using var camera = await OnvifCamera.StartAsync(TimeSpan.FromHours(hours));
        var device = await DescribeAsync(camera);

        Assert.True(device.IsClockWrong);
        Assert.Equal(hours, device.ClockOffset!.Value.TotalHours, 0.01);
    }

    [Fact]
    public async Task Describe_AnOldCamera_ThatSignsInByHttpAndHasNoSnapshots()
    {
        await using var camera = await OnvifCamera.StartAsync(httpDigest: true, old: true);
        var device = await DescribeAsync(camera);
        var addresses = await _client.AddressesAsync(camera.Service, device.Suggested, OnvifCamera.User, OnvifCamera.Password, Cancellation);

        Assert.Equal(["p0", "Main"], device.Profiles.Select(profile => profile.Name));
        Assert.Equal(new OnvifAddresses("rtsp://127.0.0.1/old", null), addresses);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Describe_WithAWrongPassword_SaysSo_AndSendsNoPassword(bool httpDigest)
    {
        await using var camera = await OnvifCamera.StartAsync(httpDigest: httpDigest);
        var refused = await Assert.ThrowsAsync<OnvifException>(() => _client.DescribeAsync(camera.Service, "ada", "wr0ng-pass", Cancellation));

        Assert.Equal("The camera refused the sign-in: check user name and password.", refused.Message);
        Assert.NotEmpty(camera.Heard);
        Assert.All(
            camera.Heard,
            heard =>
            {
                Assert.DoesNotContain("wr0ng-pass", heard);
                Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:wr0ng-pass")), heard);
            });
    }

    [Fact]
    public async Task Describe_ACameraWithoutProfiles_SaysWhatToDo()
    {
        await using var camera = await OnvifCamera.StartAsync(empty: true);
        var none = await Assert.ThrowsAsync<OnvifException>(() => DescribeAsync(camera));
        Assert.StartsWith("The camera has no video profile", none.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>Router</body>")]
    [InlineData("<!DOCTYPE e [<!ENTITY a \"aaaaaaaaaa\">]><Envelope><Body>&a;</Body></Envelope>")]
    [InlineData("<Envelope><Bodies/></Envelope>")]
    public async Task Describe_SomethingElse_SaysThatItIsNoCamera(string body)
    {
        await using var router = await OnvifCamera.StartAsync(garbage: body);
        await AssertNoCameraAsync(router);
    }

    [Fact]
    public async Task Describe_AnAnswerWithoutEnd_IsNotRead()
    {
        await using var flood = await OnvifCamera.StartAsync(
            garbage: "<Envelope><Body>" + new string('a', OnvifXml.MaxBytes) + "</Body></Envelope>");
        await AssertNoCameraAsync(flood);
    }

    [Fact]
    public async Task Describe_WhereNothingListens_SaysSo()
    {
        var port = FreePort.Find();
        var silent = await Assert.ThrowsAsync<OnvifException>(
            () => _client.DescribeAsync(new Uri($"http://127.0.0.1:{port}/onvif/device_service"), "", "", Cancellation));
        Assert.StartsWith($"Nothing answers at 127.0.0.1:{port}", silent.Message);
    }

    [Theory]
    [InlineData("192.168.1.20", "http://192.168.1.20/onvif/device_service")]
    [InlineData(" cam.local:8000 ", "http://cam.local:8000/onvif/device_service")]
    [InlineData("https://cam.local/", "https://cam.local/onvif/device_service")]
    [InlineData("http://ada:secret@cam.local/odd/path?x=1", "http://cam.local/odd/path")]
    [InlineData("rtsp://192.168.1.20/stream", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("", null)]
    public void ServiceAt_TakesWhatPeopleType(string typed, string? service) => Assert.Equal(service, OnvifClient.ServiceAt(typed)?.ToString());

    private Task<OnvifDevice> DescribeAsync(OnvifCamera camera) =>
        _client.DescribeAsync(camera.Service, OnvifCamera.User, OnvifCamera.Password, Cancellation);

    private async Task AssertNoCameraAsync(OnvifCamera other)
    {
        var wrong = await Assert.ThrowsAsync<OnvifException>(() => DescribeAsync(other));
        Assert.Contains("does not answer as an ONVIF camera does", wrong.Message);
    }
}
