using Dashboard.Capture;
using Dashboard.Capture.Substreams;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Support.Sources;

/// <summary>A camera's worker on connections and a clock of the test.</summary>
public abstract class WorkerTestBase : IAsyncDisposable
{
    private readonly PictureCodec _codec;
    private readonly CancellationTokenSource _stop = new();

    private protected WorkerTestBase(Func<IMotionDetector>? motion = null)
    {
        var pool = new FramePool();
        _codec = new PictureCodec(pool);
        Source = new ScriptedSource(pool, Time);
        Pictures = new NewestPictures(pool, _codec);
        Services = new CameraServices(Source, Queues, Board, Pictures, Time, new Random(1), NullLogger.Instance);
        Services = motion is null ? Services : Services with { Motion = motion };
    }

    private protected FakeTimeProvider Time { get; } = TestTime.CreateClock();

    private protected PipelineQueues Queues { get; } = new();

    private protected CameraStatusBoard Board { get; } = new();

    private protected ScriptedSource Source { get; }

    private protected NewestPictures Pictures { get; }

    private protected CameraServices Services { get; }

    private protected Task Running { get; private set; } = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Running;
        _codec.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Start(Camera camera)
    {
        var worker = new CameraWorker(camera, Services);
        Running = Task.Run(() => worker.RunAsync(_stop.Token));
    }

    private protected Task StopAsync() => _stop.CancelAsync();

    // The status may be there a moment before the timer is; time is moved until the worker has seen it.
    private protected Task OpenedAsync(string address, TimeSpan step) => Eventually.TrueAsync(
        () =>
        {
            Time.Advance(step);
            return Source.IsOpened(address);
        },
        "opened again");

    private protected async Task<VideoFrame> TakeFrameAsync() =>
        (await Queues.Frames.TakeAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30)))!;
}
