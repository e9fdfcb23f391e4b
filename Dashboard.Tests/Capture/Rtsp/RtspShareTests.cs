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

    // 2 % of twenty seconds.
    private static readonly TimeSpan MaxLost = TimeSpan.FromSeconds(0.4);

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

    /// <summary>What is learned at the first times is left out.</summary>
    [Fact]
    public async Task Camera_ThatFreezesEvery22Seconds_IsWatchedNearlyAllOfTheTime()
    {
        var duration = CameraTrial.AskDuration();
        using var clips = new TestClips();
        await using var camera = new FaultRtspServer(Clip(clips, "f.h264", "640x360"), new RtspFaults { FreezesAfter = ClosesAfter });
        var (status, lost, time) = await CameraTrial.RunAsync(camera.Address, duration, from: TimeSpan.FromSeconds(5 * 25));
        var share = 1 - (lost / time);
        output.WriteLine($"{status.Faults} silences, {lost.TotalSeconds:0.00} of {time.TotalSeconds:0.0} s lost: {share:P2} watched");
        Assert.True(share >= 0.98, $"{share:P2}");
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

    /// <summary>Its key frames are four seconds apart. Each change costs what a decoder takes to begin, however many there were before.</summary>
    [Theory]
    [InlineData("360x640", 20)]
    [InlineData("1280x720", 20)]
    [InlineData("360x640", 8)]
    public async Task Camera_WhosePicturesBecomeOthers_IsWatchedNearlyAllOfTheTime(string size, int seconds)
    {
        var duration = CameraTrial.AskDuration();
        using var clips = new TestClips();
        var wide = Clip(clips, "w.h264", "640x360", seconds, keyEvery: 100);
        var other = Clip(clips, "o.h264", size, seconds, keyEvery: 100);
        var both = Path.ChangeExtension(wide, "both");
        await File.WriteAllBytesAsync(
            both, [.. await File.ReadAllBytesAsync(wide, Cancellation), .. await File.ReadAllBytesAsync(other, Cancellation)], Cancellation);
        await using var camera = new FaultRtspServer(both, new RtspFaults { MaxViewers = 1 });
        var (_, lost, time) = await CameraTrial.RunAsync(camera.Address, duration);
        var each = lost / Math.Max(1, Math.Floor(time.TotalSeconds / seconds));
        output.WriteLine($"{lost.TotalSeconds:0.00} of {time.TotalSeconds:0.0} s lost, {each.TotalMilliseconds:0} ms at each change");
        Assert.True(each <= MaxLost, $"{each} at each change");
        Assert.Equal(1, camera.Played);
    }

    /// <summary>What it says of its H.265 pictures comes in pieces, which ffmpeg's first decoder does not get over.</summary>
    [Fact]
    public async Task Camera_ThatSendsItsParametersInPieces_IsWatchedNearlyAllOfTheTime()
    {
        var duration = CameraTrial.AskDuration();
        using var clips = new TestClips();
        var (wide, high) = (clips.H265("w.h265", "640x360", 20, keyEvery: 50), clips.H265("h.h265", "360x640", 20, keyEvery: 50));
        var both = Path.ChangeExtension(wide, "both");
        await File.WriteAllBytesAsync(
            both, [.. await File.ReadAllBytesAsync(wide, Cancellation), .. await File.ReadAllBytesAsync(high, Cancellation)], Cancellation);
        await using var camera = new FaultRtspServer(both, new RtspFaults { IsH265 = true, SplitsParameters = true });
        await WatchAsync(camera, duration);
    }

    private static string Clip(TestClips clips, string name, string size, int seconds = 10, int keyEvery = 50) => clips.Make(
        name, "-f", "lavfi", "-i", $"testsrc=size={size}:rate=25:duration={seconds}", "-c:v", "libx264", "-preset", "ultrafast", "-g", $"{keyEvery}",
        "-pix_fmt", "yuv420p", "-bf", "0", "-x264-params", "slices=1:aud=0", "-f", "h264");

    private async Task WatchAsync(FaultRtspServer camera, TimeSpan duration)
    {
        var (status, lost, time) = await CameraTrial.RunAsync(camera.Address, duration);
        var share = 1 - (lost / time);
        output.WriteLine($"{status.Faults} ends, {lost.TotalSeconds:0.00} of {time.TotalSeconds:0.0} s lost: {share:P2} watched");
        Assert.True(share >= 0.98, $"{share:P2}");
    }
}
