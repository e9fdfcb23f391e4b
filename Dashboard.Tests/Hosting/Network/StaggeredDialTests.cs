using System.Net;
using System.Net.Sockets;
using Dashboard.Hosting.Network;

namespace Dashboard.Tests.Hosting.Network;

public sealed class StaggeredDialTests
{
    private static readonly IPAddress First = IPAddress.Parse("127.0.0.2");

    /// <summary>Cameras whose names have an address of IPv6, too, that leads nowhere.</summary>
    [Fact]
    public async Task Address_ThatIsSilent_DoesNotUseUpTheTimeOfTheNext()
    {
        using var good = Listen(IPAddress.Loopback, 0, backlog: 5);
        var port = ((IPEndPoint)good.LocalEndPoint!).Port;
        using var silent = Listen(First, port, backlog: 0);
        using var waiting = new CallsThatWait(First, port);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        await using var line = await StaggeredDial.ConnectAsync([First, IPAddress.Loopback], port, late.Token);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)line.Socket.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task Address_ThatRefuses_IsFollowedByTheNextAtOnce()
    {
        using var good = Listen(IPAddress.Loopback, 0, backlog: 5);
        var port = ((IPEndPoint)good.LocalEndPoint!).Port;
        await using var line = await StaggeredDial.ConnectAsync([First, IPAddress.Loopback], port, Cancellation);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)line.Socket.RemoteEndPoint!).Address);
    }

    /// <summary>That somebody is there and refuses is what a person is told, not that there is no way to the other address.</summary>
    [Fact]
    public async Task Addresses_OfWhichNoneAnswers_FailWithTheRefusal()
    {
        using var closed = Listen(IPAddress.Loopback, 0, backlog: 1);
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        closed.Dispose();
        foreach (IPAddress[] addresses in new[] { new[] { IPAddress.Loopback, IPAddress.Broadcast }, [IPAddress.Broadcast, IPAddress.Loopback] })
        {
            var failed = await Assert.ThrowsAsync<SocketException>(() => StaggeredDial.ConnectAsync(addresses, port, Cancellation));
            Assert.Equal(SocketError.ConnectionRefused, failed.SocketErrorCode);
        }
    }

    [Fact]
    public async Task Call_ThatIsGivenUp_Ends()
    {
        using var silent = Listen(First, 0, backlog: 0);
        var port = ((IPEndPoint)silent.LocalEndPoint!).Port;
        using var waiting = new CallsThatWait(First, port);
        using var stop = new CancellationTokenSource();
        var call = StaggeredDial.ConnectAsync([First, First], port, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
    }

    private static Socket Listen(IPAddress address, int port, int backlog)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen(backlog);
        return socket;
    }

    /// <summary>Fill the queue of a listener that takes none, so that it does not answer any more.</summary>
    private sealed class CallsThatWait : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public CallsThatWait(IPAddress address, int port)
        {
            for (var i = 0; i < 8; i++)
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _sockets.Add(socket);
                try
                {
                    socket.Connect(address, port);
                }
                catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // It is called, and may wait for ever.
                }
            }
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }
}
