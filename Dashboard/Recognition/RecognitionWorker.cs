using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Recognition;

/// <summary>
/// Frames in, reads out. As many loops as threads are allowed take frames; those that show nothing new are passed over, and
/// known plates are not read again (<see cref="FrameGate"/> says which; the recogniser is called here). The frames of one
/// camera are handed on in the order in which they were taken (<see cref="CameraSequencer"/>), because tracking goes by
/// time. Ends when no frame comes any more.
/// </summary>
internal sealed partial class RecognitionWorker(
    PipelineQueues queues,
    Lazy<IPlateRecognizer> recognizer,
    RecognitionOptions options,
    FrameSelectionOptions frameSelection,
    RecognitionStatus status,
    TimeProvider time,
    ILogger<RecognitionWorker> logger) : BackgroundService
{
    /// <summary>The state of a camera that was silent for this long is dropped: it was removed, or everything there has changed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    /// <summary>
    /// So long after the stop frames that wait are still recognised. An overloaded machine would need longer for one of each camera than the
    /// host waits, and what was read already would be lost for it.
    /// </summary>
    public static readonly TimeSpan LastFrames = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _taking = new(1);
    private readonly Dictionary<int, CameraSequencer> _cameras = [];
    private volatile bool _isGivenUp;

    /// <summary>Lets what waits be recognised for a while, and what is under way be finished for as long as the host waits.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using (time.CreateTimer(_ => queues.Frames.Discard(), null, LastFrames, Timeout.InfiniteTimeSpan))
        {
            await base.StopAsync(cancellationToken);
        }

        // What it works with is disposed now, and its failures say nothing any more.
        _isGivenUp = true;
    }

    public override void Dispose()
    {
        _taking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Stopping goes downstream: capture completes the frames, and what waits is still recognised. No token here.
        await Task.Yield();
        try
        {
            Warm();
            await Task.WhenAll(Enumerable.Range(0, options.EffectiveThreads).Select(_ => Task.Run(LoopAsync)));
        }
        finally
        {
            queues.Reads.Writer.TryComplete();
        }
    }

    private async Task LoopAsync()
    {
        while (await TakeAsync() is { } frame)
        {
            await ProcessAsync(frame);
        }
    }

    private async Task ProcessAsync(SequencedFrame frame)
    {
        using var delivery = frame.Delivery;
        var detection = await DetectAsync(frame);
        await delivery.WaitAsync();
        await queues.Reads.Writer.WriteAsync(Read(frame, detection));
    }

    /// <summary>The next frame with its turns; null where none comes any more.</summary>
    private async Task<SequencedFrame?> TakeAsync()
    {
        await _taking.WaitAsync();
        try
        {
            if (await queues.Frames.TakeAsync(CancellationToken.None) is not { } frame)
            {
                return null;
            }

            if (!_cameras.TryGetValue(frame.CameraId, out var camera))
            {
                RemoveSilentCameras();
                _cameras[frame.CameraId] = camera = new CameraSequencer(new FrameGate(frameSelection));
            }

            return camera.Enter(frame, time.GetTimestamp());
        }
        finally
        {
            _taking.Release();
        }
    }

    private void RemoveSilentCameras()
    {
        foreach (var (id, camera) in _cameras)
        {
            if (time.GetElapsedTime(camera.EnteredAt) > Silence)
            {
                _cameras.Remove(id);
            }
        }
    }

    /// <summary>Finds the frame's plates, at the same time as other threads do so for the frames around it.</summary>
    private async Task<DetectionResult> DetectAsync(SequencedFrame frame)
    {
        var start = time.GetTimestamp();
        try
        {
            return await ShouldProcessAsync(frame)
                ? new DetectionResult(
                    recognizer.Value.Detect(LumaImage.FromFrame(frame.Frame), frame.Frame.RegionOfInterest), time.GetElapsedTime(start))
                : new DetectionResult(null, default);
        }
        catch (Exception exception)
        {
            return new DetectionResult(null, default, exception);
        }
    }

    private static async Task<bool> ShouldProcessAsync(SequencedFrame frame)
    {
        using var selection = frame.Selection;
        await selection.WaitAsync();
        return !frame.Frame.IsStill
            && (frame.Frame.IsAlone
                || frame.Gate.ShouldProcess(LumaImage.FromFrame(frame.Frame), frame.Frame.RegionOfInterest, frame.Frame.CapturedAt));
    }

    /// <summary>Reads those of its plates that have to be read, in the frame's turn.</summary>
    private FrameReads Read(SequencedFrame sequenced, DetectionResult detection)
    {
        var (frame, gate) = (sequenced.Frame, sequenced.Gate);
        var start = time.GetTimestamp();
        try
        {
            if (detection.Exception is { } exception)
            {
                return Fail(sequenced, exception);
            }

            if (detection.Plates is not { } plates)
            {
                gate.MarkStill(frame.CapturedAt);
                status.AddStill();
                return new FrameReads(frame, [], IsStill: true);
            }

            if (frame.IsAlone)
            {
                // No plate that was followed is in it, and those that are come no more.
                gate.Reset();
            }

            var luma = LumaImage.FromFrame(frame);
            var toRead = frame.IsAlone ? plates : gate.PlatesToRead(luma, plates, frame.CapturedAt);
            var read = toRead.Count;
            var fresh = read == 0 ? [] : recognizer.Value.Read(luma, toRead, countries: frame.Countries);
            var reads = frame.IsAlone ? fresh : gate.AddReads(fresh);
            var took = detection.Took + time.GetElapsedTime(start);
            status.AddRecognized(took, plates.Count, read);
            return new FrameReads(frame, reads) { ProcessingMs = took.TotalMilliseconds };
        }
        catch (Exception exception)
        {
            return Fail(sequenced, exception);
        }
    }

    private FrameReads Fail(SequencedFrame frame, Exception exception)
    {
        frame.Gate.Reset();
        if (!_isGivenUp)
        {
            status.AddFailure(exception.Message);
            LogFailure(frame.Frame.CameraId, exception);
        }

        return new FrameReads(frame.Frame, []);
    }

    /// <summary>Loads the models and runs them once, so that the first vehicle does not wait for it.</summary>
    private void Warm()
    {
        try
        {
            recognizer.Value.Recognize(new LumaImage(new byte[640 * 360], 640, 360, 640));
            status.MarkReady();
        }
        catch (Exception exception)
        {
            status.AddFailure(exception.Message);
            LogColdStart(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Camera {CameraId}: a frame could not be recognised")]
    private partial void LogFailure(int cameraId, Exception exception);

    [LoggerMessage(LogLevel.Critical, "The recogniser cannot start; no plate will be read")]
    private partial void LogColdStart(Exception exception);

    /// <summary>What was found in a frame: no list where it shows nothing new, or where looking failed.</summary>
    private readonly record struct DetectionResult(IReadOnlyList<DetectedPlate>? Plates, TimeSpan Took, Exception? Exception = null);
}
