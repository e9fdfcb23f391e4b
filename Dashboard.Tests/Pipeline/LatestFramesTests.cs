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
        Assert.False(_frames.Offer(old));
        Assert.True(_frames.Offer(Frame(camera: 1, sequence: 1)));
        Assert.False(_frames.Offer(Frame(camera: 2, sequence: 7)));

        Assert.Equal(1, _frames.Dropped);
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
