using Dashboard.Capture;
using Dashboard.Capture.Substreams;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Processes;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Rtsp;

/// <summary>Real ffmpeg on a stream whose frames are not always wanted.</summary>
[Trait("Category", "System")]
public sealed class RestingStreamTests : FrameSourceTestBase
{
    // Told from the command lines of other tests by it: the period of the rate.
    private const double Rate = 10.7;
    private const int Fps = 25;
    private const string RateOnCommandLine = "0.093458";
    private int _frames;
    private Action<VideoFrame>? _onFrame;

    /// <summary>
    /// A key frame every four seconds: from a stream that is opened anew when it is wanted, the first picture would come two seconds later on
    /// average. The camera is called once, and while nothing is wanted nothing is decoded.
    /// </summary>
    [Fact]
    public async Task Stream_ThatIsWantedNowAndThen_StaysOpenAndIsDecodedOnlyThen()
    {
        await using var camera = new FaultRtspServer(Moving(seconds: 4), new RtspFaults());
        var demand = new FrameDemand();
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync(new FrameRequest(camera.Address, Rate, Loop: true, RealTime: true) { Demand = demand }, stop.Token);
        try
        {
            for (var round = 0; round < 3; round++)
            {
                var before = Volatile.Read(ref _frames);
                await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > before + 3, "frames come");
                Assert.Single(ChildPrograms.Ffmpeg(RateOnCommandLine));
                demand.IsWanted = false;
                await Eventually.TrueAsync(() => ChildPrograms.Ffmpeg(RateOnCommandLine).Count == 0, "nothing is decoded");
                var sent = camera.Sent;
                await Eventually.TrueAsync(() => camera.Sent > sent + 110, "the camera goes on, past a key frame");
                demand.IsWanted = true;
            }

            Assert.Equal(1, camera.Played);
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>
    /// Decoding begins with the last key frame, and what was there longer ago than a second or two is over: it would be stored as if it were now. Nor
    /// is the next key frame waited for, by when a quick vehicle has gone.
    /// </summary>
    [Theory]
    [InlineData(10, 30)]
    [InlineData(80, 95)]
    public async Task Stream_ThatIsWantedBetweenItsKeyFrames_ShowsAtOnceWhatIsThereNow(int after, int before)
    {
        const int maxLate = 60, ahead = 5;

        // Its brightness tells which frame it is.
        var clip = Clips.Make(
            "n.h264", "-f", "lavfi", "-i", "color=black:size=64x64:rate=25:duration=4,format=yuv420p,geq=lum='20+N':cb=128:cr=128", "-c:v", "libx264",
            "-preset", "ultrafast", "-qp", "5", "-g", "100", "-bf", "0", "-x264-params", "slices=1:aud=0:scenecut=0", "-f", "h264");
        await using var camera = new FaultRtspServer(clip, new RtspFaults());
        var demand = new FrameDemand();
        using var stop = new CancellationTokenSource();
        var (ages, shown) = (new System.Collections.Concurrent.ConcurrentQueue<int>(), 0);
        _onFrame = frame =>
        {
            var sum = 0L;
            foreach (var luma in frame.Y.Span)
            {
                sum += luma;
            }

            Interlocked.CompareExchange(ref shown, camera.Sent, 0);

            // The clip may have begun anew since the frame was sent, and what is seen of a frame may be ahead of what was counted as sent.
            var age = camera.Sent - 1 - ((int)Math.Round((double)sum / frame.Y.Length) - 20);
            ages.Enqueue(((age + ahead + 100) % 100) - ahead);
        };
        var reading = ReadAsync(new FrameRequest(camera.Address, Rate, Loop: true, RealTime: true) { Demand = demand }, stop.Token);
        try
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > 3, "frames come");
            demand.IsWanted = false;
            await Eventually.TrueAsync(() => ChildPrograms.Ffmpeg(RateOnCommandLine).Count == 0, "nothing is decoded");
            await Eventually.TrueAsync(() => camera.Sent > 200 && camera.Sent % 100 > after && camera.Sent % 100 < before, "between key frames");
            ages.Clear();
            Volatile.Write(ref shown, 0);
            var woken = camera.Sent;
            demand.IsWanted = true;
            await Eventually.TrueAsync(() => ages.Count > 6, "frames come again");
            Assert.InRange(shown, woken, woken + maxLate);

            // The newest, and what came in the last second and a half.
            Assert.All(ages, age => Assert.InRange(age, -ahead, 80));
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>Key frames far apart: who wants frames, wants none and wants some again between two of them gets them at once.</summary>
    [Fact]
    public async Task Stream_ThatIsWantedAgainBetweenTheSameKeyFrames_ShowsAtOnceWhatIsThere()
    {
        const int seconds = 150;
        await using var camera = new FaultRtspServer(Moving(seconds), new RtspFaults());
        var demand = new FrameDemand();
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync(new FrameRequest(camera.Address, Rate, Loop: true, RealTime: true) { Demand = demand }, stop.Token);
        try
        {
            for (var round = 0; round < 3; round++)
            {
                demand.IsWanted = true;
                var before = Volatile.Read(ref _frames);
                await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > before + 3, "frames come");
                Assert.True(camera.Sent < seconds * Fps, "no second key frame was sent");
                demand.IsWanted = false;
                await Eventually.TrueAsync(() => ChildPrograms.Ffmpeg(RateOnCommandLine).Count == 0, "nothing is decoded");
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>
    /// A stream of black pictures becomes one of white pictures of another shape, while they are wanted or while they are not. None that was squeezed
    /// into the size of the first is given to who wants one, be it the first that comes.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_ThatChangesItsShape_GivesNoDistortedFrameToWhoWantsOne(bool isWantedMeanwhile)
    {
        var (black, white) = (Plain("black", "320x240"), Plain("white", "640x360"));
        await using var camera = new FaultRtspServer(black, new RtspFaults { Then = (75, white) });
        var demand = new FrameDemand();
        var (whites, distorted) = (0, 0);
        _onFrame = frame =>
        {
            var isWhite = frame.Y.Span[frame.Y.Length / 2] > 128;
            Interlocked.Add(ref whites, isWhite ? 1 : 0);
            Interlocked.Add(ref distorted, (frame.Width, frame.Height) == (isWhite ? (640, 360) : (320, 240)) ? 0 : 1);
        };
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync(new FrameRequest(camera.Address, Rate, Loop: true, RealTime: true) { Demand = demand }, stop.Token);
        try
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > 3, "frames come");
            demand.IsWanted = isWantedMeanwhile;
            await Eventually.TrueAsync(() => camera.Sent > 85, "its shape is another one");
            demand.IsWanted = true;
            await Eventually.TrueAsync(() => Volatile.Read(ref whites) > 5, "frames of the other shape come");
            Assert.Equal(0, Volatile.Read(ref distorted));
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>The camera hangs up while nothing is wanted: it is called again for who wants a frame then.</summary>
    [Fact]
    public async Task Stream_ThatBreaksOffWhileItIsNotWanted_IsCalledForWhoWantsAFrame()
    {
        await using var camera = new FaultRtspServer(Plain("black", "320x240"), new RtspFaults { ClosesAfter = 60 });
        var demand = new FrameDemand();
        var request = new FrameRequest(camera.Address, Rate, Loop: true, RealTime: true) { Demand = demand };
        using var stop = new CancellationTokenSource();
        var reading = ReadAgainAsync();
        try
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > 3, "frames come");
            demand.IsWanted = false;
            await Eventually.TrueAsync(() => camera.Sent >= 60, "it breaks off");
            var frames = Volatile.Read(ref _frames);
            demand.IsWanted = true;
            await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > frames + 3, "frames come again");
            Assert.True(camera.Played > 1);
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }

        // As a camera's worker does, with the same demand.
        async Task ReadAgainAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await ReadAsync(request, stop.Token);
                }
                catch (CaptureException)
                {
                    // Called again.
                }
            }
        }
    }

    /// <summary>A picture address is not even asked while nothing is wanted.</summary>
    [Fact]
    public async Task Pictures_ThatAreNotWanted_AreNotAskedFor()
    {
        var picture = TestPictures.Jpeg(Codec, Pool);
        await using var camera = new FaultCamera(answer => answer.SendAsync(picture));
        var demand = new FrameDemand();
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync(new FrameRequest(camera.Address, 20, Loop: true, RealTime: true) { Demand = demand }, stop.Token);
        try
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > 3, "frames come");
            demand.IsWanted = false;
            var (asked, calm) = (-1, 0);
            await Eventually.TrueAsync(
                () =>
                {
                    calm = camera.Asked == asked ? calm + 1 : 0;
                    asked = camera.Asked;
                    return calm > 30;
                },
                "nothing is asked");
            var frames = Volatile.Read(ref _frames);
            demand.IsWanted = true;
            await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > frames + 3, "frames come again");
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    // With one key frame.
    private string Moving(int seconds) => Clips.Make(
        $"{seconds}.h264", "-f", "lavfi", "-i", $"testsrc=size=320x240:rate={Fps}:duration={seconds}", "-c:v", "libx264", "-preset", "ultrafast", "-g",
        $"{seconds * Fps}", "-pix_fmt", "yuv420p", "-bf", "0", "-x264-params", "slices=1:aud=0:scenecut=0", "-f", "h264");

    private string Plain(string color, string size) => Clips.Make(
        $"{color}.h264", "-f", "lavfi", "-i", $"color={color}:size={size}:rate=25:duration=1", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25",
        "-pix_fmt", "yuv420p", "-bf", "0", "-x264-params", "slices=1:aud=0:scenecut=0", "-f", "h264");

    private async Task ReadAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in Source.ReadAsync(request, cancellationToken))
            {
                _onFrame?.Invoke(frame);
                frame.Dispose();
                Interlocked.Increment(ref _frames);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
