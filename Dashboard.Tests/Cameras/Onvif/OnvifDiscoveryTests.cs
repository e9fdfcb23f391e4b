using System.Net;
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
            clock.Advance(OnvifDiscovery.Patience);
        }

        Assert.Equal([new FoundDevice(camera.Service, "Gate north", "DS-2CD")], found);
    }

    [Fact]
    public async Task Find_WhereNothingAnswers_EndsByItself()
    {
        var clock = new FakeTimeProvider();
        var search = new OnvifDiscovery(clock, new IPEndPoint(IPAddress.Loopback, 9)).FindAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var first = search.MoveNextAsync();
        Assert.False(first.IsCompleted);

        clock.Advance(OnvifDiscovery.Patience);
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
}
