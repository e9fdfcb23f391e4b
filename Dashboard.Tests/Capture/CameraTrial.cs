using System.Globalization;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Capture;

/// <summary>How a camera was watched.</summary>
/// <param name="Lost">What is more than a period between two frames: it was not watched.</param>
/// <param name="Time">From the first frame to the last.</param>
internal sealed record CameraTrial(CameraStatus Status, TimeSpan Lost, TimeSpan Time)
{
    private static readonly int Rate =
        int.TryParse(Environment.GetEnvironmentVariable("FAULT_RATE"), CultureInfo.InvariantCulture, out var rate) ? rate : 10;

    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1.0 / Rate);

    /// <summary>How long somebody who starts the test by hand wants it to be; it is skipped where nobody does.</summary>
    public static TimeSpan AskDuration()
    {
        var seconds = Environment.GetEnvironmentVariable("FAULT_SECONDS");
        Assert.SkipWhen(seconds is null, "FAULT_SECONDS tells how long");
        return TimeSpan.FromSeconds(double.Parse(seconds!, CultureInfo.InvariantCulture));
    }

    /// <summary>Watches a camera, by the clock.</summary>
    /// <param name="from">What was before is left out; null: nothing is.</param>
    public static async Task<CameraTrial> RunAsync(string address, TimeSpan duration, TimeSpan? from = null)
    {
        var pool = new FramePool();
        using var codec = new PictureCodec(pool);
        var (board, queues) = (new CameraStatusBoard(), new PipelineQueues());
        var services = new CameraServices(
            new CameraFrameSource(pool, codec, TimeProvider.System), queues, board, new NewestPictures(pool, codec), TimeProvider.System,
            Random.Shared, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var running = new CameraWorker(new Camera { Id = 1, Alias = "Gate", Source = address, AnalysisRate = Rate }, services).RunAsync(stop.Token);
        var (start, end) = (DateTimeOffset.UtcNow + (from ?? TimeSpan.Zero), DateTimeOffset.UtcNow + duration);
        var (lost, begin, last) = (TimeSpan.Zero, (DateTimeOffset?)null, DateTimeOffset.MinValue);
        while (await queues.Frames.TakeAsync(Cancellation) is { } frame && frame.CapturedAt < end)
        {
            if (frame.CapturedAt < start)
            {
                frame.Dispose();
                continue;
            }

            lost += begin is not null && frame.CapturedAt - last > 1.5 * Period ? frame.CapturedAt - last - Period : TimeSpan.Zero;
            begin ??= frame.CapturedAt;
            last = frame.CapturedAt;
            frame.Dispose();
        }

        var status = board.Get(1);
        await stop.CancelAsync();
        await running;
        return new CameraTrial(status, lost, last - begin!.Value);
    }
}
