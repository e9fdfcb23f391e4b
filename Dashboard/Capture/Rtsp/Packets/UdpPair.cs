using System.Net;
using System.Net.Sockets;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>Two ports beside each other: pictures come to the even one, reports to the other. What was overtaken gets its place back.</summary>
internal sealed class UdpPair : IDisposable
{
    private const int Tries = 50;
    private const int ReceiveBytes = 2 << 20;
    private const int MaxWaiting = 32;

    private readonly Socket _packets;
    private readonly Socket _reports;
    private readonly IPAddress _camera;
    private readonly SortedList<int, byte[]> _waiting = [];
    private int _next = -1;

    private UdpPair(Socket packets, Socket reports, IPAddress camera) => (_packets, _reports, _camera) = (packets, reports, camera);

    public int Port => ((IPEndPoint)_packets.LocalEndPoint!).Port;

    /// <summary>Takes two ports that are free.</summary>
    public static UdpPair Open(IPAddress camera)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var packets = Bind(camera, 0);
            var port = ((IPEndPoint)packets!.LocalEndPoint!).Port;
            if (port % 2 == 0 && Bind(camera, port + 1) is { } reports)
            {
                packets.ReceiveBufferSize = ReceiveBytes;
                return new UdpPair(packets, reports, camera);
            }

            packets.Dispose();
        }

        throw new CaptureException("The server has no free ports for UDP: restart it.");
    }

    /// <summary>Opens routers on the way for what the camera will send.</summary>
    public void Punch(int packetPort, int reportPort)
    {
        Send(_packets, [0x80, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], packetPort);
        Report([0x80, 201, 0, 1, 0, 0, 0, 1], reportPort);
    }

    public void Report(ReadOnlySpan<byte> report, int port) => Send(_reports, report, port);

    /// <summary>Receives until it is cancelled.</summary>
    /// <param name="onPacket">Is given what comes to each port, 0 or 1.</param>
    public Task ReceiveAsync(Action<int, Memory<byte>> onPacket, CancellationToken cancellationToken) =>
        Task.WhenAll(
            ReceiveAsync(_packets, packet => Sort(packet, sorted => onPacket(0, sorted)), cancellationToken),
            ReceiveAsync(_reports, packet => onPacket(1, packet), cancellationToken));

    public void Dispose()
    {
        _packets.Dispose();
        _reports.Dispose();
    }

    private async Task ReceiveAsync(Socket socket, Action<Memory<byte>> onPacket, CancellationToken cancellationToken)
    {
        var data = new byte[ushort.MaxValue];
        var any = new IPEndPoint(_camera.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (true)
        {
            try
            {
                var received = await socket.ReceiveFromAsync(data, any, cancellationToken);
                if (((IPEndPoint)received.RemoteEndPoint).Address.Equals(_camera))
                {
                    onPacket(data.AsMemory(0, received.ReceivedBytes));
                }
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
            {
                // The camera does not listen for what we send.
            }
        }
    }

    private void Sort(Memory<byte> packet, Action<Memory<byte>> give)
    {
        if (!RtpPacket.IsValid(packet.Span))
        {
            return;
        }

        var number = RtpPacket.Sequence(packet.Span);
        var ahead = _next < 0 ? 0 : (short)(ushort)(number - _next);
        if (ahead is > 0 and < 256)
        {
            // Numbers wrap around: they are kept by how far they are from a number that all of them are behind.
            _waiting.TryAdd(_next + ahead, packet.ToArray());
            if (_waiting.Count <= MaxWaiting)
            {
                return;
            }

            _next = _waiting.GetKeyAtIndex(0);
        }
        else if (ahead == 0 && _next >= 0)
        {
            _next++;
            give(packet);
        }
        else if (_next < 0 || ahead is <= -256 or >= 256)
        {
            _waiting.Clear();
            _next = number + 1;
            give(packet);
        }

        while (_waiting.Count > 0 && _waiting.GetKeyAtIndex(0) <= _next)
        {
            var next = _waiting.GetValueAtIndex(0);
            _waiting.RemoveAt(0);
            _next++;
            give(next);
        }
    }

    private static Socket? Bind(IPAddress camera, int port)
    {
        var socket = new Socket(camera.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(camera.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, port));
            return socket;
        }
        catch (SocketException) when (port != 0)
        {
            socket.Dispose();
            return null;
        }
    }

    private void Send(Socket socket, ReadOnlySpan<byte> data, int port)
    {
        try
        {
            if (port > 0)
            {
                socket.SendTo(data, new IPEndPoint(_camera, port));
            }
        }
        catch (SocketException)
        {
            // Only a courtesy.
        }
    }
}
