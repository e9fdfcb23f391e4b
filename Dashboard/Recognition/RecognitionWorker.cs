using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Recognition;

/// <summary>
/// Frames in, reads out. As many loops as threads are allowed take frames; the frames of one camera are handed on in the
/// order in which they were taken, because tracking goes by time. Ends when no frame comes any more.
/// </summary>
public sealed partial class RecognitionWorker(
    PipelineQueues queues,
    Lazy<IPlateRecognizer> recognizer,
    RecognitionOptions options,
    RecognitionStatus status,
    TimeProvider time,
    ILogger<RecognitionWorker> logger) : BackgroundService
{
    private readonly SemaphoreSlim _taking = new(1);
    private readonly Dictionary<int, Task> _lastOfCamera = [];

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
        while (await TakeAsync() is var (frame, turn, previous) && frame is not null)
        {
            var reads = Recognize(frame);
            try
            {
                await previous;
                await queues.Reads.Writer.WriteAsync(new FrameReads(frame, reads));
            }
            finally
            {
                turn.SetResult();
            }
        }
    }

    /// <summary>The next frame, and what tells when the camera's frame before it was handed on.</summary>
    private async Task<(VideoFrame? Frame, TaskCompletionSource Turn, Task Previous)> TakeAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _taking.WaitAsync();
        try
        {
            var frame = await queues.Frames.TakeAsync(CancellationToken.None);
            var previous = Task.CompletedTask;
            if (frame is not null)
            {
                previous = _lastOfCamera.GetValueOrDefault(frame.CameraId, Task.CompletedTask);
                _lastOfCamera[frame.CameraId] = turn.Task;
            }

            return (frame, turn, previous);
        }
        finally
        {
            _taking.Release();
        }
    }

    private IReadOnlyList<PlateRead> Recognize(VideoFrame frame)
    {
        var start = time.GetTimestamp();
        try
        {
            var reads = recognizer.Value.Recognize(LumaImage.Of(frame), frame.Region);
            status.Recognized(time.GetElapsedTime(start), reads.Count);
            return reads;
        }
        catch (Exception problem)
        {
            status.Failed(problem.Message);
            LogFailure(frame.CameraId, problem);
            return [];
        }
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
}
