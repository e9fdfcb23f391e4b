using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Capture.Substreams;
using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Capture;

public sealed class CameraWorkerTests : WorkerTestBase
{
    private const string Address = "rtsp://cam/1";
    private static readonly Camera Gate = new() { Id = 7, Alias = "Gate", Source = Address };

    private CameraStatus Status => Board.Get(Gate.Id);

    [Fact]
    public async Task Frames_OfACamera_ComeWithItsNumberAndRegion()
    {
        var region = RegionOfInterest.FromText("0,0 1,0 1,1");
        Start(Gate with { RegionOfInterest = region, AnalysisRate = 5 });
        var camera = await Source.NextAsync(Address);
        Assert.Equal(
            new FrameRequest(Address, 5, Loop: true, RealTime: true),
            camera.Request with { OnFault = null, OnPicture = null, OnStream = null, OnPause = null, IsOfUse = null });
        Assert.Equal(CameraState.Connecting, Status.State);

        camera.Frame(64, 48);
        using var frame = await TakeFrameAsync();
        Assert.Equal((7, region, Time.GetUtcNow()), (frame.CameraId, frame.RegionOfInterest, frame.CapturedAt));
        await Eventually.TrueAsync(() => Status.State == CameraState.Running, "running");
        Assert.Equal((64, 48, 1L, 0L), (Status.Width, Status.Height, Status.Captured, Status.Dropped));
    }

    [Fact]
    public async Task Frames_ThatNobodyTakes_GiveWayToNewerOnesAndAreCounted()
    {
        Start(Gate);
        var camera = await Source.NextAsync(Address);
        for (var n = 0; n < 5; n++)
        {
            camera.Frame();
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Eventually.TrueAsync(() => Status.Captured == n + 1, "captured");
        }

        using var newest = await TakeFrameAsync();
        Assert.Equal((4L, 4L), (newest.Sequence, Status.Dropped));
        Assert.Equal(10, Status.FramesPerSecond, 3);
    }

    [Fact]
    public async Task Frames_OfAManualCamera_AreNotRecognisedButItsPictureIsKept()
    {
        Start(Gate with { CaptureMode = CaptureMode.Manual });
        (await Source.NextAsync(Address)).Frame();
        await Eventually.TrueAsync(() => Status.Captured == 1, "captured");
        Queues.Frames.Complete();
        Assert.Null(await Queues.Frames.TakeAsync(CancellationToken.None));
        Assert.NotNull(Pictures.TryGetJpeg(Gate.Id, 100));
    }

    /// <summary>Where many wait for their turn, a newer picture would only be dropped: it is counted, and nobody decodes it.</summary>
    [Fact]
    public async Task Pictures_WhileManyCamerasWait_AreOfUseOnlyToWhoAsksForThem()
    {
        Start(Gate);
        var camera = await Source.NextAsync(Address);
        Assert.True(camera.Request.IsOfUse!());
        camera.Frame();
        await Eventually.TrueAsync(() => Status.Captured == 1, "captured");
        Assert.True(camera.Request.IsOfUse!());
        var pool = new FramePool();
        for (var other = 100; other < 120; other++)
        {
            var frame = pool.Rent(16, 16);
            frame.CameraId = other;
            Queues.Frames.Offer(frame);
        }

        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(camera.Request.IsOfUse!());
        Assert.Equal((2L, 1L, CameraState.Running), (Status.Captured, Status.Dropped, Status.State));
        Assert.Equal(Time.GetUtcNow(), Status.LastFrameAt);

        Assert.NotNull(Pictures.TryGetJpeg(Gate.Id, 100));
        Assert.True(camera.Request.IsOfUse!());
    }

    [Fact]
    public async Task Failure_OfTheSource_IsShownAndTriedAgain()
    {
        Start(Gate);
        (await Source.NextAsync(Address)).Fail("The camera refused the sign-in.");
        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "waiting");
        Assert.Equal("The camera refused the sign-in.", Status.LastError);
        var retryAt = Assert.NotNull(Status.RetryAt);
        Assert.InRange((retryAt - Time.GetUtcNow()).TotalSeconds, 0.75, 1.25);

        await PassAsync(retryAt - Time.GetUtcNow());
        var again = await Source.NextAsync(Address);
        Assert.Equal("The camera refused the sign-in.", Status.LastError);
        again.Frame();
        await Eventually.TrueAsync(() => Status is { State: CameraState.Running, LastError: null, RetryAt: null }, "recovered");
    }

    [Fact]
    public async Task Defect_InTheSource_DoesNotEndTheWatching()
    {
        Start(Gate);
        (await Source.NextAsync(Address)).Break();
        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "waiting");
        await PassAsync(TimeSpan.FromSeconds(2));
        (await Source.NextAsync(Address)).Frame();
        await Eventually.TrueAsync(() => Status.State == CameraState.Running, "running");
    }

    [Fact]
    public async Task Silence_OfARunningStream_EndsItWithin10Seconds()
    {
        Start(Gate);
        var camera = await Source.NextAsync(Address);
        camera.Frame();
        await Eventually.TrueAsync(() => Status.State == CameraState.Running, "running");
        Time.Advance(TimeSpan.FromSeconds(7));
        camera.Frame();
        await Eventually.TrueAsync(() => Status.Captured == 2, "captured");
        Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(CameraState.Running, Status.State);

        Time.Advance(TimeSpan.FromSeconds(3));
        await camera.Closed;
        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "waiting");
        Assert.Contains("No picture for", Status.LastError);
    }

    [Theory]
    [InlineData(10, false, 8)]
    [InlineData(0.1, false, 30)]
    [InlineData(10, true, 20)]
    [InlineData(0.1, true, 30)]
    public void Silence_AtARate_LeavesTimeForAFewFrames(double rate, bool isFirst, double seconds) =>
        Assert.Equal(seconds, SourceWatch.Silence(rate, isFirst).TotalSeconds, 6);

    [Fact]
    public async Task Failures_WithoutAFrame_AreTriedLessAndLess_UntilOneFrameComes()
    {
        Start(Gate);
        var waits = new List<TimeSpan>();
        for (var n = 0; n < 4; n++)
        {
            (await Source.NextAsync(Address)).Fail("off");
            waits.Add(await WaitAsync());
        }

        Assert.True(waits[3] > 4 * waits[0], string.Join(' ', waits));
        var camera = await Source.NextAsync(Address);
        camera.Frame();
        await Eventually.TrueAsync(() => Status.State == CameraState.Running, "running");
        Time.Advance(TimeSpan.FromSeconds(5));
        camera.End();
        Assert.InRange(await WaitAsync(), CameraWorker.MaxFirstWait / 2, CameraWorker.MaxFirstWait);
        (await Source.NextAsync(Address)).Fail("off");
        Assert.True(await WaitAsync() < 2 * waits[0]);

        async Task<TimeSpan> WaitAsync()
        {
            await Eventually.TrueAsync(() => Status.State == CameraState.Waiting && Status.RetryAt > Time.GetUtcNow(), "waiting");
            var wait = Status.RetryAt!.Value - Time.GetUtcNow();
            await PassAsync(wait);
            return wait;
        }
    }

    /// <summary>Each attempt brings the user of the camera nearer to being locked out, the person's own sign-in with it.</summary>
    [Fact]
    public async Task SignIn_ThatIsRefused_IsTriedRarely()
    {
        Start(Gate);
        var begun = Time.GetUtcNow();
        for (var n = 0; n < 5; n++)
        {
            (await Source.NextAsync(Address)).Refuse("The camera refused the sign-in.");
            await Eventually.TrueAsync(() => Status.State == CameraState.Waiting && Status.RetryAt > Time.GetUtcNow(), "waiting");
            await PassAsync(Status.RetryAt!.Value - Time.GetUtcNow());
        }

        Assert.True(Time.GetUtcNow() - begun > TimeSpan.FromMinutes(5), $"five attempts in {Time.GetUtcNow() - begun}");
    }

    [Fact]
    public async Task SignIn_ThatIsRefusedAfterFrames_IsToldAtOnceAndTriedRarely()
    {
        Start(Gate);
        var camera = await Source.NextAsync(Address);
        camera.Frame();
        await Eventually.TrueAsync(() => Status.Captured == 1, "captured");
        camera.Refuse("The camera refused the sign-in.");
        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "told");
        Assert.InRange(Status.RetryAt!.Value - Time.GetUtcNow(), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(15));
    }

    /// <summary>Nobody is recognised any more, though frames come.</summary>
    [Fact]
    public async Task Camera_ThatHangs_IsCalledOnceMoreAndToldUntilItsPictureIsAnother()
    {
        Start(Gate);
        var camera = await Source.NextAsync(Address);
        for (var passed = 0; passed <= 180; passed += 5)
        {
            Time.Advance(TimeSpan.FromSeconds(passed > 0 ? 5 : 0));
            camera.Frame(luma: 90);
            await camera.TakenAsync();
            Assert.Equal((CameraState.Running, null), (Status.State, Status.LastError));
        }

        Time.Advance(TimeSpan.FromSeconds(2));
        camera.Frame(luma: 90);
        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "told");
        Assert.Contains("the very same picture", Status.LastError);

        await OpenedAsync(Address, TimeSpan.FromSeconds(0.1));
        camera = await Source.NextAsync(Address);
        for (var n = 0; n < 3; n++)
        {
            Time.Advance(TimeSpan.FromSeconds(7));
            camera.Frame(luma: 90);
            await camera.TakenAsync();
            Assert.Equal((CameraState.Waiting, 0), (Status.State, Status.FramesPerSecond));
        }

        Assert.False(Source.IsOpened(Address));

        // Encoded anew, the picture that hangs has other bits: it is looked at for plates, and not called well.
        foreach (var luma in (byte[])[91, 91, 92, 93, 94, 95])
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            camera.Frame(luma: luma);
            await camera.TakenAsync();
            Assert.Equal(CameraState.Waiting, Status.State);
        }

        using (var frame = await TakeFrameAsync())
        {
            Assert.Equal(95, frame.Y.Span[0]);
        }

        Time.Advance(TimeSpan.FromSeconds(2));
        camera.Frame(luma: 96);
        await Eventually.TrueAsync(() => Status is { State: CameraState.Running, LastError: null }, "it goes on changing");
    }

    [Fact]
    public async Task Camera_ThatHung_IsWellOnceItShowsSomethingElse()
    {
        Start(Gate);
        var camera = await Source.NextAsync(Address);
        foreach (var seconds in (int[])[0, 182])
        {
            Time.Advance(TimeSpan.FromSeconds(seconds));
            camera.Frame(luma: 90);
            await Eventually.TrueAsync(() => Status.LastFrameAt is not null, "taken");
        }

        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "told");
        await OpenedAsync(Address, TimeSpan.FromSeconds(0.1));
        camera = await Source.NextAsync(Address);
        Time.Advance(TimeSpan.FromSeconds(2));
        camera.Frame(luma: 150);
        await Eventually.TrueAsync(() => Status is { State: CameraState.Running, LastError: null }, "all well");
    }

    /// <summary>Live video in parts of 15 seconds comes once in 15 seconds.</summary>
    [Fact]
    public async Task Source_ThatSendsInParts_MayBeSilentForTwoOfThem()
    {
        Start(Gate);
        var camera = await Source.NextAsync(Address);
        camera.Request.OnPause!(TimeSpan.FromSeconds(15));
        camera.Frame();
        await camera.TakenAsync();
        Time.Advance(TimeSpan.FromSeconds(30));
        camera.Frame();
        await camera.TakenAsync();
        Assert.Equal((CameraState.Running, 2), (Status.State, Status.Captured));

        Time.Advance(TimeSpan.FromSeconds(38));
        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "told");
        Assert.StartsWith("No picture for 38 s", Status.LastError);
    }

    /// <summary>A file on the web that is played again and again runs, and shows what was.</summary>
    [Fact]
    public async Task Camera_ThatIsARecording_IsToldSoWhileItRuns()
    {
        Start(Gate);
        var camera = await Source.NextAsync(Address);
        camera.Frame();
        await camera.TakenAsync();
        camera.Fail(CameraErrorMessages.Recording);
        await OpenedAsync(Address, TimeSpan.FromSeconds(0.1));
        (await Source.NextAsync(Address)).Frame(luma: 90);
        await Eventually.TrueAsync(() => Status is { State: CameraState.Running, Lack: CameraErrorMessages.Recording }, "told");
    }

    [Fact]
    public async Task Stream_ThatClosesNowAndThen_StaysRunningAndIsCounted()
    {
        Start(Gate);
        for (var n = 1; n <= 5; n++)
        {
            var camera = await Source.NextAsync(Address);
            camera.Frame();
            await Eventually.TrueAsync(() => Status.Captured == n, "captured");
            Assert.Equal((CameraState.Running, null), (Status.State, Status.LastError));
            Assert.Equal(n - 1, Status.Faults);
            camera.Fail("The stream ended.");
            await Eventually.TrueAsync(() => Status.Pending == 1, "noted");
            await PassAsync(TimeSpan.Zero);
        }

        Assert.Equal(("The stream ended.", CameraState.Running), (Status.LastFault, Status.State));
    }

    [Fact]
    public async Task Stream_ThatNeverComes_IsTriedInVain_AndNothingWasGotOver()
    {
        Start(Gate);
        for (var n = 1; n <= 3; n++)
        {
            (await Source.NextAsync(Address)).Fail("Nothing answers.");
            await Eventually.TrueAsync(() => Status.Tries == n, "counted");
            await Eventually.TrueAsync(() => Status.State == CameraState.Waiting && Status.RetryAt > Time.GetUtcNow(), "waiting");
            await PassAsync(Status.RetryAt!.Value - Time.GetUtcNow());
        }

        Assert.Equal((0L, null), (Status.Faults, Status.LastFault));
        (await Source.NextAsync(Address)).Frame();
        await Eventually.TrueAsync(() => Status.Captured == 1, "captured");
        Assert.Equal((0L, 0L), (Status.Tries, Status.Faults));
    }

    [Fact]
    public async Task Stream_ThatClosesAndStaysAway_IsToldBeforeItsNextAttemptEnds()
    {
        Start(Gate);
        var camera = await Source.NextAsync(Address);
        camera.Frame();
        await Eventually.TrueAsync(() => Status.Captured == 1, "captured");
        camera.Fail("The stream ended.");
        await Eventually.TrueAsync(() => Status.Pending == 1, "noted");
        await PassAsync(TimeSpan.Zero);
        Assert.Equal(CameraState.Running, Status.State);
        Time.Advance(TimeSpan.FromSeconds(8));
        await Eventually.TrueAsync(() => Status is { State: CameraState.Waiting, LastError: "The stream ended." }, "told");

        // What it did not come back from was not got over.
        (await Source.NextAsync(Address)).Fail("Nothing answers.");
        await Eventually.TrueAsync(() => Status is { Faults: 0, Pending: 0, Tries: 1 }, "tried in vain");
    }

    [Fact]
    public async Task Stop_WhileWaiting_IsImmediate()
    {
        Start(Gate);
        (await Source.NextAsync(Address)).Fail("off");
        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "waiting");
        await StopAsync();
        await Running.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal((CameraState.Stopped, null), (Status.State, Status.LastError));
    }

    [Fact]
    public async Task Address_ThatCannotBeDecrypted_IsToldAsSuch()
    {
        Start(Gate with { Source = "" });
        await Eventually.TrueAsync(() => Status.State == CameraState.Waiting, "waiting");
        Assert.Contains("decrypted", Status.LastError);
    }

    private Task PassAsync(TimeSpan wait)
    {
        Time.Advance(wait);
        return OpenedAsync(Address, TimeSpan.FromMilliseconds(50));
    }
}
