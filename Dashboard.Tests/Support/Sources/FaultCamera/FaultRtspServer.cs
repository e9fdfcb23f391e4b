using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>How a <see cref="FaultRtspServer"/> misbehaves.</summary>
internal sealed record RtspFaults
{
    /// <summary>Takes calls and never says a word.</summary>
    public bool IsMute { get; init; }

    /// <summary>Answers 461 to who wants TCP.</summary>
    public bool RefusesTcp { get; init; }

    /// <summary>Accepts PLAY by TCP and sends nothing.</summary>
    public bool IsSilentByTcp { get; init; }

    /// <summary>Closes the connection behind so many frames; null: never.</summary>
    public int? ClosesAfter { get; init; }

    /// <summary>Refuses DESCRIBE with this line.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>The media clock of a frame, 90,000 a second.</summary>
    public Func<int, uint> Clock { get; init; } = n => (uint)(n * 3600);
}

/// <summary>A camera on loopback that sends an H.264 clip (Annex B) by RTSP again and again, 25 frames a second, and misbehaves.</summary>
internal sealed class FaultRtspServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<byte[]> _units;
    private readonly RtspFaults _faults;
    private readonly Task _accepting;
    private readonly ConcurrentBag<Task> _connections = [];

    public FaultRtspServer(string clip, RtspFaults faults)
    {
        _units = Units(File.ReadAllBytes(clip));
        _faults = faults;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"rtsp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/stream";

    /// <summary>The ways that were asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Connections that played.</summary>
    public int Played { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            IPEndPoint? udp = null;
            while (await ReadHeadAsync(stream) is { } head)
            {
                var method = head.Split(' ')[0];
                var transport = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Transport:", StringComparison.Ordinal)) ?? "";
                var isUdp = transport.Length > 0 && !transport.Contains("TCP", StringComparison.Ordinal);
                if (isUdp)
                {
                    var port = int.Parse(transport.Split("client_port=")[1].Split('-', ';')[0], System.Globalization.CultureInfo.InvariantCulture);
                    udp = new IPEndPoint(IPAddress.Loopback, port);
                }

                await AnswerAsync(stream, head, method, isUdp);
                if (method == "PLAY")
                {
                    Played++;
                    await PlayAsync(stream, udp);
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // The other side has gone, or the test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string head, string method, bool isUdp)
    {
        if (_faults.IsMute)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        var number = head.Split("CSeq:")[1].Split("\r\n")[0].Trim();
        if (method == "SETUP")
        {
            Asked.Enqueue(isUdp ? "udp" : "tcp");
        }

        const string sdp = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
            + "a=fmtp:96 packetization-mode=1\r\na=control:track\r\n";
        var (status, more) = method switch
        {
            "OPTIONS" => ("200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n"),
            "DESCRIBE" when _faults.Refusal.Length > 0 => ("401 Unauthorized", $"{_faults.Refusal}\r\n\r\n"),
            "DESCRIBE" => ("200 OK", $"Content-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}"),
            "SETUP" when _faults.RefusesTcp && !isUdp => ("461 Unsupported Transport", "\r\n"),
            "SETUP" when isUdp => ("200 OK", $"{Transport(head)};server_port=6970-6971\r\nSession: 1\r\n\r\n"),
            "SETUP" => ("200 OK", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n\r\n"),
            _ => ("200 OK", "Session: 1\r\n\r\n"),
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"RTSP/1.0 {status}\r\nCSeq: {number}\r\n{more}"), _stop.Token);
    }

    private static string Transport(string head) => head.Split("\r\n").First(line => line.StartsWith("Transport:", StringComparison.Ordinal));

    private async Task PlayAsync(NetworkStream stream, IPEndPoint? udp)
    {
        if (udp is null && _faults.IsSilentByTcp)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        using var sender = new UdpClient(AddressFamily.InterNetwork);
        var (frame, sequence) = (0, (ushort)0);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        for (var unit = 0; ; unit = (unit + 1) % _units.Count)
        {
            var isPicture = (_units[unit][0] & 0x1F) is 1 or 5;
            var packet = Packet(_units[unit], sequence++, _faults.Clock(frame), isPicture);
            if (udp is null)
            {
                byte[] prefix = [(byte)'$', 0, (byte)(packet.Length >> 8), (byte)packet.Length];
                await stream.WriteAsync((byte[])[.. prefix, .. packet], _stop.Token);
            }
            else
            {
                await sender.SendAsync(packet, udp, _stop.Token);
            }

            if (isPicture && ++frame == _faults.ClosesAfter)
            {
                return;
            }

            if (isPicture)
            {
                await ticks.WaitForNextTickAsync(_stop.Token);
            }
        }
    }

    private static byte[] Packet(byte[] unit, ushort sequence, uint clock, bool isLast)
    {
        var packet = new byte[12 + unit.Length];
        (packet[0], packet[1], packet[11]) = (0x80, (byte)(isLast ? 0xE0 : 0x60), 7);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), clock);
        unit.CopyTo(packet, 12);
        return packet;
    }

    // What stands between start codes of an H.264 file.
    private static List<byte[]> Units(ReadOnlySpan<byte> file)
    {
        var units = new List<byte[]>();
        var at = file.IndexOf<byte>([0, 0, 1]);
        while (at >= 0)
        {
            file = file[(at + 3)..];
            at = file.IndexOf<byte>([0, 0, 1]);
            units.Add((at < 0 ? file : file[..at]).TrimEnd((byte)0).ToArray());
        }

        return units;
    }

    private async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
