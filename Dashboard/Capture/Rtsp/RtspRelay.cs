using Dashboard.Capture.Rtsp.Packets;

namespace Dashboard.Capture.Rtsp;

/// <summary>
/// Stands between a camera and one ffmpeg: signs in to the camera, and hands its packets on. A camera that ends its stream is called again while the
/// same ffmpeg goes on. See Decision 0044.
/// </summary>
internal sealed class RtspRelay : IAsyncDisposable
{
    // Of the twenty seconds that a first frame may take, and of the fifteen of a test.
    private static readonly TimeSpan FirstWayWithin = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LastWayWithin = TimeSpan.FromSeconds(20);

    // A camera that is gone for longer is told as gone.
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);
    private readonly RtspCaller _caller;
    private readonly Action<string>? _onFault;
    private readonly TimeProvider _time;
    private readonly RtpQueue _queue;
    private readonly RelayDoor _door = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RtpGate? _gate;
    private Task _work = Task.CompletedTask;

    public RtspRelay(string source, Action<string>? onFault, TimeProvider time)
    {
        (_caller, _onFault, _time, _queue) = (new RtspCaller(source, time), onFault, time, new RtpQueue(time));
    }

    /// <summary>What ffmpeg is to open.</summary>
    public string Address => _door.Address;

    /// <summary>By which way the packets come.</summary>
    public RtspTransport Way => _caller.Way;

    /// <summary>Why nothing comes any more; null: it is not so, or what comes is another kind of video.</summary>
    public CaptureException? Failure { get; private set; }

    /// <summary>The camera sends another kind of video than at first.</summary>
    public bool IsOther { get; private set; }

    /// <summary>Says which program may come for the packets.</summary>
    public void Admit(int process) => _door.Admit(process);

    /// <summary>Returns when the first packet has come.</summary>
    /// <param name="plan">The ways to try one after the other.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task StartAsync(IEnumerable<RtspTransport> plan, CancellationToken cancellationToken)
    {
        var ways = new Queue<RtspTransport>(plan);
        while (true)
        {
            _caller.Way = ways.Dequeue();
            _caller.FirstPacketWithin = ways.Count > 0 ? FirstWayWithin : LastWayWithin;
            try
            {
                var session = await OpenAsync(cancellationToken);
                var running = session.RunAsync(_stop.Token);
                await WaitForFirstAsync(session, running, cancellationToken);
                _work = Task.WhenAll(RelayAsync(session, running), ServeAsync(session.Media));
                return;
            }
            catch (OtherWayException exception)
            {
                if (exception.Way is { } way && _caller.Way != way)
                {
                    ways = new Queue<RtspTransport>([way]);
                }

                if (ways.Count == 0)
                {
                    throw exception.Reason;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _door.Dispose();
        await _work;
        _queue.Dispose();
        _stop.Dispose();
    }

    private async Task WaitForFirstAsync(RtspSession session, Task running, CancellationToken cancellationToken)
    {
        try
        {
            if (await Task.WhenAny(_first.Task, running).WaitAsync(cancellationToken) == running)
            {
                await running;
            }
        }
        catch
        {
            if (cancellationToken.IsCancellationRequested)
            {
                await _stop.CancelAsync();
            }

            await session.DisposeAsync();
            throw;
        }
    }

    private Task<RtspSession> OpenAsync(CancellationToken cancellationToken) => RtspSession.OpenAsync(_caller, Take, cancellationToken);

    private void Take(RtspMedia media, Memory<byte> packet)
    {
        _gate ??= new RtpGate(media, _queue, _time)
        {
            OnBehind = () => _onFault?.Invoke("The server is too slow for this camera: pictures were left out up to the next whole one."),
        };
        _gate.Add(packet.Span);
        _first.TrySetResult();
    }

    private async Task ServeAsync(RtspMedia media)
    {
        try
        {
            await _door.ServeAsync(media, _queue, _stop.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            // The end.
        }
    }

    private async Task RelayAsync(RtspSession session, Task running)
    {
        var media = session.Media;
        var waits = 0;
        try
        {
            while (true)
            {
                var fault = await ReasonAsync(session, running);
                waits = _gate!.IsOpen ? 0 : waits + 1;
                _gate.Break();
                _onFault?.Invoke(fault.Message);
                (session, running) = await ReopenAsync(waits, media);
            }
        }
        catch (CaptureException exception)
        {
            Failure = exception;
        }
        catch (OperationCanceledException)
        {
            // Told to stop, or of another kind.
        }
        finally
        {
            // ffmpeg sees the end of its stream.
            await _stop.CancelAsync();
        }
    }

    private static async Task<CaptureException> ReasonAsync(RtspSession session, Task running)
    {
        await using (session)
        {
            try
            {
                await running;
            }
            catch (CaptureException exception)
            {
                return exception;
            }
            catch (OtherWayException exception)
            {
                return exception.Reason;
            }

            return new CaptureException("The stream ended: check the camera and the network.");
        }
    }

    private async Task<(RtspSession Session, Task Running)> ReopenAsync(int waits, RtspMedia media)
    {
        var since = _time.GetTimestamp();
        while (true)
        {
            // Spread, so that cameras that failed together do not come together.
            var wait = ShortWait * Math.Pow(2, Math.Min(waits++, 4)) * (0.5 + Random.Shared.NextDouble());
            await Task.Delay(wait < LongWait ? wait : LongWait, _time, _stop.Token);
            CaptureException reason;
            try
            {
                _caller.FirstPacketWithin = GiveUp;
                var session = await OpenAsync(_stop.Token);
                if (session.Media.IsLike(media))
                {
                    return (session, session.RunAsync(_stop.Token));
                }

                IsOther = true;
                await session.DisposeAsync();
                throw new OperationCanceledException();
            }
            catch (CaptureException exception)
            {
                reason = exception;
            }
            catch (OtherWayException exception)
            {
                reason = exception.Reason;
            }

            if (_time.GetElapsedTime(since) > GiveUp)
            {
                throw reason;
            }
        }
    }
}
