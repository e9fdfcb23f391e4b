using Dashboard.Capture;
using Dashboard.Tests.Support;
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

        // Once, and then once for each end.
        Assert.Equal(faults.Count + 1, camera.Asked);
        Assert.InRange(faults.Count, 2, 3);
    }

    /// <summary>As cameras do that take seconds, or a restart, until they let the next viewer in.</summary>
    [Theory]
    [InlineData("mpegts", "")]
    [InlineData("flv", "")]
    [InlineData("mp4", "")]
    [InlineData("mp4", "Content-Length: 9223372036854775\r\n")]
    [InlineData("mpegts", "Content-Length: 9223372036854775\r\n")]
    public async Task Camera_ThatAnswersItsFirstViewerAlone_IsWatched(string format, string length)
    {
        var clip = await File.ReadAllBytesAsync(
            Clip($"one.{format}", "320x240", 4, 25, "-movflags", "frag_keyframe+empty_moov", "-f", format), Cancellation);
        await using var camera = new FaultCamera(async answer =>
        {
            answer.IsLast = true;
            if (answer.Number > 1)
            {
                await answer.SendAsync("busy"u8.ToArray(), "text/plain", "503 Service Unavailable");
                return;
            }

            await answer.WriteAsync($"HTTP/1.0 200 OK\r\nContent-Type: video/x\r\n{length}\r\n");
            await answer.WriteAsync(clip);
            await Task.Delay(Timeout.Infinite, answer.Stopped);
        });
        var count = 0;
        await foreach (var frame in Source.ReadAsync(new FrameRequest(camera.Address, 25, Loop: true, RealTime: true), Cancellation))
        {
            frame.Dispose();
            if (++count == 50)
            {
                break;
            }
        }

        Assert.Equal((50, 1), (count, camera.Asked));
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

    /// <summary>Its key frames are four seconds apart. It is asked once for all of its pictures.</summary>
    [Theory]
    [InlineData("mpegts")]
    [InlineData("flv")]
    public async Task Camera_ThatIsTurned_IsNotAskedAgain(string format)
    {
        await using var camera = new FaultCamera(ByPicture(Turning(format, each: 4, times: 3)));
        var shapes = new List<(int Width, int Height)>();

        // A clock that stands: however slow the machine is, it is not late.
        var source = new CameraFrameSource(Pool, Codec, TestTime.CreateClock());
        await foreach (var frame in source.ReadAsync(new FrameRequest(camera.Address, 25, Loop: true, RealTime: true), Cancellation))
        {
            using (frame)
            {
                if (shapes.Count == 0 || shapes[^1] != (frame.Width, frame.Height))
                {
                    shapes.Add((frame.Width, frame.Height));
                }
            }

            if (shapes.Count == 3)
            {
                break;
            }
        }

        Assert.Equal([(640, 360), (360, 640), (640, 360)], shapes);
        Assert.Equal(1, camera.Asked);
    }

    /// <summary>The same decoder could make nothing of it.</summary>
    [Theory]
    [InlineData("mpegts", "libx264", "0x200")]
    [InlineData("mpegts", "mpeg2video", "0x100")]
    [InlineData("flv", "flv", "0")]
    public async Task Camera_WhoseNextAnswerHasAnotherVideo_GetsAnotherDecoderAndIsNotAskedAgain(string format, string codec, string part)
    {
        string[] parts = format == "mpegts" ? ["-mpegts_start_pid", part] : [];
        var first = await File.ReadAllBytesAsync(Clip($"first.{format}", "640x360", 4, 25, "-f", format), Cancellation);
        var other = await File.ReadAllBytesAsync(
            Clips.Make(
                $"other.{format}", ["-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=10", "-c:v", codec, "-g", "25", "-pix_fmt", "yuv420p",
                    "-bf", "0", .. parts, "-f", format]),
            Cancellation);
        var (before, after) = (ByPicture(first), ByPicture(other));
        await using var camera = new FaultCamera(answer => answer.Number < 2 ? before(answer) : after(answer));
        var count = 0;
        await foreach (var frame in Source.ReadAsync(new FrameRequest(camera.Address, 25, Loop: true, RealTime: true), Cancellation))
        {
            using (frame)
            {
                count += frame.Width == 320 ? 1 : 0;
            }

            if (count == 25)
            {
                break;
            }
        }

        Assert.Equal(2, camera.Asked);
    }

    /// <summary>By the clock and so by hand: <c>FAULT_SECONDS=60</c>. Its key frames are four seconds apart.</summary>
    [Theory]
    [InlineData("mpegts")]
    [InlineData("flv")]
    public async Task Camera_ThatIsTurnedEvery20Seconds_IsWatchedNearlyAllOfTheTime(string format)
    {
        const int each = 20;
        var duration = CameraTrial.AskDuration();
        await using var camera = new FaultCamera(ByPicture(Turning(format, each, (int)(duration.TotalSeconds / each) + 2)));
        var (_, lost, time) = await CameraTrial.RunAsync(camera.Address, duration);
        var cost = lost / Math.Max(1, Math.Floor(time.TotalSeconds / each));
        output.WriteLine($"{lost.TotalSeconds:0.00} of {time.TotalSeconds:0.0} s lost, {cost.TotalMilliseconds:0} ms at each turn");
        Assert.True(cost <= TimeSpan.FromSeconds(0.4), $"{cost} at each turn");
        Assert.Equal(1, camera.Asked);
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

    private string Clip(string name, string size, int seconds, int keyEvery, params string[] end) => Clips.Make(
        name, ["-f", "lavfi", "-i", $"testsrc=size={size}:rate=25:duration={seconds}", "-c:v", "libx264", "-preset", "ultrafast", "-g", $"{keyEvery}",
            "-pix_fmt", "yuv420p", "-bf", "0", .. end]);

    private byte[] Turning(string format, int each, int times)
    {
        string[] raw = ["-x264-params", "slices=1:repeat-headers=1", "-f", "h264"];
        var wide = File.ReadAllBytes(Clip("wide.h264", "640x360", each, 100, raw));
        var tall = File.ReadAllBytes(Clip("tall.h264", "360x640", each, 100, raw));
        var all = Path.Combine(Clips.Folder, "all.h264");
        File.WriteAllBytes(all, [.. Enumerable.Range(0, times).SelectMany(index => index % 2 == 0 ? wide : tall)]);
        return File.ReadAllBytes(Clips.Make($"turning.{format}", "-f", "h264", "-r", "25", "-i", all, "-c", "copy", "-f", format));
    }

    /// <summary>Sends a clip's pictures one by one, as fast as they last, and closes.</summary>
    private static Func<FaultAnswer, Task> ByPicture(byte[] clip)
    {
        var starts = (clip[0] == 'F' ? TagStarts() : PacketStarts()).Prepend(0).Append(clip.Length).ToList();
        return async answer =>
        {
            await answer.BeginAsync("video/x");
            using var ticks = new PeriodicTimer(Tick);
            foreach (var (from, to) in starts.Zip(starts.Skip(1)))
            {
                await answer.WriteAsync(clip.AsMemory(from..to));
                await ticks.WaitForNextTickAsync(answer.Stopped);
            }
        };

        // Behind what goes before the first picture.
        IEnumerable<int> PacketStarts() => Enumerable.Range(0, clip.Length / 188).Select(index => index * 188)
            .Where(at => (clip[at + 1] & 0x40) != 0 && (clip[at + 1] & 0x1F) is 1 or 2 && clip[at + 2] == 0).Skip(1);

        IEnumerable<int> TagStarts()
        {
            var isFirst = true;
            for (var at = 13; at + 11 < clip.Length; at += 11 + (clip[at + 1] << 16 | clip[at + 2] << 8 | clip[at + 3]) + 4)
            {
                if (clip[at] == 9 && !isFirst)
                {
                    yield return at;
                }

                isFirst &= clip[at] != 9;
            }
        }
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
