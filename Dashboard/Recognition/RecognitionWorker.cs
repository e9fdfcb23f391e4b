using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Recognition;

/// <summary>
/// Frames in, reads out. As many loops as threads are allowed take frames; those that show nothing new are passed over, and
/// known plates are not read again (<see cref="FrameGate"/>). The frames of one camera are handed on in the order in which
/// they were taken, because tracking goes by time. Ends when no frame comes any more.
/// </summary>
public sealed partial class RecognitionWorker(
    PipelineQueues queues,
    Lazy<IPlateRecognizer> recognizer,
    RecognitionOptions options,
    FrameSelectionOptions watching,
    RecognitionStatus status,
    TimeProvider time,
    ILogger<RecognitionWorker> logger) : BackgroundService
{
    /// <summary>A camera that was silent for this long is forgotten: it was removed, or everything there has changed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _taking = new(1);
    private readonly Dictionary<int, CameraSequencer> _cameras = [];

    /// <inheritdoc/>
    public override void Dispose()
    {
        _taking.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
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
        while (await TakeAsync() is { } turn)
        {
            try
            {
                var look = Look(turn);
                await turn.Previous;
                await queues.Reads.Writer.WriteAsync(Finish(turn, look));
            }
            finally
            {
                turn.Done.SetResult();
            }
        }
    }

    /// <summary>The next frame with its turn; null where none comes any more.</summary>
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
                Forget();
                _cameras[frame.CameraId] = camera = new CameraSequencer(new FrameGate(watching));
            }

            return camera.Enter(frame, time.GetTimestamp());
        }
        finally
        {
            _taking.Release();
        }
    }

    private void Forget()
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
    private DetectionResult Look(in SequencedFrame turn)
    {
        var start = time.GetTimestamp();
        try
        {
            return turn.Camera.WantsLook(turn)
                ? new DetectionResult(recognizer.Value.Detect(LumaImage.Of(turn.Frame), turn.Frame.Region), time.GetElapsedTime(start))
                : new DetectionResult(null, default);
        }
        catch (Exception problem)
        {
            return new DetectionResult(null, default, problem);
        }
    }

    /// <summary>Reads its plates, when it is its turn.</summary>
    private FrameReads Finish(in SequencedFrame turn, in DetectionResult look)
    {
        var start = time.GetTimestamp();
        try
        {
            if (look.Problem is { } problem)
            {
                return Fail(turn, problem);
            }

            if (look.Plates is not { } plates)
            {
                turn.Camera.Stay(turn.Frame);
                status.PassedOver();
                return new FrameReads(turn.Frame, [], IsStill: true);
            }

            var reads = turn.Camera.Read(recognizer.Value, turn.Frame, plates, out var read);
            var took = look.Took + time.GetElapsedTime(start);
            status.Recognized(took, plates.Count, read);
            return new FrameReads(turn.Frame, reads) { ProcessingMs = took.TotalMilliseconds };
        }
        catch (Exception problem)
        {
            return Fail(turn, problem);
        }
    }

    private FrameReads Fail(in SequencedFrame turn, Exception problem)
    {
        turn.Camera.Fail();
        status.Failed(problem.Message);
        LogFailure(turn.Frame.CameraId, problem);
        return new FrameReads(turn.Frame, []);
    }

    /// <summary>Loads the models and runs them once, so that the first vehicle does not wait for it.</summary>
    private void Warm()
    {
        try
        {
            recognizer.Value.Recognize(new LumaImage(new byte[640 * 360], 640, 360, 640));
            status.Ready();
        }
        catch (Exception problem)
        {
            status.Failed(problem.Message);
            LogColdStart(problem);
        }
    }

    [LoggerMessage(LogLevel.Error, "Camera {CameraId}: a frame could not be recognised")]
    private partial void LogFailure(int cameraId, Exception problem);

    [LoggerMessage(LogLevel.Critical, "The recogniser cannot start; no plate will be read")]
    private partial void LogColdStart(Exception problem);

    /// <summary>What was found in a frame: nothing but null where it shows nothing new, or where looking failed.</summary>
    private readonly record struct DetectionResult(IReadOnlyList<DetectedPlate>? Plates, TimeSpan Took, Exception? Problem = null);
}
