using Dashboard.Capture;
using Dashboard.Capture.Substreams;
using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Capture.Substreams;

/// <summary>A camera with two streams: which of them is read, and what becomes of it when one of them fails.</summary>
public sealed class SubstreamTests() : WorkerTestBase(() => new BrightMotion())
{
    private const string Main = "rtsp://cam/main";
    private const string Small = "rtsp://cam/small";
    private const byte Moving = 255;
    private static readonly Camera Gate = new() { Id = 7, Alias = "Gate", Source = Main, Substream = Small, AnalysisRate = 5 };
    private ScriptedSource.Connection _main = null!;
    private ScriptedSource.Connection _small = null!;

    private CameraStatus Status => Board.Get(Gate.Id);

    private bool IsMainWanted => _main.Request.Demand!.IsWanted;

    [Fact]
    public async Task MainStream_IsWantedWhileSomethingMovesAndAWhileAfterwards()
    {
        await StartAsync(Gate);
        Assert.True(IsMainWanted, "Until it has come once, it is not known to work.");
        _main.Frame(640, 480);
        Assert.Equal((640, false), await TakeAsync());

        // Nothing moves: the main stream rests, and what the substream shows passes as still.
        await SmallAsync(after: 1.5);
        await Eventually.TrueAsync(() => !IsMainWanted, "resting");
        Assert.Equal((64, true), await TakeAsync());
        Assert.Equal((CameraState.Running, 640, null), (Status.State, Status.Width, Status.Lack));

        await SmallAsync(after: 1, Moving);
        await Eventually.TrueAsync(() => IsMainWanted, "wanted");
        await TakeAsync();
        _main.Frame(640, 480);
        Assert.Equal((640, false), await TakeAsync());

        // It is there: the substream's frames are not needed beside it. It stops five seconds after the last motion.
        for (var passed = 0; passed < 5; passed++)
        {
            await SmallAsync(after: .9);
            Assert.True(IsMainWanted);
            _main.Frame(640, 480);
            Assert.Equal((640, false), await TakeAsync());
        }

        await SmallAsync(after: .9);
        await Eventually.TrueAsync(() => !IsMainWanted, "resting again");
    }

    [Fact]
    public async Task MainStream_ThatFails_IsStoodInForByTheSubstreamUntilItComesAgain()
    {
        await StartAsync(Gate);
        await SmallAsync(after: 0);
        await TakeAsync();
        _main.Fail("The camera refused the sign-in.");
        await Eventually.TrueAsync(() => Status.Lack is not null, "told");
        Assert.Equal("No picture from the main stream, so plates are read on the substream: The camera refused the sign-in.", Status.Lack);

        await SmallAsync(after: .1);
        Assert.Equal((64, false), await TakeAsync());
        Assert.Equal((CameraState.Running, null), (Status.State, Status.LastError));

        await OpenAgainAsync(Main);
        Assert.True(IsMainWanted, "It is known to work again only when it has come.");
        _main.Frame(640, 480);
        await Eventually.TrueAsync(() => Status.Lack is null, "all well");
    }

    [Fact]
    public async Task MainStream_ThatIsSilentThoughSomethingMoves_IsDoneWithout()
    {
        await StartAsync(Gate);
        for (var passed = 0; passed < 3; passed++)
        {
            await SmallAsync(after: 1, Moving);
            Assert.Equal((64, true), await TakeAsync());
        }

        await SmallAsync(after: 1, Moving);
        Assert.Equal((64, false), await TakeAsync());
    }

    [Fact]
    public async Task Substream_ThatFails_LeavesTheMainStream()
    {
        await StartAsync(Gate);
        await MainAsync();
        await SmallAsync(after: 1.5);
        await Eventually.TrueAsync(() => !IsMainWanted, "resting");

        _small.Fail("The stream ended.");
        await Eventually.TrueAsync(() => IsMainWanted && Status.Lack is not null, "wanted");
        Assert.Equal("No picture from the substream, so the main stream is read all the time: The stream ended.", Status.Lack);
        Assert.Equal("The substream: The stream ended.", Status.LastFault);

        await MainAsync();
        await OpenAgainAsync(Small);
        await SmallAsync(after: 1.5);
        await Eventually.TrueAsync(() => Status.Lack is null && !IsMainWanted, "all well");
    }

    /// <summary>Nobody is recognised any more, though frames of both come.</summary>
    [Fact]
    public async Task BothStreams_ThatHang_AreACameraWithoutFrames()
    {
        await StartAsync(Gate);
        for (var passed = 0.0; passed <= 180; passed += 2.5)
        {
            _main.Frame(640, 480);
            await _main.TakenAsync();
            await SmallAsync(after: 2.5, luma: 17);
        }

        _main.Frame(640, 480);
        await OpenAgainAsync(Main);
        _main.Frame(640, 480);
        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "told");
        Assert.Contains("the very same picture", Status.LastError);

        var captured = Status.Captured;
        await SmallAsync(after: 1.5, luma: 17);
        await Eventually.TrueAsync(() => Status.Captured > captured, "taken");
        Assert.Equal(CameraState.Waiting, Status.State);

        await SmallAsync(after: 1.5, luma: 18);
        await Eventually.TrueAsync(() => Status.State == CameraState.Running, "the small one moves again");
    }

    /// <summary>It would say for ever that nothing moves.</summary>
    [Fact]
    public async Task Substream_ThatHangs_LeavesTheMainStreamAndIsTold()
    {
        await StartAsync(Gate);
        await MainAsync();
        await SmallAsync(after: 1.5, luma: 17);
        await Eventually.TrueAsync(() => !IsMainWanted, "resting");

        for (var passed = 0.0; passed <= SubstreamWatch.MaxSamePicture.TotalSeconds; passed += 2.5)
        {
            Assert.False(IsMainWanted);
            await SmallAsync(after: 2.5, luma: 17);
        }

        await Eventually.TrueAsync(() => IsMainWanted, "wanted");
        _main.Frame(640, 480);
        await Eventually.TrueAsync(() => Status.Lack?.Contains("the very same picture", StringComparison.Ordinal) == true, "told");

        await MainAsync();
        await SmallAsync(after: 1.5, luma: 18);
        await Eventually.TrueAsync(() => Status.Lack is null && !IsMainWanted, "all well");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BothStreams_ThatFail_AreTheCamerasFailure(bool isMainFirst)
    {
        await StartAsync(Gate);
        await SmallAsync(after: 0);
        if (isMainFirst)
        {
            _main.Fail("The main one is off.");
            await Eventually.TrueAsync(() => Status.Lack is not null, "told");
            _small.Fail("The small one is off.");
        }
        else
        {
            _small.Fail("The small one is off.");
            await Eventually.TrueAsync(() => Status.Lack is not null, "told");
            _main.Fail("The main one is off.");
        }

        await Eventually.TrueAsync(() => Status is { State: CameraState.Waiting, LastError: "The main one is off." }, "failed");
    }

    [Fact]
    public async Task WholePicture_ThatSomebodyWaitsFor_IsOneOfTheMainStream()
    {
        await StartAsync(Gate with { CaptureMode = CaptureMode.Manual });
        _main.Frame(640, 480);
        await Eventually.TrueAsync(() => Status.Captured == 1, "captured");
        await SmallAsync(after: 1.5, Moving);
        await Eventually.TrueAsync(() => !IsMainWanted, "resting: nobody reads what moves");
        Assert.Equal(64, Copied());

        var waiting = Pictures.NextAsync(Gate.Id, TimeSpan.FromSeconds(4), Time, Cancellation, isWhole: true);
        await SmallAsync(after: .1);
        await Eventually.TrueAsync(() => IsMainWanted, "wanted");
        Assert.False(waiting.IsCompleted);
        _main.Frame(640, 480);
        using var picture = await waiting;
        Assert.Equal(640, picture!.Width);
    }

    private int Copied()
    {
        using var copy = Pictures.Copy(Gate.Id);
        return copy!.Width;
    }

    private async Task StartAsync(Camera camera)
    {
        Start(camera);
        (_main, _small) = (await Source.NextAsync(Main), await Source.NextAsync(Small));
    }

    // A frame of the main stream, when it is known that it works.
    private Task MainAsync()
    {
        _main.Frame(640, 480);
        return _main.TakenAsync();
    }

    // A frame of the substream, when it has been taken.
    private async Task SmallAsync(double after, byte luma = 0)
    {
        Time.Advance(TimeSpan.FromSeconds(after));
        _small.Frame(luma: luma);
        await _small.TakenAsync();
    }

    private async Task OpenAgainAsync(string address)
    {
        await OpenedAsync(address, TimeSpan.FromMilliseconds(5));
        _ = address == Main ? _main = await Source.NextAsync(Main) : _small = await Source.NextAsync(Small);
    }

    private async Task<(int Width, bool IsStill)> TakeAsync()
    {
        using var frame = await TakeFrameAsync();
        return (frame.Width, frame.IsStill);
    }

    private sealed class BrightMotion : IMotionDetector
    {
        public bool Moves(VideoFrame frame) => frame.Y.Span[0] == Moving;
    }
}
