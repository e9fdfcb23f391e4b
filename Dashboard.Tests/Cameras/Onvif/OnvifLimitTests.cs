using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Cameras.Onvif;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Onvif;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Cameras.Onvif;

/// <summary>Devices that answer slowly, or at greater length than any camera does.</summary>
public sealed class OnvifLimitTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: 90000\r\n\r\n";

    /// <summary>In its headers or in its body: somebody is there, and it is said so in the time in which one who is away would be given up.</summary>
    [Theory]
    [InlineData("", "answers too slowly")]
    [InlineData(Head, "answers too slowly")]
    [InlineData(null, "accepts the connection but sends nothing")]
    public async Task Describe_ADeviceThatDrips_SaysThatItIsSlow(string? atOnce, string expected)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var sent = 0;
        var dripping = DripAsync();
        var place = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var asking = new OnvifClient(clock).DescribeAsync(new Uri($"http://{place}/onvif/device_service"), "ada", "pass", Cancellation);
        await Eventually.TrueAsync(() => Volatile.Read(ref sent) > 30, "it drips");
        var seconds = 0;
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                seconds++;
                return asking.IsCompleted;
            },
            "it is given up");

        var late = await Assert.ThrowsAsync<OnvifException>(() => asking);
        Assert.StartsWith($"{place} {expected}", late.Message);
        Assert.True(seconds >= 8);
        await stop.CancelAsync();
        await Task.WhenAny(dripping);

        async Task DripAsync()
        {
            using var client = await listener.AcceptTcpClientAsync(stop.Token);
            var stream = client.GetStream();
            var text = Encoding.ASCII.GetBytes(atOnce + (atOnce?.Length > 0 ? new string(' ', 90_000) : Head));
            for (var at = 0; ; at++)
            {
                await Task.Delay(2, stop.Token);
                if (atOnce is not null && at < text.Length)
                {
                    var length = at == 0 ? Math.Max(1, atOnce.Length) : 1;
                    await stream.WriteAsync(text.AsMemory(at, length), stop.Token);
                    at += length - 1;
                }

                Interlocked.Increment(ref sent);
            }
        }
    }

    /// <summary>Elements in one another, up to what is read at all: each would be looked through for every one around it.</summary>
    [Theory]
    [InlineData("Service")]
    [InlineData("Profiles")]
    [InlineData("Value")]
    public void Answer_OfElementsInOneAnother_IsNoCameras(string name)
    {
        Assert.NotNull(OnvifXml.Parse(Nested(40)));
        Assert.Null(OnvifXml.Parse(Nested(12_000)));

        ReadOnlyMemory<byte> Nested(int depth)
        {
            var text = new StringBuilder("<e>");
            text.Insert(text.Length, $"<{name}>", depth).Insert(text.Length, $"</{name}>", depth);
            return Encoding.ASCII.GetBytes(text.Append("</e>").ToString());
        }
    }

    [Fact]
    public async Task Describe_ACameraWithThousandsOfServicesAndProfiles_LooksAtTheFirstOfThem()
    {
        await using var camera = await OnvifCamera.StartAsync(padding: 3_000);
        var device = await new OnvifClient(TimeProvider.System).DescribeAsync(camera.Service, OnvifCamera.User, OnvifCamera.Password, Cancellation);
        Assert.Equal("Main", device.Suggested.Name);
        Assert.InRange(device.Profiles.Count, 3, OnvifClient.MaxProfiles);
    }
}
