using System.Globalization;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Capture.Http;

/// <summary>
/// How much of the time a camera is watched for each defect, by the clock and so by hand: <c>FAULT_SECONDS=60</c> with
/// <c>-class Dashboard.Tests.Capture.Http.WatchedShareTests</c>.
/// </summary>
[Trait("Category", "System")]
public sealed class WatchedShareTests(ITestOutputHelper output)
{
    // A camera that stumbles every twenty seconds is watched 98 % of the time where a stumble costs no more than this.
    private static readonly TimeSpan MaxLost = TimeSpan.FromSeconds(20 * 0.02);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    public static TheoryData<string> Names => Defects.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Camera_ThatStumbles_IsWatched(string name)
    {
        var seconds = Environment.GetEnvironmentVariable("FAULT_SECONDS");
        Assert.SkipWhen(seconds is null, "FAULT_SECONDS tells how long");
        var pool = new FramePool();
        using var codec = new PictureCodec(pool);
        var defects = new Defects(TestPictures.Jpeg(codec, pool), TestPictures.Png(), Period);
        await using var camera = new FaultCamera(defects.Scripts[name]);
        var (board, queues) = (new CameraStatusBoard(), new PipelineQueues());
        var services = new CameraServices(
            new FfmpegFrameSource(pool, codec, TimeProvider.System), queues, board, new NewestPictures(pool, codec), TimeProvider.System,
            Random.Shared, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var running = new CameraWorker(new Camera { Id = 1, Alias = "Gate", Source = camera.Address, AnalysisRate = 10 }, services)
            .RunAsync(stop.Token);
        var end = DateTimeOffset.UtcNow.AddSeconds(double.Parse(seconds!, CultureInfo.InvariantCulture));
        var (lost, begin, last) = (TimeSpan.Zero, (DateTimeOffset?)null, DateTimeOffset.MinValue);
        while (await queues.Frames.TakeAsync(Cancellation) is { } frame && frame.CapturedAt < end)
        {
            // What is more than a period between two frames was not watched.
            lost += begin is not null && frame.CapturedAt - last > 1.5 * Period ? frame.CapturedAt - last - Period : TimeSpan.Zero;
            begin ??= frame.CapturedAt;
            last = frame.CapturedAt;
            frame.Dispose();
        }

        var status = board.Get(1);
        await stop.CancelAsync();
        await running;

        // An empty part is nothing that the reader sees: a frame is missing behind each four.
        var faults = name.Contains("part is empty", StringComparison.Ordinal) ? status.Captured / (Defects.Every - 1) : status.Faults;
        var each = lost / Math.Max(1, faults);
        output.WriteLine(
            $"{name}: {status.Captured} frames, {faults} faults, {lost.TotalSeconds:0.00} of {(last - begin!.Value).TotalSeconds:0} s lost, "
            + $"{each.TotalMilliseconds:0} ms each; {1 - (each / TimeSpan.FromSeconds(20)):P2} with one in 20 s");
        Assert.True(each <= MaxLost, $"{each} lost for each fault");
    }
}
