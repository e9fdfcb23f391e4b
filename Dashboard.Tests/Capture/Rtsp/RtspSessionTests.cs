using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Capture.Rtsp;
using Dashboard.Capture.Rtsp.Packets;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Rtsp;

/// <summary>What a camera hears from us while its stream runs.</summary>
public sealed class RtspSessionTests : IAsyncDisposable
{
    private const uint Source = 0xBEEF;
    private readonly FakeTimeProvider _time = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly ConcurrentQueue<byte[]> _reports = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private NetworkStream? _line;
    private Socket? _control;
    private int _sent, _came, _port;

    public RtspSessionTests()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    [Fact]
    public async Task Session_IsKeptAliveWithinItsTimeByWhatTheCameraKnows()
    {
        await RunAsync(() => _heard.Count(line => line.Contains("Session: 42", StringComparison.Ordinal)
            && line.StartsWith("GET_PARAMETER ", StringComparison.Ordinal)) >= 2);
        var kept = _heard.SkipWhile(line => !line.StartsWith("PLAY ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split(' ')[0]).ToList();

        // By OPTIONS at first, whose answer tells what else it knows.
        Assert.Equal("OPTIONS", kept[0]);
        Assert.All(kept.Skip(1).Where(method => method != "TEARDOWN"), method => Assert.Equal("GET_PARAMETER", method));

        // Ten seconds are its time, so that every four it is asked; rounds are of one second.
        Assert.InRange(_sent, 4 * (kept.Count(method => method != "TEARDOWN") - 1), 300);
    }

    [Fact]
    public async Task Camera_IsToldWhatCame()
    {
        await RunAsync(() => _reports.Count >= 2);
        Assert.All(_reports, report => Assert.Equal((201, Source), (report[1], BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(8)))));
        await Eventually.TrueAsync(() => _heard.Last().StartsWith("TEARDOWN ", StringComparison.Ordinal), "signed off");
    }

    /// <summary>A camera that ends its stream by UDP says so by closing the connection, if at all.</summary>
    [Fact]
    public async Task Stream_ByUdp_HasEndedWhereTheCameraHangsUpAndNothingComes()
    {
        await using var session = await OpenAsync(RtspTransport.Udp);
        var running = session.RunAsync(Cancellation);
        await SendByUdpAsync(10, TimeSpan.FromMilliseconds(100));
        _control!.Shutdown(SocketShutdown.Both);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => running.IsCompleted, "ended");
        await Assert.ThrowsAsync<Dashboard.Capture.CaptureException>(() => running);
    }

    [Fact]
    public async Task Stream_ByUdp_GoesOnWhereTheCameraHangsUpAndPicturesCome()
    {
        await using var session = await OpenAsync(RtspTransport.Udp);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = session.RunAsync(end.Token);
        await SendByUdpAsync(10, TimeSpan.FromMilliseconds(100));
        _control!.Shutdown(SocketShutdown.Both);
        await SendByUdpAsync(100, TimeSpan.FromMilliseconds(200));
        Assert.False(running.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private async Task SendByUdpAsync(int count, TimeSpan every)
    {
        using var sender = new UdpClient(AddressFamily.InterNetwork);
        for (var n = 0; n < count; n++)
        {
            await sender.SendAsync(Packet(), new IPEndPoint(IPAddress.Loopback, _port), Cancellation);
            await Eventually.TrueAsync(() => Volatile.Read(ref _came) == _sent, "the packet came");
            _time.Advance(every);
        }
    }

    private byte[] Packet()
    {
        var packet = new byte[20];
        (packet[0], packet[1]) = (0x80, 96);
        RtpPacket.Write(packet, (ushort)_sent++, 0, Source);
        return packet;
    }

    private Task<RtspSession> OpenAsync(RtspTransport way)
    {
        var caller = new RtspCaller($"rtsp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/1", _time)
        {
            Way = way,
            MaxFirstPacketTime = TimeSpan.FromSeconds(60),
        };
        return RtspSession.OpenAsync(caller, (_, _) => Interlocked.Increment(ref _came), Cancellation);
    }

    // Packets come, a second passes, and so on.
    private async Task RunAsync(Func<bool> isDone)
    {
        await using var session = await OpenAsync(RtspTransport.Tcp);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = session.RunAsync(end.Token);
        for (var round = 0; round < 300 && !isDone(); round++)
        {
            var packet = Packet();
            await _line!.WriteAsync((byte[])[(byte)'$', 0, 0, (byte)packet.Length, .. packet], Cancellation);
            await Eventually.TrueAsync(() => Volatile.Read(ref _came) == _sent, "the packet came");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(isDone());
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private async Task ServeAsync()
    {
        try
        {
            using var socket = _control = await _listener.AcceptSocketAsync(_stop.Token);
            await using var line = _line = new NetworkStream(socket);
            await using var wire = new RtspWire(line);
            while (await wire.ReadAsync(_stop.Token) is { } item)
            {
                if (item.Message is not { } question)
                {
                    _reports.Enqueue(item.Packet.ToArray());
                    continue;
                }

                var (method, target) = question.Question;
                _heard.Enqueue($"{method} {target} Session: {question.Find("Session")}");
                if (question.FindPart("Transport", "client_port") is { } ports)
                {
                    _port = int.Parse(ports.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
                }

                const string sdp = "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";
                var more = method switch
                {
                    "OPTIONS" => "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n\r\n",
                    "DESCRIBE" => $"Content-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}",
                    "SETUP" => "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 42;timeout=10\r\n\r\n",
                    _ => "Session: 42\r\n\r\n",
                };
                await line.WriteAsync(Encoding.ASCII.GetBytes($"RTSP/1.0 200 OK\r\nCSeq: {question.Find("CSeq")}\r\n{more}"), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    [Theory]
    [InlineData("Content-Base: rtsp://10.0.0.9/one/", "rtsp://10.0.0.9/one/")]
    [InlineData("Content-Base: ", "rtsp://cam:8554/live?a=1")]
    [InlineData("Content-Base: \r\nContent-Location: /two/", "rtsp://cam:8554/two/")]
    [InlineData("Content-Base: /one/", "rtsp://cam:8554/one/")]
    [InlineData("Content-Base: http://10.0.0.9/one/", "rtsp://cam:8554/live?a=1")]
    [InlineData("Server: x", "rtsp://cam:8554/live?a=1")]
    public void Base_OfADescription_IsWhatTheCameraSays_WhereItIsAnAddress(string headers, string expected) => Assert.Equal(
        expected, RtspSession.BaseOf(RtspMessage.Read($"RTSP/1.0 200 OK\r\nCSeq: 2\r\n{headers}", ""), new Uri("rtsp://cam:8554/live?a=1")));

    [Theory]
    [InlineData(302, "sends on and never answers itself", false)]
    [InlineData(453, "takes no more viewers", true)]
    [InlineData(503, "too busy to answer (error 503): let fewer programs watch it", true)]
    [InlineData(500, "answered with the error 500: check the address", true)]
    public void Refusal_SaysWhatHappened_AndWhetherTheCameraMayBeStarting(int status, string expected, bool mayBeStarting)
    {
        var refusal = RtspTalk.Explain(status, null, hasSecret: false);
        Assert.Contains(expected, refusal.Message);
        Assert.Equal(mayBeStarting, refusal.IsAnswer);
    }
}
