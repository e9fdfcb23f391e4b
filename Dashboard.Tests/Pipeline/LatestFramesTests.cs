using Dashboard.Pipeline;

namespace Dashboard.Tests.Pipeline;

public sealed class LatestFramesTests
{
    private readonly FramePool _pool = new();
    private readonly LatestFrames _frames = new();

    [Fact]
    public async Task NewerFrame_ReplacesTheOneThatWaits_WhichIsDisposedAndCounted()
    {
        var old = Frame(camera: 1, sequence: 0);
        Assert.Empty(_frames.Offer(old));
        Assert.Equal([1], _frames.Offer(Frame(camera: 1, sequence: 1)));
        Assert.Empty(_frames.Offer(Frame(camera: 2, sequence: 7)));

        Assert.Equal((1, 0), (_frames.Dropped, _frames.CrowdedOut));
        Assert.Throws<ObjectDisposedException>(() => old.Data);
        Assert.Equal((1, 1), await TakeAsync());
        Assert.Equal((2, 7), await TakeAsync());
    }

    [Fact]
    public async Task Cameras_AreServedInTurn_HoweverFastOneIs()
    {
        _frames.Offer(Frame(camera: 1, sequence: 0));
        _frames.Offer(Frame(camera: 2, sequence: 0));
        Assert.Equal((1, 0), await TakeAsync());
        _frames.Offer(Frame(camera: 1, sequence: 1));
        _frames.Offer(Frame(camera: 1, sequence: 2));
        Assert.Equal((2, 0), await TakeAsync());
        Assert.Equal((1, 2), await TakeAsync());
    }

    /// <summary>A slow camera, whose next frame comes late in each round, has as many turns as a fast one all the same.</summary>
    [Fact]
    public async Task Cameras_WhoseFramesComeLate_ComeBeforeThoseThatWereServedSince()
    {
        foreach (var camera in (int[])[1, 2, 3])
        {
            _frames.Offer(Frame(camera, sequence: 0));
            Assert.Equal((camera, 0), await TakeAsync());
        }

        _frames.Offer(Frame(camera: 3, sequence: 1));
        _frames.Offer(Frame(camera: 2, sequence: 1));
        _frames.Offer(Frame(camera: 1, sequence: 1));
        Assert.Equal((1, 1), await TakeAsync());
        Assert.Equal((2, 1), await TakeAsync());
        _frames.Offer(Frame(camera: 4, sequence: 0));
        Assert.Equal((4, 0), await TakeAsync());
        Assert.Equal((3, 1), await TakeAsync());
    }

    /// <summary>However many cameras wait, what waits has its bytes; all have their turns in time.</summary>
    [Fact]
    public async Task Frames_WithoutRoom_GoWhereTheLastTurnIsShortestAgo_AndAreCounted()
    {
        const int cameras = 20;
        var room = 4 * Frame(camera: 0, sequence: 0).Data.Length;
        var frames = new LatestFrames(room);
        var (taken, dropped) = (new int[cameras], new int[cameras]);
        for (var round = 0; round < 10 * cameras; round++)
        {
            for (var camera = 0; camera < cameras; camera++)
            {
                foreach (var gone in frames.Offer(Frame(camera, round)))
                {
                    dropped[gone]++;
                }

                Assert.InRange(frames.Bytes, 0, room);
            }

            using var frame = await frames.TakeAsync(CancellationToken.None);
            taken[frame!.CameraId]++;
        }

        Assert.All(taken, turns => Assert.Equal(10, turns));
        Assert.Equal(frames.Dropped, dropped.Sum());
        Assert.InRange(frames.CrowdedOut, 1, frames.Dropped);
        Assert.Equal(3, (10 * cameras * (cameras - 1)) - dropped.Sum());
    }

    [Fact]
    public async Task Frame_LargerThanAllTheRoom_StillComesThrough()
    {
        var frames = new LatestFrames(maxBytes: 1);
        Assert.Empty(frames.Offer(Frame(camera: 1, sequence: 0)));
        Assert.Equal([2], frames.Offer(Frame(camera: 2, sequence: 0)));
        using var frame = await frames.TakeAsync(CancellationToken.None);
        Assert.Equal(1, frame!.CameraId);
    }

    /// <summary>Nobody has to make a frame that would only replace one that has just come, or that would have no room.</summary>
    [Fact]
    public async Task HasUseFor_ACameraWhoseFrameIsYoung_OrWouldHaveNoRoom_IsFalse()
    {
        var frames = new LatestFrames(20 * Frame(camera: 0, sequence: 0).Data.Length);
        Assert.True(frames.HasUseFor(1));
        for (var camera = 1; camera <= 20; camera++)
        {
            frames.Offer(Frame(camera, sequence: 0));
            Assert.Equal(camera <= 8, frames.HasUseFor(1));
        }

        Assert.False(frames.HasUseFor(21), "All room is taken, by cameras that wait for longer.");
        for (var turn = 0; turn < 4; turn++)
        {
            Assert.False(frames.HasUseFor(20));
            using var frame = await frames.TakeAsync(CancellationToken.None);
        }

        Assert.True(frames.HasUseFor(20), "It has grown old.");
        Assert.True(frames.HasUseFor(21));
    }

    [Fact]
    public async Task Forget_OfACamera_TakesWhatWaitsOfIt()
    {
        var waiting = Frame(camera: 1, sequence: 0);
        _frames.Offer(waiting);
        _frames.Offer(Frame(camera: 2, sequence: 0));
        _frames.Forget(1);
        _frames.Complete();

        Assert.Throws<ObjectDisposedException>(() => waiting.Data);
        Assert.Equal((2, 0), await TakeAsync());
        Assert.Null(await _frames.TakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Complete_HandsOutWhatWaits_ThenNothing_AndDisposesWhatComesLater()
    {
        _frames.Offer(Frame(camera: 1, sequence: 0));
        _frames.Complete();
        var late = Frame(camera: 1, sequence: 1);
        _frames.Offer(late);

        Assert.Throws<ObjectDisposedException>(() => late.Data);
        Assert.Equal((1, 0), await TakeAsync());
        Assert.Null(await _frames.TakeAsync(CancellationToken.None));
        Assert.Null(await _frames.TakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Discard_DisposesAndCountsWhatWaits_AndHandsOutNothing()
    {
        var waiting = Frame(camera: 1, sequence: 0);
        _frames.Offer(waiting);
        _frames.Offer(Frame(camera: 2, sequence: 0));
        _frames.Discard();

        Assert.Throws<ObjectDisposedException>(() => waiting.Data);
        Assert.Equal(2, _frames.Dropped);
        Assert.Null(await _frames.TakeAsync(CancellationToken.None));
        Assert.Null(await _frames.TakeAsync(CancellationToken.None));
    }

    private VideoFrame Frame(int camera, long sequence)
    {
        var frame = _pool.Rent(16, 16);
        (frame.CameraId, frame.Sequence) = (camera, sequence);
        return frame;
    }

    private async Task<(int Camera, long Sequence)> TakeAsync()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var frame = await _frames.TakeAsync(stop.Token);
        return (frame!.CameraId, frame.Sequence);
    }
}
