using System.Net;
using System.Text;
using Dashboard.Cameras.Onvif;
using Dashboard.Tests.Support.Onvif;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Cameras.Onvif;

/// <summary>What cheap devices answer, and what a hostile one could.</summary>
public sealed class OnvifOddAnswerTests
{
    private const string Word = "<e><Name>Tor</Name></e>";

    /// <summary>Each is read as a device would like it to be.</summary>
    [Theory]
    [InlineData("\r\n\r\n <?xml version=\"1.0\"?>" + Word)]
    [InlineData("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Word)]
    [InlineData("\n\uFEFF\n<?xml version='1.0'?>" + Word)]
    [InlineData("<?xml version=\"1.0\"?>" + Word + "\0\0\0")]
    [InlineData(Word + "\r\n\0\r\n")]
    [InlineData("<?xml version=\"1.0\" encoding=\"gb2312\"?>" + Word)]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf8\"?>" + Word)]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-16\"?>" + Word)]
    [InlineData("<?xml version=\"1.0\" encoding=\"x-unheard-of\"?>" + Word)]
    public void Document_WithWhatCheapDevicesWriteAroundIt_IsRead(string text) =>
        Assert.Equal("Tor", OnvifXml.Parse(Encoding.UTF8.GetBytes(text)).Find("Name").Text());

    [Fact]
    public void Document_OfAnotherEncoding_IsReadByIt()
    {
        byte[] gate = [0xB4, 0xF3, 0xC3, 0xC5];
        Assert.Equal("大门", Name("<?xml version=\"1.0\" encoding=\"GB2312\"?><e><Name>"u8.ToArray(), gate, "</Name></e>"u8.ToArray()));
        Assert.Equal("Ö", Name("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><e><Name>"u8.ToArray(), [0xD6], "</Name></e>"u8.ToArray()));
        var wide = "<?xml version=\"1.0\" encoding=\"utf-16\"?><e><Name>Ö</Name></e>";
        Assert.Equal("Ö", Name(Encoding.Unicode.GetPreamble(), Encoding.Unicode.GetBytes(wide)));
        Assert.Equal("Ö", Name(Encoding.BigEndianUnicode.GetBytes(wide)));

        static string Name(params byte[][] parts) => OnvifXml.Parse(parts.SelectMany(part => part).ToArray()).Find("Name").Text();
    }

    [Fact]
    public void Name_WithWhatTurnsTextAround_IsShownWithoutIt()
    {
        const string answer = "<E><ProbeMatch><Types>dn:NetworkVideoTransmitter</Types><XAddrs>http://10.9.9.9/a</XAddrs><Scopes>"
            + "onvif://www.onvif.org/name/%E2%80%AEtxt.%E2%81%A6exe%00%1b[31m%EF%BB%BF onvif://www.onvif.org/hardware/X\u202E1</Scopes></ProbeMatch></E>";
        var found = Assert.Single(OnvifDiscovery.Read(Encoding.UTF8.GetBytes(answer), IPAddress.Parse("192.0.2.7")));
        Assert.Equal(("txt.exe[31m", "X1"), (found.Name, found.Model));

        // Persian is written with one that is not seen, and so are pictures of families.
        Assert.Equal("می\u200Cروم 👨\u200D👩", OnvifXml.Plain("می\u200Cروم 👨\u200D👩"));
    }

    /// <summary>A second later it would be past what a time can hold; signed in is by the server's clock, and the person is told.</summary>
    [Theory]
    [InlineData(9999, 12, 31)]
    [InlineData(2100, 1, 1)]
    [InlineData(1, 1, 1)]
    public async Task Describe_ADeviceWhoseClockIsNoTime_SignsInByTheServers(int year, int month, int day)
    {
        await using var camera = await OnvifCamera.StartAsync(garbage: Everything(year, month, day));
        var now = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        var clock = new FakeTimeProvider(now) { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        var device = await new OnvifClient(clock).DescribeAsync(camera.Service, OnvifCamera.User, OnvifCamera.Password, Cancellation);

        Assert.Equal("Acme", device.Maker);
        Assert.True(device.IsClockWrong);
        Assert.Contains(camera.Heard, heard => heard.Contains("<Created", StringComparison.Ordinal));
        Assert.All(
            camera.Heard.Where(heard => heard.Contains("<Created", StringComparison.Ordinal)),
            heard => Assert.Contains(">2026-11-30T12:", heard));
    }

    /// <summary>One that lost its time begins there, and believes no other.</summary>
    [Theory]
    [InlineData(1970)]
    [InlineData(2000)]
    public async Task Describe_ADeviceThatLostItsTime_SignsInByItsClock(int year)
    {
        await using var camera = await OnvifCamera.StartAsync(garbage: Everything(year, 1, 1));
        var device = await new OnvifClient(TimeProvider.System).DescribeAsync(
            camera.Service, OnvifCamera.User, OnvifCamera.Password, Cancellation);
        Assert.True(device.IsClockWrong);
        Assert.Contains(camera.Heard, heard => heard.Contains($">{year}-01-", StringComparison.Ordinal));
    }

    /// <summary>Whatever stands in an answer ends as a sentence or as a camera, on the page that asked.</summary>
    [Theory]
    [InlineData("<Uri>rtsp://[fe80::1%25eth0]:554/x</Uri>")]
    [InlineData("<Uri>rtsp://h:99999/x</Uri>")]
    [InlineData("<Uri>rtsp://h:0/x</Uri>")]
    [InlineData("<Uri>rtsp://</Uri>")]
    [InlineData("<Uri>rtsp:x</Uri>")]
    [InlineData("<Uri>http:///x</Uri>")]
    [InlineData("<Uri>rtsp://a@b@c:1:2/x</Uri>")]
    [InlineData("<Uri>rtsp://xn--a.b\u00DFc\u3002d/x</Uri>")]
    public async Task Addresses_OfAnyText_EndAsASentenceOrAnAddress(string uri)
    {
        await using var camera = await OnvifCamera.StartAsync(garbage: $"<Envelope><Body>{uri}</Body></Envelope>");
        var profile = new OnvifProfile("p1", camera.Service, IsMedia2: true);
        try
        {
            var addresses = await new OnvifClient(TimeProvider.System).AddressesAsync(
                camera.Service, profile, OnvifCamera.User, OnvifCamera.Password, Cancellation);
            Assert.Equal("127.0.0.1", new Uri(addresses.Stream).Host);
        }
        catch (OnvifException exception)
        {
            Assert.EndsWith(".", exception.Message);
        }
    }

    /// <summary>One that is cut leads somewhere else.</summary>
    [Theory]
    [InlineData(600, true)]
    [InlineData(OnvifXml.MaxAddressLength + 1, false)]
    public async Task Address_ThatIsLong_IsKeptWholeOrRefused(int length, bool isKept)
    {
        var path = new string('a', length - "rtsp://127.0.0.1/".Length);
        await using var camera = await OnvifCamera.StartAsync(garbage: $"<Envelope><Body><Uri>rtsp://127.0.0.1/{path}</Uri></Body></Envelope>");
        var asking = new OnvifClient(TimeProvider.System).AddressesAsync(
            camera.Service, new OnvifProfile("p1", camera.Service, IsMedia2: true), "", "", Cancellation);
        if (isKept)
        {
            Assert.Equal($"rtsp://127.0.0.1/{path}", (await asking).Stream);
        }
        else
        {
            Assert.StartsWith("The camera gives no address", (await Assert.ThrowsAsync<OnvifException>(() => asking)).Message);
        }
    }

    /// <summary>User name and password may be right: in plain text they are not sent.</summary>
    [Fact]
    public async Task SignIn_InPlainTextAlone_IsCalledThat_AndNoWrongPassword()
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync(
            Array.Empty<byte>(), null, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"cam\"\r\n"));
        var device = new Uri($"http://{camera.Host}/onvif/device_service");
        var refused = await Assert.ThrowsAsync<OnvifException>(
            () => new OnvifClient(TimeProvider.System).DescribeAsync(device, "ada", "Wq8-secret", Cancellation));
        Assert.StartsWith("The camera takes a sign-in for ONVIF as plain text only (Basic)", refused.Message);
        Assert.DoesNotContain(camera.Questions, question => question.Contains("Authorization: Basic", StringComparison.Ordinal));
    }

    // One answer for all questions: what is looked for stands somewhere in it.
    private static string Everything(int year, int month, int day) => $"""
        <Envelope><Body><UTCDateTime><Time><Hour>23</Hour><Minute>59</Minute><Second>59</Second></Time>
        <Date><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day></Date></UTCDateTime><Manufacturer>Acme</Manufacturer>
        <Profiles token="p1"><VideoEncoder><Encoding>H264</Encoding></VideoEncoder></Profiles></Body></Envelope>
        """;
}
