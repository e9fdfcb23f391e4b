using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Cameras.Onvif;
using Dashboard.Tests.Support.Onvif;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Cameras.Onvif;

public sealed class OnvifDiscoveryTests
{
    /// <summary>The host that the camera names is reached by nobody; garbage and a printer that answered before it are passed over.</summary>
    [Fact]
    public async Task Find_ACamera_GivesItOnceByTheAddressThatAnswered()
    {
        await using var camera = await OnvifCamera.StartAsync(clockOffset: default);
        var clock = new FakeTimeProvider();
        var found = new List<FoundDevice>();
        await foreach (var device in new OnvifDiscovery(clock, camera.CallAddress).FindAsync(Cancellation))
        {
            found.Add(device);
            clock.Advance(OnvifDiscovery.MaxTime);
        }

        Assert.Equal([new FoundDevice(camera.Service, "Gate north", "DS-2CD")], found);
    }

    /// <summary>What is found is asked, and gives addresses, by IPv6 as well.</summary>
    [Fact]
    public async Task Find_ACameraOnIPv6_GivesItByAnAddressThatIsAsked()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var camera = await OnvifCamera.StartOnIPv6Async();
        var clock = new FakeTimeProvider();
        var found = new List<FoundDevice>();
        await foreach (var device in new OnvifDiscovery(clock, camera.CallAddress).FindAsync(Cancellation))
        {
            found.Add(device);
            clock.Advance(OnvifDiscovery.MaxTime);
        }

        var service = Assert.Single(found).Service;
        Assert.Equal($"http://[::1]:{camera.Service.Port}/onvif/device_service", service.ToString());
        var client = new OnvifClient(TimeProvider.System);
        var described = await client.DescribeAsync(service, OnvifCamera.User, OnvifCamera.Password, Cancellation);
        var profile = described.Profiles.Single(profile => profile.Name == "Main");
        var addresses = await client.AddressesAsync(service, profile, OnvifCamera.User, OnvifCamera.Password, Cancellation);
        Assert.Equal("rtsp://[::1]:8554/RTSPmain?a=1&b=2", addresses.Stream);
    }

    [Fact]
    public void FoundOnce_ByIPv4AndIPv6_IsShownByIPv4_InWhicheverOrderTheyAnswer()
    {
        var once = new FoundOnce(waitsForIPv4: true);
        Assert.False(once.IsNew(Found("http://[fd00::7]/a", "urn:uuid:1")));
        Assert.True(once.IsNew(Found("http://192.0.2.7/a", "urn:uuid:1")));
        Assert.False(once.IsNew(Found("http://[fd00::8]/a", "urn:uuid:2")));
        Assert.False(once.IsNew(Found("http://[fd00::8]/a", "urn:uuid:2")));
        Assert.Equal("http://[fd00::8]/a", Assert.Single(once.Rest()).Service.ToString());
    }

    /// <summary>Cheap cameras share an identity, and some have none: none is hidden by another.</summary>
    [Theory]
    [InlineData("urn:uuid:1")]
    [InlineData("")]
    public void FoundOnce_OtherCamerasOfOneIdentity_AreAllShown(string identity)
    {
        var once = new FoundOnce(waitsForIPv4: true);
        Assert.True(once.IsNew(Found("http://192.0.2.7/a", identity)));
        Assert.True(once.IsNew(Found("http://192.0.2.8/a", identity)));

        var nothingWaits = new FoundOnce(waitsForIPv4: false);
        Assert.True(nothingWaits.IsNew(Found("http://[fd00::7]/a", identity)));
        Assert.True(nothingWaits.IsNew(Found("http://[fd00::8]/a", identity)));
        Assert.Empty(nothingWaits.Rest());
    }

    [Fact]
    public async Task Find_WhereNothingAnswers_EndsByItself()
    {
        var clock = new FakeTimeProvider();
        var search = new OnvifDiscovery(clock, new IPEndPoint(IPAddress.Loopback, 9)).FindAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var first = search.MoveNextAsync();
        Assert.False(first.IsCompleted);

        clock.Advance(OnvifDiscovery.MaxTime);
        Assert.False(await first);
        await search.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("<a")]
    [InlineData("<Envelope><ProbeMatch><Types>NetworkVideoTransmitter</Types></ProbeMatch></Envelope>")]
    [InlineData("<Envelope><ProbeMatch><Types>NetworkVideoTransmitter</Types><XAddrs>file:///etc/passwd nonsense</XAddrs></ProbeMatch></Envelope>")]
    public void Read_AnAnswerWithoutAnAddress_IsNoCamera(string answer) =>
        Assert.Empty(OnvifDiscovery.Read(Encoding.UTF8.GetBytes(answer), IPAddress.Loopback));

    /// <summary>What a device says cannot make the server ask another machine, however many addresses it names.</summary>
    [Theory]
    [InlineData("http://10.9.9.9/onvif/device_service", "http://192.0.2.7/onvif/device_service")]
    [InlineData("http://[fe80::2]/a http://10.9.9.9:8080/b", "http://192.0.2.7:8080/b")]
    [InlineData("http://10.9.9.9/a https://192.0.2.7:8443/b", "https://192.0.2.7:8443/b")]
    public void Read_AnyAddress_IsAskedByTheOneThatAnswered(string said, string asked)
    {
        var answer = $"<E><ProbeMatch><Types>dn:NetworkVideoTransmitter</Types><XAddrs>{said}</XAddrs></ProbeMatch></E>";
        Assert.Equal(asked, Assert.Single(OnvifDiscovery.Read(Encoding.UTF8.GetBytes(answer), IPAddress.Parse("192.0.2.7"))).Service.ToString());
    }

    [Fact]
    public void Read_AnAnswerByIPv6_KeepsThePortOfItsOwnKindOfAddress_AndItsIdentity()
    {
        const string answer = "<E><ProbeMatch><EndpointReference><Address>urn:uuid:7</Address></EndpointReference>"
            + "<Types>NetworkVideoTransmitter</Types><XAddrs>http://10.9.9.9:8080/a http://[fd00::9]:8081/b</XAddrs></ProbeMatch></E>";
        var found = Assert.Single(OnvifDiscovery.Read(Encoding.UTF8.GetBytes(answer), IPAddress.Parse("fd00::7")));
        Assert.Equal(("http://[fd00::7]:8081/b", "urn:uuid:7"), (found.Service.ToString(), found.Identity));
    }

    private static FoundDevice Found(string service, string identity) => new(new Uri(service), "", "") { Identity = identity };
}
