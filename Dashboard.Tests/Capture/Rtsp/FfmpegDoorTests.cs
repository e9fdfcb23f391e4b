using System.Net;
using System.Net.Sockets;
using Dashboard.Capture.Ffmpeg;

namespace Dashboard.Tests.Capture.Rtsp;

/// <summary>Who is let in to what one program is to read (Linux).</summary>
[Trait("Category", "System")]
public sealed class FfmpegDoorTests
{
    [Fact]
    public async Task Owner_OfAConnection_IsTheProgramThatMadeIt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var caller = new TcpClient();
        await caller.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancellation);
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
            Assert.Equal(0, await stranger.GetStream().ReadAsync(new byte[1], Cancellation));
            Assert.False(waiting.IsCompleted);

            using var open = new FfmpegDoor("http");
            open.Admit(Environment.ProcessId);
            var accepting = open.AcceptAsync(Cancellation);
            using var caller = await CallAsync(open);
            using var accepted = await accepting;
            Assert.Equal(caller.Client.LocalEndPoint, accepted.RemoteEndPoint);
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
