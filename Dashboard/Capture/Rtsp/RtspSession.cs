using System.Globalization;
using System.Net;
using Dashboard.Cameras;
using Dashboard.Capture.Rtsp.Packets;

namespace Dashboard.Capture.Rtsp;

/// <summary>A camera sends in another way than it was asked to.</summary>
internal sealed class OtherWayException(CaptureException reason, RtspTransport? way = null) : Exception(reason.Message, reason)
{
    /// <summary>The way that it is; null: not known.</summary>
    public RtspTransport? Way => way;

    /// <summary>What to tell where no way is left.</summary>
    public CaptureException Reason => reason;
}

/// <summary>One run of a camera's stream, from the call to its end: asked for, kept alive, and signed off. See Decision 0044.</summary>
internal sealed class RtspSession : IAsyncDisposable
{
    private const int MaxHops = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.5);

    // Where the camera has closed what it was asked by, it has most likely ended; pictures that came for longer than this go on.
    private static readonly TimeSpan MinQuiet = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxQuiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxEndTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxSignOffTime = TimeSpan.FromMilliseconds(300);

    private readonly RtspWire _wire;
    private readonly RtspTalk _talk;
    private readonly RtspReports _reports = new();
    private readonly RtspSilence _silence;
    private readonly TimeProvider _time;
    private Action<RtspMedia, Memory<byte>> _onPacket = (_, _) => { };
    private UdpPair? _udp;
    private TimeSpan _keepAlive = TimeSpan.FromSeconds(25), _round = Round;
    private string _keepBy = "OPTIONS";
    private int _packetChannel, _reportPort;
    private volatile bool _isForgotten;
    private bool _isPlaying, _hasEnded;

    private RtspSession(RtspWire wire, RtspTalk talk, RtspMedia media, TimeProvider time) =>
        (_wire, _talk, Media, _time, _silence) = (wire, talk, media, time, new RtspSilence(time));

    /// <summary>It was left because pictures did not come any more.</summary>
    public bool HasFallenSilent => _silence.HasFallen;

    /// <summary>The longest between two packets.</summary>
    public TimeSpan LongestPause => _silence.LongestPause;

    /// <summary>What the camera sends.</summary>
    public RtspMedia Media { get; }

    /// <summary>Calls the camera and makes it play. Throws <see cref="CaptureException"/> or <see cref="OtherWayException"/>.</summary>
    /// <param name="caller">Whom to call, and how.</param>
    /// <param name="onPacket">Is given each packet of the video, to read or change before it returns.</param>
    public static async Task<RtspSession> OpenAsync(RtspCaller caller, Action<RtspMedia, Memory<byte>> onPacket, CancellationToken cancellationToken)
    {
        var address = caller.Address;
        for (var (hops, calls) = (0, 0); ;)
        {
            var signIn = caller.SignInFor(address);
            var line = await caller.Dialer.DialAsync(
                caller.Address, address, caller.Way == RtspTransport.Http, caller.TunnelSignInFor(address), cancellationToken);
            var wire = new RtspWire(line.Stream);
            var talk = new RtspTalk(wire, address, signIn, caller.Dialer);
            RtspSession? session = null;
            try
            {
                var described = await DescribeAsync(talk, address, cancellationToken);
                if (described.Status is 301 or 302 or 303 or 305 or 307 or 308 && described.Find("Location") is { } location && hops++ < MaxHops)
                {
                    address = caller.Follow(address, location) ?? throw RtspTalk.Explain(described.Status, signIn, caller.HasSecret);
                    await wire.DisposeAsync();
                    continue;
                }

                if (described.Status != 200)
                {
                    throw caller.Explain(described.Status, address);
                }

                var media = RtspMedia.Read(described.Body, BaseOf(described, address))
                    ?? throw new CaptureException("There is no video stream at this address: enter another one.");
                session = new RtspSession(wire, talk, media, caller.Time);
                await session.PlayAsync(caller, line.Camera, onPacket, cancellationToken);
                return session;
            }
            catch (CaptureException) when (talk.IsWorthAnotherCall && calls++ == 0)
            {
                // Some cameras hang up with each refusal.
                await wire.DisposeAsync();
            }
            catch
            {
                session?._udp?.Dispose();
                await wire.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Reads until the stream ends, and throws why it did.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> work = [ListenAsync(end.Token), WatchAsync(end.Token), _reports.Over.WaitAsync(end.Token)];
        if (_udp is not null)
        {
            work.Add(_udp.ReceiveAsync(Take, end.Token));
        }

        var first = await Task.WhenAny(work);
        await end.CancelAsync();
        await Task.WhenAll(work).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await first;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or System.Net.Sockets.SocketException)
        {
            _hasEnded = true;
            throw new CaptureException("The connection broke off: check the network.", exception);
        }

        _hasEnded = true;
        throw new CaptureException("The stream ended: check the camera and the network.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_isPlaying && !_hasEnded)
        {
            // The camera may allow few viewers.
            using var late = new CancellationTokenSource(MaxSignOffTime);
            try
            {
                _talk.OnPacket = (_, _) => { };
                await _talk.SayAsync("TEARDOWN", Media.Aggregate, "", late.Token);
                if (!HasFallenSilent)
                {
                    await _talk.ReadAsync(late.Token);
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or OperationCanceledException
                or ObjectDisposedException or NotSupportedException or InvalidOperationException)
            {
                // It has gone already, or does not care.
            }
        }

        _udp?.Dispose();
        await _wire.DisposeAsync();
    }

    /// <summary>What the addresses of a description are relative to: as the camera says, where that is an address (RFC 2326, C.1.1).</summary>
    internal static string BaseOf(RtspMessage described, Uri address)
    {
        foreach (var said in new[] { described.Find("Content-Base"), described.Find("Content-Location") })
        {
            if (said?.Trim() is not { Length: > 0 } place)
            {
                continue;
            }

            if (place.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase) && place.Contains("://", StringComparison.Ordinal))
            {
                return place;
            }

            if (Uri.TryCreate(address, place, out var joined) && joined.Scheme == address.Scheme)
            {
                return RtspCaller.Text(joined);
            }
        }

        return RtspCaller.Text(address);
    }

    private static async Task<RtspMessage> DescribeAsync(RtspTalk talk, Uri address, CancellationToken cancellationToken)
    {
        var target = RtspCaller.Text(address);
        var options = await talk.AskAsync("OPTIONS", target, "", cancellationToken);
        if (options.IsHttp)
        {
            throw new OtherWayException(
                new CaptureException(CameraErrorMessages.WebServer(address)),
                RtspTransport.Http);
        }

        return await talk.AskAsync("DESCRIBE", target, "Accept: application/sdp\r\n", cancellationToken);
    }

    // Some cameras that do not send by TCP say so by hanging up, or by saying nothing.
    private async Task<RtspMessage> SetUpAsync(RtspCaller caller, string transport, CancellationToken cancellationToken)
    {
        try
        {
            return await _talk.AskAsync("SETUP", Media.Control, transport, cancellationToken);
        }
        catch (CaptureException exception) when (caller.Way == RtspTransport.Tcp && !exception.IsAnswer && !_talk.IsWorthAnotherCall)
        {
            throw new OtherWayException(exception);
        }
    }

    private async Task PlayAsync(RtspCaller caller, IPAddress camera, Action<RtspMedia, Memory<byte>> onPacket, CancellationToken cancellationToken)
    {
        var isUdp = caller.Way == RtspTransport.Udp;
        _udp = isUdp ? UdpPair.Open(camera, _time, caller.OnLoss) : null;
        var transport = _udp is null
            ? "RTP/AVP/TCP;unicast;interleaved=0-1"
            : string.Create(CultureInfo.InvariantCulture, $"RTP/AVP;unicast;client_port={_udp.Port}-{_udp.Port + 1}");
        var setup = await SetUpAsync(caller, $"Transport: {transport}\r\n", cancellationToken);
        if (setup.Status != 200)
        {
            var reason = caller.Explain(setup.Status, caller.Address);
            throw setup.Status == 461 ? new OtherWayException(reason) : reason;
        }

        _talk.Session = setup.Find("Session")?.Split(';')[0].Trim() ?? "";
        if (int.TryParse(setup.FindPart("Session", "timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
        {
            _keepAlive = TimeSpan.FromSeconds(Math.Clamp(seconds * 0.4, 2, 25));
        }

        _packetChannel = Number(setup.FindPart("Transport", "interleaved"), 0);
        var server = Number(setup.FindPart("Transport", "server_port"), 0);
        _reportPort = server > 0 ? server + 1 : 0;
        if (IPAddress.TryParse(setup.FindPart("Transport", "source"), out var sender))
        {
            _udp?.ListenTo(sender);
        }

        _udp?.Punch(server, _reportPort);
        _silence.Begin(caller.MaxFirstPacketTime, caller.MinSilence);
        _round = caller.MinSilence / 5 < Round ? caller.MinSilence / 5 : Round;
        _talk.OnPacket = (channel, packet) => Take(channel - _packetChannel, packet);
        _onPacket = onPacket;
        var play = await _talk.AskAsync("PLAY", Media.Aggregate, "Range: npt=0.000-\r\n", cancellationToken);
        if (play.Status is >= 400 and not (401 or 403 or 404 or 453))
        {
            play = await _talk.AskAsync("PLAY", Media.Aggregate, "", cancellationToken);
        }

        if (play.Status != 200)
        {
            throw caller.Explain(play.Status, caller.Address);
        }

        _isPlaying = true;

        static int Number(string? range, int otherwise) =>
            int.TryParse(range?.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
    }

    private void Take(int channel, Memory<byte> packet)
    {
        if (channel == 0)
        {
            _silence.Came();
            _reports.RecordPacket(packet.Span);
            _onPacket(Media, packet);
        }
        else if (channel == 1)
        {
            _reports.RecordReport(packet.Span);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (await _talk.ReadAsync(cancellationToken) is { } answer)
        {
            if (answer.Status == 401)
            {
                _talk.Learn(answer);
            }
            else if (answer.Status == 454)
            {
                _isForgotten = true;
            }
            else if (answer.Find("Public")?.Contains("GET_PARAMETER", StringComparison.OrdinalIgnoreCase) == true)
            {
                _keepBy = "GET_PARAMETER";
            }
        }

        // By UDP pictures may go on when the camera closes what it was asked by.
        if (_udp is not null)
        {
            _isPlaying = false;
            var since = _time.GetTimestamp();
            while (!_silence.IsQuiet(_time.GetElapsedTime(since) < MaxEndTime ? MinQuiet : MaxQuiet))
            {
                await Task.Delay(MinQuiet / 5, _time, cancellationToken);
            }
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var (kept, reported) = (_time.GetTimestamp(), _time.GetTimestamp());
        using var rounds = new PeriodicTimer(_round, _time);
        while (await rounds.WaitForNextTickAsync(cancellationToken))
        {
            _silence.ThrowIfSilent();
            if (_isForgotten && _silence.IsQuiet(MaxQuiet))
            {
                // The camera knows no such session any more. Some say so, and go on.
                return;
            }

            if (_isPlaying && _time.GetElapsedTime(kept) >= _keepAlive)
            {
                kept = _time.GetTimestamp();
                await _talk.SayAsync(_keepBy, Media.Aggregate, "", cancellationToken);
            }

            if (_time.GetElapsedTime(reported) >= ReportEvery && _reports.Write() is { } report)
            {
                reported = _time.GetTimestamp();
                if (_udp is not null)
                {
                    _udp.Report(report, _reportPort);
                }
                else
                {
                    await _wire.WriteAsync((byte[])[(byte)'$', (byte)(_packetChannel + 1), 0, (byte)report.Length, .. report], cancellationToken);
                }
            }
        }
    }
}
