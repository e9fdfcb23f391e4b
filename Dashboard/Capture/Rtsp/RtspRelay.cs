using Dashboard.Capture.Rtsp.Packets;
using Dashboard.Hosting;

namespace Dashboard.Capture.Rtsp;

/// <summary>
/// Stands between a camera and one ffmpeg: signs in to the camera, and hands its packets on. A camera that ends its stream is called again while the
/// same ffmpeg goes on, and where its pictures become others, a second ffmpeg gets them from there on. See Decision 0044. Where it may rest, it keeps
/// what came since the last whole picture while there is no ffmpeg (Decision 0056).
/// </summary>
internal sealed class RtspRelay : IAsyncDisposable
{
    // Of the twenty seconds that a first frame may take, and of the fifteen of a test.
    private static readonly TimeSpan MaxFirstWayTime = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan MaxLastWayTime = TimeSpan.FromSeconds(20);

    // Where one way alone is left there is time for recorders that wake a camera first, and for encoders that start with the first viewer.
    private static readonly TimeSpan MaxOnlyAnswerTime = TimeSpan.FromSeconds(13);

    // A camera that is gone for longer is told as gone.
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(5);

    // Spread, so that cameras that failed together do not come together.
    private readonly BackOff _backOff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), Random.Shared);
    private const string Behind = "The server is too slow for this camera: pictures were left out up to the next whole one.";
    private const string Lost = "Parts of pictures were lost on the way, by UDP: check the network.";
    private const string Forgotten =
        "The key frames of the main stream are too far apart to be kept while nothing moves, so vehicles may be missed: set one every second or two.";

    private readonly RtspCaller _caller;
    private readonly Action<string>? _onFault;
    private readonly TimeProvider _time;
    private readonly RelayFeeds _feeds;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _callNoMore = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RtspMedia? _media;
    private int _isForgettingTold;
    private Task _work = Task.CompletedTask;
    private int _holders = 1;

    public RtspRelay(string source, Action<string>? onFault, TimeProvider time, bool mayRest = false)
    {
        (_onFault, _time) = (onFault, time);
        _caller = new RtspCaller(source, time) { OnLoss = () => onFault?.Invoke(Lost) };
        _feeds = new RelayFeeds(time, mayRest, () => onFault?.Invoke(Behind), TellForgotten);
    }

    /// <summary>Called when the camera has agreed to send.</summary>
    public Action? OnAnswer { get; init; }

    /// <summary>Completes when nothing comes any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>By which way the packets come.</summary>
    public RtspTransport Way => _caller.Way;

    /// <summary>Why nothing comes any more; null: it is not so, or what comes is another kind of video.</summary>
    public CaptureException? Failure { get; private set; }

    /// <summary>The camera sends another kind of video than at first.</summary>
    public bool IsOther { get; private set; }

    /// <summary>The camera's pictures have become others: the next <see cref="Open"/> gets them, while the visit before goes on.</summary>
    public bool HasNext => _feeds.HasNext;

    /// <summary>
    /// A place for an ffmpeg, one at a time, and a second one while it <see cref="HasNext"/>; what it gets begins with a whole picture.
    /// </summary>
    public RelayVisit Open()
    {
        var feed = _feeds.Take();

        // The newest of them shows what is there, and those shortly before it what the substream may have shown late.
        var (waiting, over) = feed.Queue.Wake();
        return new RelayVisit(_media!, feed, _stop.Token, () => _feeds.Leave(feed)) { Over = Math.Clamp(over, 0, Math.Max(0, waiting - 1)) };
    }

    /// <summary>One more holds it: <see cref="DisposeAsync"/> ends it when the last of them has called it.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Returns when the first packet has come.</summary>
    /// <param name="plan">The ways to try one after the other.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task StartAsync(IEnumerable<RtspTransport> plan, CancellationToken cancellationToken)
    {
        var ways = new Queue<RtspTransport>(plan);

        _caller.Dialer.MaxAnswerTime = ways.Count == 1 ? MaxOnlyAnswerTime : RtspDialer.DefaultAnswerTime;
        while (true)
        {
            _caller.Way = ways.Dequeue();
            _caller.MaxFirstPacketTime = ways.Count > 0 ? MaxFirstWayTime : MaxLastWayTime;
            try
            {
                var session = await OpenAsync(cancellationToken);
                OnAnswer?.Invoke();
                var running = session.RunAsync(_stop.Token);
                await WaitForFirstAsync(session, running, cancellationToken);
                _media = session.Media;
                _caller.Dialer.MaxAnswerTime = RtspDialer.DefaultAnswerTime;
                _work = RelayAsync(session, running);
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

    /// <summary>A camera that ends its stream is not called again: nothing comes any more then.</summary>
    public void CallNoMore() => _callNoMore.Cancel();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
        {
            return;
        }

        await _stop.CancelAsync();
        await _work;
        _feeds.Dispose();
        _stop.Dispose();
        _callNoMore.Dispose();
    }

    // Once: it happens between any two key frames.
    private void TellForgotten()
    {
        if (Interlocked.Exchange(ref _isForgettingTold, 1) == 0)
        {
            _onFault?.Invoke(Forgotten);
        }
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
        _feeds.Add(media, packet.Span);
        _first.TrySetResult();
    }

    private async Task RelayAsync(RtspSession session, Task running)
    {
        var media = session.Media;
        try
        {
            while (true)
            {
                var since = _time.GetTimestamp();
                var fault = await ReasonAsync(session, running);
                if (session.HasFallenSilent)
                {
                    _caller.FellSilent(_time.GetElapsedTime(since), session.LongestPause);
                }

                if (_feeds.IsOpen)
                {
                    _backOff.Reset();
                }

                _feeds.Break();
                _callNoMore.Token.ThrowIfCancellationRequested();
                _onFault?.Invoke(fault.Message);
                (session, running) = await ReopenAsync(media, isAtOnce: session.HasFallenSilent);
            }
        }
        catch (CaptureException exception)
        {
            Failure = exception;
        }
        catch (OperationCanceledException)
        {
            // Told to stop, or not to call, or of another kind.
        }
        finally
        {
            // ffmpeg sees the end of its stream.
            await _stop.CancelAsync();
            _ended.TrySetResult();
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

    private async Task<(RtspSession Session, Task Running)> ReopenAsync(RtspMedia media, bool isAtOnce)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _callNoMore.Token);
        var since = _time.GetTimestamp();
        var wasRefused = false;
        while (true)
        {
            if (!isAtOnce)
            {
                await Task.Delay(_backOff.Next(), _time, either.Token);
            }

            // It was waited for already.
            isAtOnce = false;
            CaptureException reason;
            try
            {
                _caller.MaxFirstPacketTime = MaxGap;
                var session = await OpenAsync(either.Token);
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

            // A sign-in that is refused again and again locks the user out.
            if (_time.GetElapsedTime(since) > MaxGap || (reason.IsRefusal && (wasRefused || !reason.MayPass)))
            {
                throw reason;
            }

            wasRefused = reason.IsRefusal;
        }
    }
}
