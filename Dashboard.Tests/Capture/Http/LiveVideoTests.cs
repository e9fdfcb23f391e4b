using Dashboard.Capture;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Http;

/// <summary>Video over HTTP that the camera ends every while.</summary>
[Trait("Category", "System")]
public sealed class LiveVideoTests(ITestOutputHelper output) : FrameSourceTestBase
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(40);

    [Theory]
    [InlineData("mpegts")]
    [InlineData("flv")]
    public async Task Video_ThatTheCameraEnds_GoesOnInTheSameDecoder(string format)
    {
        await using var camera = Camera(format, seconds: 4);
        var faults = new List<string>();
        var sequence = 0L;
        var request = new FrameRequest(camera.Address, 25, Loop: true, RealTime: true) { OnFault = faults.Add };
        await foreach (var frame in Source.ReadAsync(request, Cancellation))
        {
            using (frame)
            {
                Assert.Equal(sequence++, frame.Sequence);
            }

            if (sequence == 200)
            {
                break;
            }
        }

        // Once to see what it is, and then once for each end.
        Assert.Equal(faults.Count + 2, camera.Asked);
        Assert.InRange(faults.Count, 2, 3);
    }

    /// <summary>Each of its pictures is of the same time, the camera says.</summary>
    [Fact]
    public async Task Video_WhoseClockStandsStill_ComesAtTheRateThatIsAskedFor()
    {
        await using var camera = Camera("flv", seconds: 10, change: Stop);
        var (count, first) = (0, default(DateTimeOffset));
        await foreach (var frame in Source.ReadAsync(new FrameRequest(camera.Address, 5, Loop: true, RealTime: true), Cancellation))
        {
            using (frame)
            {
                first = count == 0 ? frame.CapturedAt : first;
                if (++count == 11)
                {
                    Assert.InRange(frame.CapturedAt - first, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
                    break;
                }
            }
        }

        Assert.Equal(11, count);

        static void Stop(byte[] flv)
        {
            for (var at = 13; at + 11 < flv.Length; at += 11 + (flv[at + 1] << 16 | flv[at + 2] << 8 | flv[at + 3]) + 4)
            {
                flv.AsSpan(at + 4, 4).Clear();
            }
        }
    }

    /// <summary>By the clock and so by hand: <c>FAULT_SECONDS=120</c>.</summary>
    [Theory]
    [InlineData("mpegts")]
    [InlineData("flv")]
    public async Task Camera_ThatClosesEvery22Seconds_IsWatchedNearlyAllOfTheTime(string format)
    {
        var duration = CameraTrial.AskDuration();
        await using var camera = Camera(format, seconds: 22);
        var (status, lost, time) = await CameraTrial.RunAsync(camera.Address, duration);
        var share = 1 - (lost / time);
        output.WriteLine($"{status.Faults} ends, {lost.TotalSeconds:0.00} of {time.TotalSeconds:0.0} s lost: {share:P2} watched");
        Assert.True(share >= 0.98, $"{share:P2}");
    }

    /// <summary>Sends a clip, whose pictures are about of one length, as fast as it lasts, and closes.</summary>
    private FaultCamera Camera(string format, int seconds, Action<byte[]>? change = null)
    {
        var clip = File.ReadAllBytes(Clips.Make(
            $"live.{format}", "-f", "lavfi", "-i", $"testsrc=size=640x360:rate=25:duration={seconds}", "-c:v", "libx264", "-preset", "ultrafast",
            "-tune", "zerolatency", "-g", "1", "-pix_fmt", "yuv420p", "-f", format));
        change?.Invoke(clip);
        return new FaultCamera(async answer =>
        {
            await answer.BeginAsync("video/x");
            using var ticks = new PeriodicTimer(Tick);
            foreach (var part in clip.Chunk((clip.Length / (seconds * 25)) + 1))
            {
                await answer.WriteAsync(part);
                await ticks.WaitForNextTickAsync(answer.Stopped);
            }
        });
    }
}
