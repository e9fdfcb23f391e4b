using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Dashboard.Tests.Alerts.Delivery.Email;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>How a <see cref="FaultRtspServer"/> misbehaves.</summary>
internal sealed record RtspFaults
{
    /// <summary>Takes calls and never says a word.</summary>
    public bool IsMute { get; init; }

    /// <summary>Answers 461 to who wants TCP.</summary>
    public bool RefusesTcp { get; init; }

    /// <summary>Hangs up on who asks to set up TCP.</summary>
    public bool HangsUpOnTcp { get; init; }

    /// <summary>Says nothing to who asks to set up TCP.</summary>
    public bool IsMuteOnTcp { get; init; }

    /// <summary>Accepts PLAY by TCP and sends nothing.</summary>
    public bool IsSilentByTcp { get; init; }

    /// <summary>Closes the connection behind so many frames; null: never.</summary>
    public int? ClosesAfter { get; init; }

    /// <summary>Falls silent behind so many frames, and keeps the connection; null: never.</summary>
    public int? FreezesAfter { get; init; }

    /// <summary>Is awaited before a description is sent.</summary>
    public Func<Task>? BeforeDescription { get; init; }

    /// <summary>Refuses DESCRIBE with this line.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>Refuses only when it has played so often: the password is changed.</summary>
    public int RefusesAfter { get; init; }

    /// <summary>Asks <c>ada</c> with the password <c>Wq8-secret</c> to sign in by digest with this algorithm; empty: asks nobody.</summary>
    public string Digest { get; init; } = "";

    /// <summary>After so many answers a nonce is stale.</summary>
    public int NonceUses { get; init; } = int.MaxValue;

    /// <summary>Refuses PLAY while so many watch.</summary>
    public int MaxViewers { get; init; } = int.MaxValue;

    /// <summary>Sends who asks for a description on to this address.</summary>
    public string Location { get; init; } = "";

    /// <summary>Speaks TLS, with a certificate of its own.</summary>
    public bool IsSecure { get; init; }

    /// <summary>A clip that it sends from then on when it has sent so many frames of the first.</summary>
    public (int After, string Clip)? Then { get; init; }

    /// <summary>Closes the connection of the viewer before as another one comes, whose first picture is the clip's next beginning.</summary>
    public bool ClosesOlder { get; init; }

    /// <summary>Sends what it says of its pictures in pieces.</summary>
    public bool SplitsParameters { get; init; }

    /// <summary>The clips are H.265.</summary>
    public bool IsH265 { get; init; }

    /// <summary>Sends what it says of its pictures behind something else, as it stands in files: only a decoder sees it.</summary>
    public bool HidesParameters { get; init; }

    /// <summary>The media clock of a frame, 90,000 a second.</summary>
    public Func<int, uint> Clock { get; init; } = n => (uint)(n * 3600);
}

/// <summary>A camera on loopback that sends a clip of H.264 or H.265 (Annex B) by RTSP again and again, 25 frames a second, and misbehaves.</summary>
internal sealed class FaultRtspServer : ConnectionListener
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(40);
    private readonly List<byte[]> _units, _then;
    private readonly RtspFaults _faults;
    private readonly RtspDigest _signIn;
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private int _sent, _viewers;

    public FaultRtspServer(string clip, RtspFaults faults)
    {
        _faults = faults;
        _units = Units(File.ReadAllBytes(clip));
        _then = faults.Then is { } then ? Units(File.ReadAllBytes(then.Clip)) : [];
        _signIn = new RtspDigest(faults.Digest, faults.NonceUses);
        Start();
    }

    public string Address => $"{(_faults.IsSecure ? "rtsps" : "rtsp")}://127.0.0.1:{Port}/stream";

    /// <summary>The address with user and password.</summary>
    public string SignedAddress => Address.Replace("://", $"://{RtspDigest.User}:{RtspDigest.Password}@", StringComparison.Ordinal);

    /// <summary>Frames that it has sent.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Questions that came with a sign-in.</summary>
    public int SignedQuestions { get; private set; }

    /// <summary>How often <see cref="RtspFaults.Refusal"/> was given.</summary>
    public int Refused { get; private set; }

    /// <summary>The ways that were asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Whether a mute one was asked something.</summary>
    public bool IsHeard { get; private set; }

    /// <summary>Connections that played.</summary>
    public int Played { get; private set; }

    /// <summary>The most that played at once.</summary>
    public int MostViewers { get; private set; }

    protected override async Task ServeAsync(NetworkStream line)
    {
        await using var stream = _faults.IsSecure ? await SecureAsync(line) : (Stream)line;
        IPEndPoint? udp = null;
        while (await ReadHeadAsync(stream) is { } head)
        {
            var method = head.Split(' ')[0];
            var transport = head.Split("\r\n").FirstOrDefault(one => one.StartsWith("Transport:", StringComparison.Ordinal)) ?? "";
            var isUdp = transport.Length > 0 && !transport.Contains("TCP", StringComparison.Ordinal);
            if (isUdp)
            {
                var port = int.Parse(transport.Split("client_port=")[1].Split('-', ';')[0], System.Globalization.CultureInfo.InvariantCulture);
                udp = new IPEndPoint(IPAddress.Loopback, port);
            }

            SignedQuestions += head.Contains("\r\nAuthorization:", StringComparison.Ordinal) ? 1 : 0;
            if (await AnswerAsync(stream, head, method, isUdp) && method == "PLAY")
            {
                Played++;
                MostViewers = Math.Max(MostViewers, Interlocked.Increment(ref _viewers));
                try
                {
                    await PlayAsync(stream, udp);
                }
                finally
                {
                    Interlocked.Decrement(ref _viewers);
                }

                return;
            }
        }
    }

    private async Task<bool> AnswerAsync(Stream stream, string head, string method, bool isUdp)
    {
        if (_faults.IsMute)
        {
            IsHeard = true;
            await Task.Delay(Timeout.Infinite, Stopped);
        }

        var number = head.Split("CSeq:")[1].Split("\r\n")[0].Trim();
        if (method != "OPTIONS" && _signIn.Refusal(head, method) is { } refusal)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"RTSP/1.0 401 Unauthorized\r\nCSeq: {number}\r\n{refusal}\r\n\r\n"), Stopped);
            return false;
        }

        if (method == "SETUP")
        {
            Asked.Enqueue(isUdp ? "udp" : "tcp");
        }

        if (method == "SETUP" && !isUdp && _faults.IsMuteOnTcp)
        {
            await Task.Delay(Timeout.Infinite, Stopped);
        }

        if (method == "SETUP" && !isUdp && _faults.HangsUpOnTcp)
        {
            throw new IOException("It hangs up.");
        }

        if (method == "DESCRIBE" && _faults.BeforeDescription is { } wait)
        {
            await wait().WaitAsync(Stopped);
        }

        var sdp = $"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H26{(_faults.IsH265 ? 5 : 4)}/90000\r\n"
            + (_faults.IsH265 ? "" : "a=fmtp:96 packetization-mode=1\r\n") + "a=control:track\r\n";
        var (status, more) = method switch
        {
            "OPTIONS" => ("200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n"),
            "DESCRIBE" when _faults.Refusal.Length > 0 && Played >= _faults.RefusesAfter => ("401 Unauthorized", $"{_faults.Refusal}\r\n\r\n"),
            "DESCRIBE" when _faults.Location.Length > 0 => ("302 Moved", $"Location: {_faults.Location}\r\n\r\n"),
            "DESCRIBE" => ("200 OK", $"Content-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}"),
            "SETUP" when Volatile.Read(ref _viewers) >= _faults.MaxViewers => ("453 Not Enough Bandwidth", "\r\n"),
            "SETUP" when _faults.RefusesTcp && !isUdp => ("461 Unsupported Transport", "\r\n"),
            "SETUP" when isUdp => ("200 OK", $"{Transport(head)};server_port=6970-6971\r\nSession: 1\r\n\r\n"),
            "SETUP" => ("200 OK", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n\r\n"),
            _ => ("200 OK", "Session: 1\r\n\r\n"),
        };
        Refused += status.StartsWith("401", StringComparison.Ordinal) ? 1 : 0;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"RTSP/1.0 {status}\r\nCSeq: {number}\r\n{more}"), Stopped);
        return true;
    }

    private async Task<Stream> SecureAsync(Stream plain)
    {
        using var certificate = TestCertificate.Create("camera.invalid");
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Stopped);
        return secure;
    }

    private static string Transport(string head) => head.Split("\r\n").First(line => line.StartsWith("Transport:", StringComparison.Ordinal));

    private async Task PlayAsync(Stream stream, IPEndPoint? udp)
    {
        if (udp is null && _faults.IsSilentByTcp)
        {
            await Task.Delay(Timeout.Infinite, Stopped);
        }

        var number = Played;
        if (_faults.ClosesOlder)
        {
            var period = FrameTime * _units.Count(IsPicture);
            await Task.Delay(period - TimeSpan.FromTicks(_running.Elapsed.Ticks % period.Ticks), Stopped);
        }

        using var sender = new UdpClient(AddressFamily.InterNetwork);
        var (frame, sequence) = (0, (ushort)0);
        using var ticks = new PeriodicTimer(FrameTime);
        var units = _units;
        for (var unit = 0; !_faults.ClosesOlder || number == Played; unit = (unit + 1) % units.Count)
        {
            if (unit == 0 && Sent >= _faults.Then?.After)
            {
                units = _then;
            }

            var isPicture = IsPicture(units[unit]);
            var packet = Packet(units[unit], sequence++, _faults.Clock(frame), isPicture);
            if (udp is null)
            {
                byte[] prefix = [(byte)'$', 0, (byte)(packet.Length >> 8), (byte)packet.Length];
                await stream.WriteAsync((byte[])[.. prefix, .. packet], Stopped);
            }
            else
            {
                await sender.SendAsync(packet, udp, Stopped);
            }

            if (isPicture)
            {
                Interlocked.Increment(ref _sent);
                if (++frame == _faults.ClosesAfter)
                {
                    return;
                }

                if (frame == _faults.FreezesAfter)
                {
                    await Task.Delay(Timeout.Infinite, Stopped);
                }

                await ticks.WaitForNextTickAsync(Stopped);
            }
        }
    }

    private bool IsPicture(byte[] unit) => _faults.IsH265 ? (unit[0] >> 1 & 0x3F) < 32 : (unit[0] & 0x1F) is 1 or 5;

    // Those that are sent in pieces or hidden: of H.265 all three kinds.
    private bool IsParameter(byte[] unit) => _faults.IsH265 ? (unit[0] >> 1 & 0x3F) is 32 or 33 or 34 : (unit[0] & 0x1F) == 7;

    private static byte[] Packet(byte[] unit, ushort sequence, uint clock, bool isLast)
    {
        var packet = new byte[12 + unit.Length];
        (packet[0], packet[1], packet[11]) = (0x80, (byte)(isLast ? 0xE0 : 0x60), 7);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), clock);
        unit.CopyTo(packet, 12);
        return packet;
    }

    // RFC 6184, section 5.8, and RFC 7798, section 4.4.3: the first piece and the last one.
    private byte[][] Split(byte[] unit)
    {
        var (head, kind, from) = _faults.IsH265
            ? (new[] { (byte)(unit[0] & 0x81 | (49 << 1)), unit[1] }, unit[0] >> 1 & 0x3F, 2)
            : ([(byte)(unit[0] & 0xE0 | 28)], unit[0] & 0x1F, 1);
        return [[.. head, (byte)(0x80 | kind), .. unit[from..(from + 3)]], [.. head, (byte)(0x40 | kind), .. unit[(from + 3)..]]];
    }

    // Where a picture begins (9), and a start code.
    private static byte[] Hide(byte[] unit) => [9, 0x10, 0, 0, 0, 1, .. unit];

    // What stands between start codes of an H.264 file.
    private List<byte[]> Units(ReadOnlySpan<byte> file)
    {
        var units = new List<byte[]>();
        var at = file.IndexOf<byte>([0, 0, 1]);
        while (at >= 0)
        {
            file = file[(at + 3)..];
            at = file.IndexOf<byte>([0, 0, 1]);
            var unit = (at < 0 ? file : file[..at]).TrimEnd((byte)0).ToArray();
            units.AddRange(!IsParameter(unit) ? [unit] : _faults.SplitsParameters ? Split(unit) : [_faults.HidesParameters ? Hide(unit) : unit]);
        }

        return units;
    }
}
