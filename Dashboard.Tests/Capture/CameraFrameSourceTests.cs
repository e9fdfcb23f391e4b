using System.Diagnostics;
using System.Runtime.InteropServices;
using Dashboard.Capture;
using Dashboard.Tests.Support.Processes;

namespace Dashboard.Tests.Capture;

[Trait("Category", "System")]
public sealed class CameraFrameSourceTests : FrameSourceTestBase
{
    [Fact]
    public async Task File_Once_GivesEveryFrameInOrder()
    {
        var clip = Clips.Clip("clip.mp4", 320, 180, 25, 2);
        var frames = await ReadAsync(new FrameRequest(clip, null, Loop: false, RealTime: false));
        Assert.Equal(50, frames.Count);
        Assert.Equal(Enumerable.Range(0, 50).Select(n => (long)n), frames.Select(f => f.Sequence));
        Assert.All(frames, f => Assert.Equal((320, 180), (f.Width, f.Height)));
        Assert.Equal(TimeSpan.FromSeconds(49 / 25.0), frames[^1].At - frames[0].At);
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(25, 50)]
    [InlineData(30, 50)]
    [InlineData(0.5, 1)]
    public async Task File_AtRate_GivesSoManyFramesAndNeverOneTwice(double rate, int expected)
    {
        var clip = Clips.Clip("clip.mp4", 160, 120, 25, 2);
        Assert.Equal(expected, (await ReadAsync(new FrameRequest(clip, rate, Loop: false, RealTime: false))).Count);
    }

    [Fact]
    public async Task File_LimitedRange_ComesAsFullRange()
    {
        var clip = Clips.Make(
            "white.mp4", "-f", "lavfi", "-i", "color=white:size=64x48:rate=5:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        var frame = (await ReadAsync(new FrameRequest(clip, null, Loop: false, RealTime: false)))[0];
        Assert.InRange(frame.FirstLuma, 253, 255);
    }

    [Theory]
    [InlineData("1/2", 160, 120)]
    [InlineData("16/11", 232, 60)]
    [InlineData("12/11", 160, 60)]
    [InlineData("1/255", 160, 60)]
    public async Task File_WhosePixelsAreNoSquares_ComesInItsShape(string shape, int width, int height)
    {
        var clip = Clips.Make(
            "flat.mp4", "-f", "lavfi", "-i", $"testsrc=size=160x60:rate=5:duration=0.4,setsar={shape}", "-c:v", "libx264", "-preset", "ultrafast",
            "-pix_fmt", "yuv420p");
        Assert.All(
            await ReadAsync(new FrameRequest(clip, null, Loop: false, RealTime: false)), f => Assert.Equal((width, height), (f.Width, f.Height)));
    }

    [Fact]
    public async Task File_AsACamera_StartsOverAtItsOwnPaceAndEndsWithItsReader()
    {
        var clip = Clips.Clip("loop.mp4", 160, 120, 10, 1);
        var watch = Stopwatch.StartNew();
        var frames = await ReadAsync(new FrameRequest(clip, 10, Loop: true, RealTime: true), maxFrames: 25);
        Assert.Equal(25, frames.Count);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        Assert.Empty(ChildPrograms.Ffmpeg(clip));
    }

    [Fact]
    public async Task Reading_Cancelled_EndsFfmpegPromptly()
    {
        var clip = Clips.Clip("cancelled.mp4", 160, 120, 10, 1);
        using var stop = new CancellationTokenSource();
        await using var frames = Source.ReadAsync(new FrameRequest(clip, 0.1, Loop: true, RealTime: true), stop.Token)
            .GetAsyncEnumerator(stop.Token);
        Assert.True(await frames.MoveNextAsync());
        frames.Current.Dispose();
        var next = frames.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Assert.Empty(ChildPrograms.Ffmpeg(clip));
    }

    [Fact]
    public async Task Folder_OfPictures_GivesEachInItsSizeInNaturalOrder()
    {
        Clips.Picture("set/p10.png", 90, 60);
        Clips.Picture("set/p2.jpg", 161, 121);
        Clips.Picture("set/p1.bmp", 64, 48);
        await File.WriteAllTextAsync(Path.Combine(Clips.Folder, "set", "notes.txt"), "no picture", Cancellation);
        var frames = await ReadAsync(new FrameRequest(Path.Combine(Clips.Folder, "set"), null, Loop: false, RealTime: false));
        Assert.Equal([(64, 48), (161, 121), (90, 60)], frames.Select(f => (f.Width, f.Height)));
    }

    /// <summary>Such as photographs of cars, which are tried out first; frames of a video are not.</summary>
    [Fact]
    public async Task Folder_AsACamera_TellsPicturesApartThatShowAnotherViewThanThoseBesideThem_AndHasEachReadOnce()
    {
        foreach (var (name, grey) in new[] { ("1", 20), ("2", 120), ("3", 122), ("4", 220), ("5", 90) })
        {
            Clips.Make($"set/{name}.png", "-f", "lavfi", "-i", $"color=0x{grey:X2}{grey:X2}{grey:X2}:size=64x48:rate=1", "-frames:v", "1");
        }

        var request = new FrameRequest(Path.Combine(Clips.Folder, "set"), 50, Loop: true, RealTime: true);
        var seen = new List<(bool IsAlone, bool IsStill)>();
        await foreach (var frame in Source.ReadAsync(request, Cancellation))
        {
            using (frame)
            {
                seen.Add((frame.IsAlone, frame.IsStill));

                // The last one is dropped in its first round, as recognition is busy.
                (seen.Count == 5 ? null : frame.OnTaken)?.Invoke();
            }

            if (seen.Count == 15)
            {
                break;
            }
        }

        Assert.Equal([(true, false), (false, false), (false, false), (true, false), (true, false)], seen.Take(5));
        Assert.Equal([(true, true), (false, false), (false, false), (true, true), (true, false)], seen.Skip(5).Take(5));
        Assert.Equal((true, true), seen[^1]);
    }

    [Fact]
    public async Task Folder_WithADamagedPicture_TellsWhichOrGoesOnAsACamera()
    {
        var bad = Path.Combine(Clips.Folder, "set", "a.jpg");
        Clips.Picture("set/b.jpg", 64, 48);
        await File.WriteAllTextAsync(bad, "no picture", Cancellation);
        var folder = Path.GetDirectoryName(bad)!;
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(new FrameRequest(folder, null, Loop: false, RealTime: false)));
        Assert.Contains(bad, failed.Message);
        var faults = new List<string>();
        var request = new FrameRequest(folder, 20, Loop: true, RealTime: true) { OnFault = faults.Add };
        Assert.Equal(3, (await ReadAsync(request, maxFrames: 3)).Count);
        Assert.Contains(bad, faults[0]);
    }

    /// <summary>Whoever may put a file there could otherwise have any video of the machine shown.</summary>
    [Theory]
    [InlineData("a.jpg", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{0}\n#EXT-X-ENDLIST\n")]
    [InlineData("a.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{0}\n#EXT-X-ENDLIST\n")]
    [InlineData("b.mp4", "ffconcat version 1.0\nfile '{0}'\n")]
    public async Task File_ThatNamesAnother_DoesNotOpenIt(string name, string text)
    {
        var secret = Clips.Clip("secret.ts", 160, 120, 5, 1);
        var folder = Path.Combine(Path.GetDirectoryName(secret)!, "watched");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, name);
        await File.WriteAllTextAsync(file, string.Format(System.Globalization.CultureInfo.InvariantCulture, text, secret), Cancellation);
        var source = name.EndsWith(".jpg", StringComparison.Ordinal) ? folder : file;
        await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(new FrameRequest(source, null, Loop: false, RealTime: false)));
    }

    [Fact]
    public async Task File_WithoutVideo_IsToldAsSuch()
    {
        var sound = Clips.Make("sound.wav", "-f", "lavfi", "-i", "sine=duration=1");
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(new FrameRequest(sound, null, Loop: false, RealTime: false)));
        Assert.Contains("There is no video stream at this address", failed.Message);
    }

    [Fact]
    public async Task Frames_OfALongFile_LeaveNoGarbage()
    {
        var clip = Clips.Clip("hd.mp4", 1920, 1080, 25, 8);
        var counted = 0;
        var buffers = new HashSet<byte[]>();
        await foreach (var frame in Source.ReadAsync(new FrameRequest(clip, null, Loop: false, RealTime: false), CancellationToken.None))
        {
            counted++;
            Assert.True(MemoryMarshal.TryGetArray<byte>(frame.Data, out var buffer));
            buffers.Add(buffer.Array!);
            frame.Dispose();
        }

        // A frame is three million bytes, in a buffer that is used again and again.
        Assert.Equal(200, counted);
        Assert.InRange(buffers.Count, 1, 4);
    }

    private async Task<List<Seen>> ReadAsync(FrameRequest request, int maxFrames = int.MaxValue)
    {
        var seen = new List<Seen>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var frame in Source.ReadAsync(request, limit.Token))
        {
            using (frame)
            {
                seen.Add(new Seen(frame.Width, frame.Height, frame.Sequence, frame.CapturedAt, frame.Y.Span[0]));
            }

            if (seen.Count == maxFrames)
            {
                break;
            }
        }

        return seen;
    }

    private sealed record Seen(int Width, int Height, long Sequence, DateTimeOffset At, byte FirstLuma);
}
