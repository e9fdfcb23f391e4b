using Dashboard.Capture;
using Dashboard.Capture.Substreams;
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
    private const string RateOnCommandLine = "0.093458";
    private int _frames;

    /// <summary>
    /// A key frame every four seconds: from a stream that is opened anew when it is wanted, the first picture would come two seconds later on
    /// average. The camera is called once, and while nothing is wanted nothing is decoded.
    /// </summary>
    [Fact]
    public async Task Stream_ThatIsWantedNowAndThen_StaysOpenAndIsDecodedOnlyThen()
    {
        var clip = Clips.Make(
            "c.h264", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=4", "-c:v", "libx264", "-preset", "ultrafast", "-g", "100",
            "-pix_fmt", "yuv420p", "-bf", "0", "-x264-params", "slices=1:aud=0:scenecut=0", "-f", "h264");
        await using var camera = new FaultRtspServer(clip, new RtspFaults());
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

    private async Task ReadAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in Source.ReadAsync(request, cancellationToken))
            {
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
