using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Substreams;

/// <summary>
/// Watches the small stream of a camera that has two. It is what pages show, and it tells when the main stream is wanted: while something moves, and
/// a while after it; while a whole picture is asked for; and while either stream fails, or the small one hangs. Meanwhile its frames go on as still
/// ones, so that a vehicle that stands stays the one that it was; where the main stream does not come though something moves, they are read
/// themselves. See Decision 0056.
/// </summary>
internal sealed class SubstreamWatch(Func<Camera> camera, CameraServices services)
{
    /// <summary>So long after the last motion the main stream is read.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);

    /// <summary>A main stream that is wanted and does not come for so long is done without.</summary>
    public static readonly TimeSpan MaxMainGap = TimeSpan.FromSeconds(3);

    /// <summary>While the main stream came so short a time ago, the substream's frames are not needed.</summary>
    private static readonly TimeSpan MainIsThere = TimeSpan.FromSeconds(1);

    /// <summary>Cameras that save bytes repeat a still picture from one key frame to the next.</summary>
    public static readonly TimeSpan MaxSamePicture = TimeSpan.FromMinutes(1);

    // As long as nothing comes, nobody looks whether anything moves.
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(3);

    // Seen less often, a vehicle would be gone before the main stream is there.
    private const double MinRate = 4;

    private readonly Lock _gate = new();
    private readonly CameraLog _log = new(camera, services.Time, services.Log);
    private readonly FrameRateMeter _meter = new();
    private readonly FrozenPicture _picture = new(services.Time, MaxSamePicture);
    private IMotionDetector? _motion;
    private long? _cameAt, _movedAt, _mainAt;
    private long _wantedAt = services.Time.GetTimestamp();
    private string? _ownError, _mainError;
    private bool _isFrozen;

    /// <summary>Whether the main stream is wanted: from the start, until it has come once.</summary>
    public FrameDemand Demand { get; } = new();

    /// <summary>Whether it gives frames itself.</summary>
    public bool IsAlive
    {
        get
        {
            lock (_gate)
            {
                return _ownError is null && !_isFrozen && Since(_cameAt) <= MaxSilence + MainIsThere;
            }
        }
    }

    /// <summary>What does not work though frames come, in words for a person; null: all does.</summary>
    public string? Lack
    {
        get
        {
            lock (_gate)
            {
                return _ownError is { } own ? $"No picture from the substream, so the main stream is read all the time: {own}"
                    : _isFrozen
                        ? "The substream has shown the very same picture for a minute, so the main stream is read all the time: restart the camera."
                    : _mainError is { } main ? $"No picture from the main stream, so plates are read on the substream: {main}"
                    : null;
            }
        }
    }

    /// <summary>A frame of the main stream has come.</summary>
    public void MainCame()
    {
        lock (_gate)
        {
            (_mainAt, _mainError) = (services.Time.GetTimestamp(), null);
        }
    }

    /// <summary>The main stream has failed. True: the substream stands in for it.</summary>
    public bool MainFailed(string error)
    {
        lock (_gate)
        {
            _mainError = error;
        }

        Demand.IsWanted = true;
        if (!IsAlive)
        {
            return false;
        }

        services.Board.Update(camera().Id, status => status with { Lack = Lack });
        return true;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var watch = new SourceWatch(camera().Id, services.Source, services.Time, services.Log, MaxSilence);
        var retries = new SourceRetries(services.Random, services.Time);
        while (!cancellationToken.IsCancellationRequested)
        {
            _motion = services.Motion?.Invoke();
            var now = camera();
            var request = new FrameRequest(now.Substream ?? "", Math.Max(MinRate, now.AnalysisRate), Loop: true, RealTime: true)
            {
                OnPicture = watch.OnPicture,
                OnStream = watch.OnStream,
                OnPause = watch.OnPause,
            };
            var error = await watch.ReadAsync(request, Take, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (watch.HasFrames)
            {
                retries.Reset();
            }

            var wait = retries.Next(watch);
            Fail(error, wait, watch.HasFrames);
            try
            {
                await Task.Delay(wait, services.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Fail(string error, TimeSpan wait, bool hadFrames)
    {
        _log.Failed($"The substream: {error}", wait);
        string? main;
        lock (_gate)
        {
            (_ownError, main) = (error, _mainError);
        }

        // Whether anything moves is not known any more.
        Demand.IsWanted = true;
        services.Board.Update(camera().Id, status => status with
        {
            Faults = hadFrames ? status.Faults + 1 : status.Faults,
            LastFault = hadFrames ? $"The substream: {error}" : status.LastFault,
            Lack = Lack,
            State = main is null ? status.State : CameraState.Waiting,
            LastError = main ?? status.LastError,
        });
    }

    private void Take(VideoFrame frame)
    {
        var watched = camera();
        services.Fill(frame, watched);
        var isFrozen = _picture.Look(frame) == PictureLife.Hangs;
        var moves = watched.CaptureMode != CaptureMode.Manual && (_motion?.Moves(frame) ?? true);
        var (isNeeded, isSubstitute) = Evaluate(watched, moves, isFrozen);
        _log.Came();
        if (!isNeeded)
        {
            frame.Dispose();
            return;
        }

        if (isFrozen)
        {
            services.Pictures.Offer(frame, isSmall: true);
            frame.Dispose();
            services.Board.Update(watched.Id, status => status with { Captured = status.Captured + 1, Lack = Lack });
            return;
        }

        var (at, width, height) = (frame.CapturedAt, frame.Width, frame.Height);
        frame.IsStill = !isSubstitute;
        services.Pictures.Offer(frame, isSmall: true);
        var dropped = services.Offer(frame, watched);
        var rate = _meter.Add(at);
        services.Board.Update(watched.Id, status => status with
        {
            State = CameraState.Running,
            FramesPerSecond = rate,
            Width = status.Width > 0 ? status.Width : width,
            Height = status.Width > 0 ? status.Height : height,
            Captured = status.Captured + 1,
            Dropped = status.Dropped + dropped,
            Tries = 0,
            LastFrameAt = at,
            LastError = null,
            Lack = Lack,
            RetryAt = null,
        });
    }

    /// <summary>Says whether the main stream is wanted, and whether the frame is needed at all and has to be read in its place.</summary>
    private (bool IsNeeded, bool IsSubstitute) Evaluate(Camera camera, bool moves, bool isFrozen)
    {
        var now = services.Time.GetTimestamp();
        var period = TimeSpan.FromSeconds(1 / camera.AnalysisRate);
        lock (_gate)
        {
            (_cameAt, _ownError, _isFrozen) = (now, null, isFrozen);
            _movedAt = moves ? now : _movedAt;
            var isWanted = Since(_movedAt) <= Hold || isFrozen || _mainError is not null || _mainAt is null
                || services.Pictures.IsWholeWanted(camera.Id, services.Time.GetUtcNow());
            _wantedAt = isWanted && !Demand.IsWanted ? now : _wantedAt;
            Demand.IsWanted = isWanted;
            var maxGap = Longer(MaxMainGap, 3 * period);
            var isLate = Since(_mainAt) > maxGap && Since(_wantedAt) > maxGap;
            return (Since(_mainAt) > Longer(MainIsThere, 2 * period), isWanted && (_mainError is not null || isLate));
        }
    }

    // By a clock that nobody sets; for ever, where it never was.
    private TimeSpan Since(long? at) => at is { } moment ? services.Time.GetElapsedTime(moment) : TimeSpan.MaxValue;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
