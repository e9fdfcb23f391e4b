using System.Globalization;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Capture.Rtsp;

/// <summary>
/// How much of the time an RTSP camera that closes every 22 s is watched, by the clock and so by hand: <c>FAULT_SECONDS=120</c> with
/// <c>-class Dashboard.Tests.Capture.Rtsp.RtspShareTests</c>.
/// </summary>
[Trait("Category", "System")]
public sealed class RtspShareTests(ITestOutputHelper output)
{
    private const int Rate = 10;
    private const int ClosesAfter = 22 * 25;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1.0 / Rate);

    [Fact]
    public async Task Camera_ThatClosesEvery22Seconds_IsWatchedNearlyAllOfTheTime()
    {
        var seconds = Environment.GetEnvironmentVariable("FAULT_SECONDS");
        Assert.SkipWhen(seconds is null, "FAULT_SECONDS tells how long");
        using var clips = new TestClips();
        var clip = clips.Make(
            "c.h264", "-f", "lavfi", "-i", "testsrc=size=1280x720:rate=25:duration=4", "-c:v", "libx264", "-preset", "ultrafast", "-g", "50",
            "-pix_fmt", "yuv420p", "-bf", "0", "-x264-params", "slices=1:aud=0", "-f", "h264");
        await using var camera = new FaultRtspServer(clip, new RtspFaults { ClosesAfter = ClosesAfter });
        var pool = new FramePool();
        using var codec = new PictureCodec(pool);
        var (board, queues) = (new CameraStatusBoard(), new PipelineQueues());
        var services = new CameraServices(
            new FfmpegFrameSource(pool, codec, TimeProvider.System), queues, board, new NewestPictures(pool, codec), TimeProvider.System,
            Random.Shared, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var running = new CameraWorker(new Camera { Id = 1, Alias = "Gate", Source = camera.Address, AnalysisRate = Rate }, services)
            .RunAsync(stop.Token);
        var end = DateTimeOffset.UtcNow.AddSeconds(double.Parse(seconds!, CultureInfo.InvariantCulture));
        var (lost, begin, last) = (TimeSpan.Zero, (DateTimeOffset?)null, DateTimeOffset.MinValue);
        while (await queues.Frames.TakeAsync(Cancellation) is { } frame && frame.CapturedAt < end)
        {
            lost += begin is not null && frame.CapturedAt - last > 1.5 * Period ? frame.CapturedAt - last - Period : TimeSpan.Zero;
            begin ??= frame.CapturedAt;
            last = frame.CapturedAt;
            frame.Dispose();
        }

        var faults = board.Get(1).Faults;
        await stop.CancelAsync();
        await running;
        var share = 1 - (lost / (last - begin!.Value));
        output.WriteLine($"{faults} ends, {lost.TotalSeconds:0.00} of {(last - begin.Value).TotalSeconds:0.0} s lost: {share:P2} watched");
        Assert.True(share >= 0.98, $"{share:P2}");
    }
}
