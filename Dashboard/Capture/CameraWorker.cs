using Dashboard.Cameras;
using Dashboard.Capture.Substreams;
using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;

namespace Dashboard.Capture;

/// <summary>What watches one camera until it is told to stop.</summary>
internal interface ICameraWatch
{
    /// <summary>The camera as it is watched. Region, countries, mode and alias may change while it runs; source and rate may not.</summary>
    Camera Camera { get; set; }

    /// <summary>Watches it; ends when <paramref name="cancellationToken"/> says so, and throws nothing.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Watches one camera until it is told to stop: reads frames, offers them to recognition, starts over when the source fails or falls silent. With a
/// substream, the main stream is read only while that is worth it (<see cref="SubstreamWatch"/>, Decision 0056).
/// </summary>
internal sealed class CameraWorker : ICameraWatch
{
    /// <summary>The longest wait after a run that gave frames; spread, so that many cameras that failed together do not come together.</summary>
    internal static readonly TimeSpan MaxFirstWait = TimeSpan.FromSeconds(0.5);

    // Frames were missing for no longer than this: an end of the stream, not of the camera.
    private static readonly TimeSpan BriefGap = TimeSpan.FromSeconds(3);

    // Where nothing else tells of it, an alarm must not be false: some encoders that save bytes send a whole picture every minute and a half.
    private static readonly TimeSpan MaxSamePicture = TimeSpan.FromMinutes(3);

    internal const string Hangs =
        "The camera has sent the very same picture for more than 3 minutes: it hangs, or its view is covered or dark. Check its view, or restart it.";

    private readonly CameraServices _services;
    private readonly SourceRetries _retries;
    private readonly CameraLog _log;
    private readonly SourceWatch _watch;
    private readonly SubstreamWatch? _substream;
    private readonly FrozenPicture? _picture;
    private bool _isFrozen;
    private string? _lack;
    private FrameRateMeter _meter = new();
    private Camera _camera;

    public CameraWorker(Camera camera, CameraServices services)
    {
        _camera = camera;
        _services = services;
        _retries = new SourceRetries(services.Random, services.Time);
        _log = new CameraLog(() => Camera, services.Time, services.Log);
        _watch = new SourceWatch(camera.Id, services.Source, services.Time, services.Log);
        _picture = CameraSource.KindOf(camera.Source) is SourceKind.Rtsp or SourceKind.Http ? new FrozenPicture(services.Time, MaxSamePicture) : null;
        _substream = string.IsNullOrEmpty(camera.Substream) ? null : new SubstreamWatch(() => Camera, services);
    }

    /// <summary>The camera as it is watched. Region, countries, mode and alias may change while it runs; source and rate may not.</summary>
    public Camera Camera
    {
        get => Volatile.Read(ref _camera);
        set => Volatile.Write(ref _camera, value);
    }

    private CameraStatusBoard Board => _services.Board;

    private TimeProvider Time => _services.Time;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var watching = _substream?.RunAsync(cancellationToken) ?? Task.CompletedTask;
        try
        {
            string? brief = null;
            while (!cancellationToken.IsCancellationRequested)
            {
                if (brief is null && _substream is not { IsAlive: true })
                {
                    Update(status => status with { State = status.LastError is null ? CameraState.Connecting : status.State, RetryAt = null });
                }

                var error = await WatchAsync(brief, cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                // Recovery means that frames came, be it one: how long a camera holds out says nothing about how soon it is back.
                // A refused sign-in is tried rarely, whatever was before: many cameras lock users out.
                if (_watch.HasFrames)
                {
                    _retries.Reset();
                }

                var wait = _watch.HasFrames && !_watch.WasRefused
                    ? MaxFirstWait * (0.5 + (_services.Random.NextDouble() / 2))
                    : _retries.Next(_watch);
                brief = Fail(error, wait) ? error : null;
                await Task.Delay(wait, Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
        finally
        {
            await watching;
            Update(status => status with { State = CameraState.Stopped, FramesPerSecond = 0, LastError = null, Lack = null, RetryAt = null });
        }
    }

    /// <summary>Notes that the source has failed. True: only just, so that it may be back before anybody would have to look after it.</summary>
    private bool Fail(string error, TimeSpan wait)
    {
        var now = Time.GetUtcNow();
        var isBrief = _watch.HasFrames && !_watch.WasRefused && !_isFrozen && now - Board.Get(Camera.Id).LastFrameAt <= BriefGap;
        Skip(error);

        // A file that is played again and again shows what was.
        _lack = error == CameraErrorMessages.Recording ? error : null;
        if (!isBrief)
        {
            _log.Failed(error, wait);
            if (_substream?.MainFailed(error) == true)
            {
                return false;
            }

            Update(status => status.Lost() with { State = CameraState.Waiting, FramesPerSecond = 0, LastError = error, RetryAt = now + wait });
        }

        return isBrief;
    }

    /// <summary>Reads the source until it ends, and tells why it did.</summary>
    /// <param name="before">Why it ended just before, where that is not shown yet: it is, if frames stay away.</param>
    private async Task<string> WatchAsync(string? before, CancellationToken cancellationToken)
    {
        var camera = Camera;
        if (camera.Source.Length == 0)
        {
            return "The camera's address cannot be decrypted, because the server's keys were lost: enter the address again.";
        }

        await using var away = Time.CreateTimer(
            _ => StayAway(before), null, before is null ? Timeout.InfiniteTimeSpan : SourceWatch.Silence(camera.AnalysisRate, isFirst: false),
            Timeout.InfiniteTimeSpan);
        _meter = new FrameRateMeter();
        var request = new FrameRequest(camera.Source, camera.AnalysisRate, Loop: true, RealTime: true)
        {
            OnFault = Skip,
            OnPicture = _watch.OnPicture,
            OnStream = _watch.OnStream,
            OnPause = _watch.OnPause,
            IsOfUse = IsOfUse,
            Demand = _substream?.Demand,
        };
        return await _watch.ReadAsync(request, Take, cancellationToken);
    }

    private void StayAway(string? error)
    {
        if (!_watch.HasFrames && _substream is not { IsAlive: true })
        {
            Update(status => status with { State = CameraState.Waiting, FramesPerSecond = 0, LastError = error });
        }
    }

    // What no frame came before is nothing that was got over: it was tried in vain. Of the rest the next frame tells.
    private void Skip(string fault) => Update(status => _watch.HasFrames
        ? status with { Pending = status.Pending + 1, PendingFault = fault }
        : status with { Tries = status.Tries + 1 });

    /// <summary>
    /// Whether the next picture is worth decoding: where many wait for their turn, that would only take time from recognition. One that is not is
    /// counted as dropped.
    /// </summary>
    private bool IsOfUse()
    {
        var (camera, at) = (Camera, Time.GetUtcNow());
        if (_isFrozen || camera.CaptureMode == CaptureMode.Manual
            || _services.Queues.Frames.HasUseFor(camera.Id) || _services.Pictures.IsDue(camera.Id, at))
        {
            return true;
        }

        _substream?.MainCame();
        var rate = _meter.Add(at);
        Update(status => status.GotOver() with
        {
            FramesPerSecond = rate,
            Captured = status.Captured + 1,
            Dropped = status.Dropped + 1,
            Tries = 0,
            LastFrameAt = at,
        });
        return false;
    }

    private void Take(VideoFrame frame)
    {
        var (at, width, height) = (frame.CapturedAt, frame.Width, frame.Height);
        _services.Fill(frame, Camera);
        var life = _picture?.Look(frame) ?? PictureLife.Lives;
        if (life == PictureLife.Hangs)
        {
            Hang(frame);
            return;
        }

        // What may live again is recognised, and not yet called well.
        _isFrozen = life == PictureLife.Unsure && _isFrozen;
        _substream?.MainCame();
        _services.Pictures.Offer(frame);
        var dropped = _services.Offer(frame, Camera);
        var rate = _meter.Add(at);
        Update(status => _isFrozen ? status with { Captured = status.Captured + 1, Dropped = status.Dropped + dropped } : status.GotOver() with
        {
            State = CameraState.Running,
            FramesPerSecond = rate,
            Width = width,
            Height = height,
            Captured = status.Captured + 1,
            Dropped = status.Dropped + dropped,
            Tries = 0,
            LastFrameAt = at,
            LastError = null,
            Lack = _substream?.Lack ?? _lack,
            RetryAt = null,
        });
        _log.Came();
    }

    /// <summary>
    /// Takes a picture of a camera that hangs: pages show it, and nothing can be recognised any more. Some cameras send others when they are called
    /// anew, so that is done once.
    /// </summary>
    private void Hang(VideoFrame frame)
    {
        _services.Pictures.Offer(frame);
        frame.Dispose();
        if (!_isFrozen)
        {
            _isFrozen = true;
            Update(status => status with { LastFrameAt = Time.GetUtcNow() - _picture!.SameFor });
            throw new CaptureException(Hangs);
        }

        if (_substream?.MainFailed(Hangs) != true)
        {
            Update(status => status.Lost() with
            {
                State = CameraState.Waiting,
                FramesPerSecond = 0,
                Captured = status.Captured + 1,
                LastError = Hangs,
                RetryAt = null,
            });
        }
    }

    private void Update(Func<CameraStatus, CameraStatus> change) => Board.Update(Camera.Id, change);
}
