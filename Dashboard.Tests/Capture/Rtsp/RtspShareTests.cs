using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Rtsp;

/// <summary>
/// How much of the time an RTSP camera that closes every 22 s is watched, by the clock and so by hand: <c>FAULT_SECONDS=120</c> with
/// <c>-class Dashboard.Tests.Capture.Rtsp.RtspShareTests</c>.
/// </summary>
[Trait("Category", "System")]
public sealed class RtspShareTests(ITestOutputHelper output)
{
    private const int ClosesAfter = 22 * 25;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Camera_ThatClosesEvery22Seconds_IsWatchedNearlyAllOfTheTime(bool isUdp)
    {
        var duration = CameraTrial.AskDuration();
        using var clips = new TestClips();
        var clip = clips.Make(
            "c.h264", "-f", "lavfi", "-i", "testsrc=size=1280x720:rate=25:duration=4", "-c:v", "libx264", "-preset", "ultrafast", "-g", "50",
            "-pix_fmt", "yuv420p", "-bf", "0", "-x264-params", "slices=1:aud=0", "-f", "h264");
        await using var camera = new FaultRtspServer(clip, new RtspFaults { ClosesAfter = ClosesAfter, RefusesTcp = isUdp });
        await WatchAsync(camera, duration);
    }

    [Fact]
    public async Task Camera_WhoseSizeChangesEvery10Seconds_IsWatchedNearlyAllOfTheTime()
    {
        var duration = CameraTrial.AskDuration();
        using var clips = new TestClips();
        var small = Clip(clips, "s.h264", "640x360");
        var both = Path.ChangeExtension(small, "both");
        var large = await File.ReadAllBytesAsync(Clip(clips, "l.h264", "1280x720"), Cancellation);
        await File.WriteAllBytesAsync(both, [.. await File.ReadAllBytesAsync(small, Cancellation), .. large], Cancellation);
        await using var camera = new FaultRtspServer(both, new RtspFaults());
        await WatchAsync(camera, duration);
    }

    private static string Clip(TestClips clips, string name, string size) => clips.Make(
        name, "-f", "lavfi", "-i", $"testsrc=size={size}:rate=25:duration=10", "-c:v", "libx264", "-preset", "ultrafast", "-g", "50",
        "-pix_fmt", "yuv420p", "-bf", "0", "-x264-params", "slices=1:aud=0", "-f", "h264");

    private async Task WatchAsync(FaultRtspServer camera, TimeSpan duration)
    {
        var (status, lost, time) = await CameraTrial.RunAsync(camera.Address, duration);
        var share = 1 - (lost / time);
        output.WriteLine($"{status.Faults} ends, {lost.TotalSeconds:0.00} of {time.TotalSeconds:0.0} s lost: {share:P2} watched");
        Assert.True(share >= 0.98, $"{share:P2}");
    }
}
