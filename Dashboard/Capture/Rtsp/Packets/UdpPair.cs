using System.Net;
using System.Net.Sockets;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>
/// Two ports beside each other: pictures come to the even one, reports to the other. What was overtaken gets its place back
/// (<see cref="PacketOrder"/>).
/// </summary>
internal sealed class UdpPair : IDisposable
{
    private const int Tries = 50;
    private const int ReceiveBytes = 2 << 20;

    private readonly Socket _packets;
    private readonly Socket _reports;
    private readonly IPAddress _camera;
    private readonly TimeProvider _time;
    private IPAddress _sender;
    private long _lost;

    private UdpPair(Socket packets, Socket reports, IPAddress camera, TimeProvider time) =>
        (_packets, _reports, _camera, _sender, _time) = (packets, reports, camera, camera, time);

    /// <summary>Is told of packets that did not come.</summary>
    public Action? OnLoss { get; init; }

    public int Port => ((IPEndPoint)_packets.LocalEndPoint!).Port;

    /// <summary>Takes two ports that are free.</summary>
    /// <param name="camera">Who is listened to.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="onLoss">Is told of packets that did not come.</param>
    public static UdpPair Open(IPAddress camera, TimeProvider time, Action? onLoss = null)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var packets = Bind(camera, 0);
            var port = ((IPEndPoint)packets!.LocalEndPoint!).Port;
            if (port % 2 == 0 && Bind(camera, port + 1) is { } reports)
            {
                packets.ReceiveBufferSize = ReceiveBytes;
                return new UdpPair(packets, reports, camera, time) { OnLoss = onLoss };
            }

            packets.Dispose();
        }

        throw new CaptureException("The server has no free ports for UDP: restart it.");
    }

    /// <summary>The camera has said that its packets come from another address of its family.</summary>
    public void ListenTo(IPAddress sender) => _sender = sender.AddressFamily == _camera.AddressFamily ? sender : _camera;

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
            ReceiveAsync(_packets, new PacketOrder(packet => onPacket(0, packet), _time), null, cancellationToken),
            ReceiveAsync(_reports, null, packet => onPacket(1, packet), cancellationToken));

    public void Dispose()
    {
        _packets.Dispose();
        _reports.Dispose();
    }

    private async Task ReceiveAsync(Socket socket, PacketOrder? order, Action<Memory<byte>>? onPacket, CancellationToken cancellationToken)
    {
        var data = new byte[ushort.MaxValue];
        var any = new IPEndPoint(_camera.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (true)
        {
            try
            {
                var receiving = socket.ReceiveFromAsync(data, any, cancellationToken);
                var received = order?.Wait is null ? await receiving : await OrFlushAsync(receiving.AsTask(), order);
                if (received.RemoteEndPoint is IPEndPoint from && (from.Address.Equals(_camera) || from.Address.Equals(_sender)))
                {
                    var packet = data.AsMemory(0, received.ReceivedBytes);
                    order?.Add(packet);
                    onPacket?.Invoke(packet);
                    Flush(order);
                }
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
            {
                // The camera does not listen for what we send.
            }
        }
    }

    // The next packet may be long in coming, and what waits is to be handed on before it.
    private async Task<SocketReceiveFromResult> OrFlushAsync(Task<SocketReceiveFromResult> receiving, PacketOrder order)
    {
        while (order.Wait is { } wait && !receiving.IsCompleted)
        {
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(receiving, Task.Delay(wait, _time, enough.Token));
            await enough.CancelAsync();
            Flush(order);
        }

        return await receiving;
    }

    private void Flush(PacketOrder? order)
    {
        order?.Flush();
        if (order is not null && order.Lost != _lost)
        {
            _lost = order.Lost;
            OnLoss?.Invoke();
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
