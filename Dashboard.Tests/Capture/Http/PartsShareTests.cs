using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Http;

/// <summary>
/// How many of the frames of a live video in parts (HLS) are looked at, by the clock and so by hand: <c>FAULT_SECONDS=60</c> with
/// <c>-class Dashboard.Tests.Capture.Http.PartsShareTests</c>. Its parts come at once each, so that gaps between frames tell nothing.
/// </summary>
[Trait("Category", "System")]
public sealed class PartsShareTests(ITestOutputHelper output) : FrameSourceTestBase
{
    private const int Rate = 10;
    private const int Window = 3;

    [Theory]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(12, true)]
    [InlineData(12, false)]
    [InlineData(15, true)]
    public async Task Camera_IsWatchedNearlyAllOfTheTime(int seconds, bool isNumbered)
    {
        var duration = CameraTrial.AskDuration();
        var parts = Parts(seconds, (int)duration.TotalSeconds + ((Window + 2) * seconds));
        var running = Stopwatch.StartNew();
        await using var camera = new FaultCamera(answer =>
        {
            // So many parts are there.
            var there = Math.Min(parts.Count, Window + (int)(running.Elapsed.TotalSeconds / seconds));
            var number = isNumbered ? $"#EXT-X-MEDIA-SEQUENCE:{there - Window}\n" : "";
            var list = Enumerable.Range(there - Window, Window).Select(n => $"#EXTINF:{seconds},\n{n}.ts\n");
            return SendAsync(answer, parts, $"#EXTM3U\n#EXT-X-TARGETDURATION:{seconds}\n{number}{string.Concat(list)}");
        });
        var (status, _, time) = await CameraTrial.RunAsync(camera.Address, duration);

        // The first part is there at once, and the last one may be still to come.
        var offered = Rate * (time.TotalSeconds + (seconds / 2.0));
        output.WriteLine($"{seconds} s: {status.Captured} frames of about {offered:0} in {time.TotalSeconds:0} s, {status.Faults} faults");
        Assert.True(status.Captured >= 0.98 * (offered - (Rate * seconds / 2.0)), $"{status.Captured} of {offered}");
    }

    [Fact]
    public async Task Recording_IsPlayedAtItsOwnPace()
    {
        var duration = CameraTrial.AskDuration();
        var parts = Parts(2, (int)duration.TotalSeconds + 10);
        var list = string.Concat(parts.Select((_, n) => $"#EXTINF:2,\n{n}.ts\n"));
        await using var camera = new FaultCamera(
            answer => SendAsync(answer, parts, $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n{list}#EXT-X-ENDLIST\n"));
        var (status, lost, time) = await CameraTrial.RunAsync(camera.Address, duration);
        var rate = status.Captured / time.TotalSeconds;
        output.WriteLine($"{rate:0.0} frames a second, {lost.TotalSeconds:0.00} of {time.TotalSeconds:0} s lost");
        Assert.InRange(rate, 0.95 * Rate, 1.1 * Rate);
    }

    private static Task SendAsync(FaultAnswer answer, List<byte[]> parts, string list) => answer.Path == "/picture"
        ? answer.SendAsync(Encoding.ASCII.GetBytes(list), "application/vnd.apple.mpegurl")
        : answer.SendAsync(parts[int.Parse(answer.Path.Trim('/')[..^3], CultureInfo.InvariantCulture)], "video/mp2t");

    private List<byte[]> Parts(int seconds, int all)
    {
        var list = Clips.Make(
            "parts.m3u8", "-f", "lavfi", "-i", $"testsrc=size=640x360:rate={Rate}:duration={all}", "-c:v", "libx264", "-preset", "ultrafast",
            "-pix_fmt", "yuv420p", "-g", $"{Rate * seconds}", "-bf", "0", "-f", "hls", "-hls_time", $"{seconds}", "-hls_list_size", "0");
        return [.. Enumerable.Range(0, all / seconds).Select(n => File.ReadAllBytes(list.Replace(".m3u8", $"{n}.ts", StringComparison.Ordinal)))];
    }
}
