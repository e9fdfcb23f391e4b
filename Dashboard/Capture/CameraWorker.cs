using Dashboard.Domain.Cameras;
using Dashboard.Hosting;
using Dashboard.Pipeline;

namespace Dashboard.Capture;

/// <summary>
/// Watches one camera until it is told to stop: reads frames, offers them to recognition, starts over when the source fails or falls silent.
/// </summary>
internal sealed class CameraWorker
{
    /// <summary>The longest wait after a run that gave frames; spread, so that many cameras that failed together do not come together.</summary>
    internal static readonly TimeSpan MaxFirstWait = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    // Frames were missing for no longer than this: an end of the stream, not of the camera.
    private static readonly TimeSpan BriefGap = TimeSpan.FromSeconds(3);

    private readonly CameraServices _services;
    private readonly BackOff _backOff;
    private readonly CameraLog _log;
    private FrameRateMeter _meter = new();
    private Camera _camera;
    private bool _hasFrames;

    public CameraWorker(Camera camera, CameraServices services)
    {
        _camera = camera;
        _services = services;
        _backOff = new BackOff(FirstWait, MaxWait, services.Random);
        _log = new CameraLog(camera.Id, services.Time, services.Log);
    }

    /// <summary>The camera as it is watched. Region, countries, mode and alias may change while it runs; source and rate may not.</summary>
    public Camera Camera
    {
        get => Volatile.Read(ref _camera);
        set => Volatile.Write(ref _camera, value);
    }

    private CameraStatusBoard Board => _services.Board;

    private TimeProvider Time => _services.Time;

    /// <summary>How long the source may be silent: more than a few frames at the camera's rate, and long enough for a first frame.</summary>
    internal static TimeSpan Silence(double rate, bool isFirst)
    {
        // Under 10 s with the time that ending ffmpeg may take; the first frame needs sign-in and a key frame.
        var min = TimeSpan.FromSeconds(isFirst ? 20 : 8);
        var frames = TimeSpan.FromSeconds(3 / rate);
        return frames > min ? frames : min;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            string? brief = null;
            while (!cancellationToken.IsCancellationRequested)
            {
                if (brief is null)
                {
                    Update(status => status with { State = status.LastError is null ? CameraState.Connecting : status.State, RetryAt = null });
                }

                _hasFrames = false;
                var error = await WatchAsync(brief, cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                // Recovery means that frames came, be it one: how long a camera holds out says nothing about how soon it is back.
                var wait = _hasFrames ? MaxFirstWait * (0.5 + (_services.Random.NextDouble() / 2)) : _backOff.Next();
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
            Update(status => status with { State = CameraState.Stopped, FramesPerSecond = 0, LastError = null, RetryAt = null });
        }
    }

    /// <summary>Notes that the source has failed. True: only just, so that it may be back before anybody would have to look after it.</summary>
    private bool Fail(string error, TimeSpan wait)
    {
        var now = Time.GetUtcNow();
        var isBrief = _hasFrames && now - Board.Get(Camera.Id).LastFrameAt <= BriefGap;
        if (_hasFrames)
        {
            _backOff.Reset();
            Skip(error);
        }

        if (!isBrief)
        {
            _log.Failed(error, wait);
            Update(status => status with { State = CameraState.Waiting, FramesPerSecond = 0, LastError = error, RetryAt = now + wait });
        }

        return isBrief;
    }

    /// <summary>Reads the source until it ends, and tells why it did.</summary>
    /// <param name="before">Why it ended just before, where that is not shown yet: it is, if frames stay away.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<string> WatchAsync(string? before, CancellationToken cancellationToken)
    {
        var camera = Camera;
        if (camera.Source.Length == 0)
        {
            return "The camera's address cannot be decrypted, because the server's keys were lost: enter the address again.";
        }

        var silence = Silence(camera.AnalysisRate, isFirst: false);
        using var silent = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silent.Token);
        await using var watchdog = Time.CreateTimer(
            _ => silent.Cancel(), null, Silence(camera.AnalysisRate, isFirst: true), Timeout.InfiniteTimeSpan);
        await using var away = Time.CreateTimer(
            _ => StayAway(before), null, before is null ? Timeout.InfiniteTimeSpan : silence, Timeout.InfiniteTimeSpan);
        _meter = new FrameRateMeter();
        try
        {
            var request = new FrameRequest(camera.Source, camera.AnalysisRate, Loop: true, RealTime: true) { OnFault = Skip };
            await foreach (var frame in _services.Source.ReadAsync(request, either.Token).WithCancellation(either.Token))
            {
                watchdog.Change(silence, Timeout.InfiniteTimeSpan);
                _hasFrames = true;
                Take(frame);
                _log.Came();
            }

            return "The source ended.";
        }
        catch (CaptureException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return _hasFrames
                ? $"No picture for {silence.TotalSeconds:0} s: check the camera and the network."
                : "The camera sends no picture: check the address, and that the camera's stream is on.";
        }
        catch (Exception exception)
        {
            _services.Log.LogError(exception, "Camera {CameraId}: watching failed", camera.Id);
            return "Watching failed because of a server error; see the server's log.";
        }
    }

    private void StayAway(string? error)
    {
        if (!_hasFrames)
        {
            Update(status => status with { State = CameraState.Waiting, FramesPerSecond = 0, LastError = error });
        }
    }

    private void Skip(string fault) => Update(status => status with { Faults = status.Faults + 1, LastFault = fault });

    private void Take(VideoFrame frame)
    {
        var camera = Camera;
        var (at, width, height) = (frame.CapturedAt, frame.Width, frame.Height);
        frame.CameraId = camera.Id;
        frame.RegionOfInterest = camera.RegionOfInterest;
        frame.Countries = camera.Countries;
        _services.Pictures.Offer(frame);

        var dropped = 0;
        if (camera.CaptureMode == CaptureMode.Manual)
        {
            frame.Dispose();
        }
        else
        {
            foreach (var id in _services.Queues.Frames.Offer(frame))
            {
                if (id == camera.Id)
                {
                    dropped++;
                }
                else
                {
                    Board.Update(id, status => status with { Dropped = status.Dropped + 1 });
                }
            }
        }

        var rate = _meter.Add(at);
        Board.Update(camera.Id, status => status with
        {
            State = CameraState.Running,
            FramesPerSecond = rate,
            Width = width,
            Height = height,
            Captured = status.Captured + 1,
            Dropped = status.Dropped + dropped,
            LastFrameAt = at,
            LastError = null,
            RetryAt = null,
        });
    }

    private void Update(Func<CameraStatus, CameraStatus> change) => Board.Update(Camera.Id, change);
}

/// <summary>What all camera workers share.</summary>
internal sealed record CameraServices(
    IFrameSource Source, PipelineQueues Queues, CameraStatusBoard Board, NewestPictures Pictures, TimeProvider Time, Random Random, ILogger Log);
