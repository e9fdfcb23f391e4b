using System.Net;
using System.Net.Sockets;
using Dashboard.Capture.Ffmpeg;

namespace Dashboard.Tests.Capture.Ffmpeg;

/// <summary>Who is let in to what one program is to read (Linux).</summary>
[Trait("Category", "System")]
public sealed class FfmpegDoorTests
{
    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    public async Task Owner_OfAConnection_IsTheProgramThatMadeIt(AddressFamily family)
    {
        Assert.SkipUnless(family == AddressFamily.InterNetwork || Socket.OSSupportsIPv6, "no IPv6 here");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var caller = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6)
        {
            caller.DualMode = true;
        }

        await caller.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port, Cancellation);
        using var socket = await listener.AcceptSocketAsync(Cancellation);
        using var other = await ChildProcesses.StartAsync("sleep", ["60"]);
        try
        {
            Assert.True(SocketOwner.IsOf(socket, Environment.ProcessId));
            Assert.False(SocketOwner.IsOf(socket, other.Id));
            Assert.Null(SocketOwner.IsOf(socket, int.MaxValue));
        }
        finally
        {
            await ChildProcesses.StopAsync(other, TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Door_LetsItsProgramInAndHangsUpOnOthers()
    {
        using var other = await ChildProcesses.StartAsync("sleep", ["60"]);
        try
        {
            using var closed = new FfmpegDoor("http");
            closed.Admit(other.Id);
            var waiting = closed.AcceptAsync(Cancellation);
            using var stranger = await CallAsync(closed);
            Assert.Equal(
                0, await stranger.GetStream().ReadAsync(new byte[1], Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
            Assert.False(waiting.IsCompleted);

            using var open = new FfmpegDoor("http");
            open.Admit(Environment.ProcessId);
            var accepting = open.AcceptAsync(Cancellation);
            using var caller = await CallAsync(open);
            using var accepted = await accepting;
            Assert.Equal(((IPEndPoint)caller.Client.LocalEndPoint!).Port, ((IPEndPoint)accepted.RemoteEndPoint!).Port);
            Assert.EndsWith(open.Token, open.Address);
            Assert.NotEqual(closed.Token, open.Token);
        }
        finally
        {
            await ChildProcesses.StopAsync(other, TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<TcpClient> CallAsync(FfmpegDoor door)
    {
        var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, new Uri(door.Address).Port, Cancellation);
        return caller;
    }
}
