using Dashboard.Capture;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Live;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Live;

public sealed class LiveTests : IDisposable
{
    private readonly SteppedClock _time = new();
    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;
    private readonly NewestPictures _newest;
    private readonly LiveReads _reads;
    private readonly LivePictures _pictures;
    private DateTimeOffset _lastFrame;

    public LiveTests()
    {
        _codec = new PictureCodec(_pool);
        _newest = new NewestPictures(_pool, _codec);
        _reads = new LiveReads(_time);
        _pictures = new LivePictures(_newest, _reads, _codec, _time);
    }

    public void Dispose() => _codec.Dispose();

    [Fact]
    public async Task Plates_OfTheNewestFrame_AreSharesOfThePictureAndKeepTheirText()
    {
        Publish(isStill: false, new PlateRead(Corners(64, 36), [new PlateCandidate("AB12", .9)]) { Track = 7 });
        var plate = Assert.Single(await FindAsync());
        Assert.Equal(("AB12", .9), (plate.Text, plate.Confidence));
        Assert.Equal([.1f, .1f, .2f, .1f, .2f, .2f, .1f, .2f], plate.Corners);

        // The next frame follows the plate without reading it.
        Publish(isStill: false, new PlateRead(Corners(128, 36), []) { Track = 7 });
        Assert.Equal("AB12", Assert.Single(await FindAsync()).Text);
        Assert.Empty(await _reads.FindAsync(2, _time.GetUtcNow()));
    }

    [Fact]
    public async Task Plates_OfAPicture_AreThoseOfItsFrame_AlthoughOthersCameMeanwhile()
    {
        var began = _time.GetUtcNow();
        foreach (var x in new[] { 64, 128, 192 })
        {
            Publish(isStill: false, new PlateRead(Corners(x, 36), [new PlateCandidate("AB12", .9)]) { Track = 7 });
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(.2f, Assert.Single(await _reads.FindAsync(1, began.AddMilliseconds(100))).Corners[0], 3);
        Assert.Equal(.3f, Assert.Single(await _reads.FindAsync(1, began.AddMilliseconds(190))).Corners[0], 3);

        // A frame that is still being looked at is waited for.
        var next = _reads.FindAsync(1, _time.GetUtcNow());
        Assert.False(next.IsCompleted);
        Publish(isStill: false, new PlateRead(Corners(256, 36), []) { Track = 7 });
        Assert.Equal(("AB12", .4f), (Assert.Single(await next).Text, Assert.Single(await next).Corners[0]));
    }

    [Fact]
    public async Task Plates_OfAVehicleThatStands_StayUntilTheCameraFallsSilent()
    {
        Publish(isStill: false, new PlateRead(Corners(64, 36), [new PlateCandidate("AB12", .9)]) { Track = 7 });
        _time.Advance(TimeSpan.FromSeconds(1));
        Publish(isStill: true);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(await FindAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Next_ForTwoWhoWatch_IsMadeOnce()
    {
        var (first, second) = (_pictures.NextAsync(1, 320, DateTimeOffset.MinValue), _pictures.NextAsync(1, 320, DateTimeOffset.MinValue));
        await OfferUntilAsync(first);
        var picture = (await first)!;
        Assert.Same(picture, await second);
        Assert.Same(picture, await _pictures.NextAsync(1, 320, picture.CapturedAt.AddSeconds(-1)));
        Assert.True(PictureCodec.IsKnown(picture.Jpeg));
    }

    [Fact]
    public async Task Next_OfACameraThatIsSilent_IsNullAfterTwoSeconds()
    {
        var next = _pictures.NextAsync(1, 320, DateTimeOffset.MinValue);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return next.IsCompleted;
            },
            "it is given up");
        Assert.Null(await next);
    }

    /// <summary>Who enlarges a camera wants to see what its small stream does not show; it may not come, and live pictures do all the same.</summary>
    [Fact]
    public async Task Next_OfTheMainStream_KeepsItRead_AndIsOfTheSmallOneWhereItDoesNotCome()
    {
        var next = _pictures.NextAsync(1, 640, DateTimeOffset.MinValue, isWhole: true);
        await Eventually.TrueAsync(() => _newest.IsWholeWanted(1, _time.GetUtcNow()), "the main stream is asked for");
        await OfferUntilAsync(next, isSmall: false);
        Assert.True(_newest.IsWholeWanted(1, _time.GetUtcNow()));

        // What comes is small now: the first one is waited for, and the next ones are not.
        next = _pictures.NextAsync(1, 640, (await next)!.CapturedAt, isWhole: true);
        await OfferUntilAsync(next, isSmall: true);
        var began = _time.GetTimestamp();
        next = _pictures.NextAsync(1, 640, (await next)!.CapturedAt, isWhole: true);
        await OfferUntilAsync(next, isSmall: true);
        Assert.InRange(_time.GetElapsedTime(began).TotalSeconds, 0, 1.5);
        Assert.NotNull(await next);
    }

    [Fact]
    public async Task Next_ThatNobodyAsksForAnyMore_IsForgotten()
    {
        await OfferUntilAsync(_pictures.NextAsync(1, 320, DateTimeOffset.MinValue));
        _time.Advance(TimeSpan.FromSeconds(11));
        await OfferUntilAsync(_pictures.NextAsync(2, 320, DateTimeOffset.MinValue), camera: 2);
        Assert.Equal(1, _pictures.Kept);
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Next_WhereTheClockIsSet_GoesOnAtItsPace(int hours)
    {
        var next = _pictures.NextAsync(1, 320, DateTimeOffset.MinValue);
        await OfferUntilAsync(next);
        var last = (await next)!.CapturedAt;
        _time.Step(TimeSpan.FromHours(hours));
        var began = _time.GetTimestamp();

        next = _pictures.NextAsync(1, 320, last);
        await OfferUntilAsync(next);

        Assert.InRange((await next)!.CapturedAt, last.AddHours(hours), last.AddHours(hours).AddSeconds(30));
        Assert.InRange(_time.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Width_OnASlowLine_ShrinksAtOnceAndGrowsBackOnlyAfterAWhile()
    {
        var line = new LineSpeed(960);
        Assert.Equal(960, line.Width);
        line.Sent(TimeSpan.FromSeconds(1));
        line.Sent(TimeSpan.FromSeconds(1));
        Assert.Equal(480, line.Width);
        for (var i = 0; i < 24; i++)
        {
            line.Sent(TimeSpan.FromMilliseconds(5));
        }

        Assert.Equal(480, line.Width);
        line.Sent(TimeSpan.FromMilliseconds(5));
        Assert.Equal(640, line.Width);
        for (var i = 0; i < 200; i++)
        {
            line.Sent(TimeSpan.FromMilliseconds(5));
        }

        Assert.Equal(960, line.Width);
    }

    // Of the frame that was published last.
    private Task<IReadOnlyList<LivePlate>> FindAsync() => _reads.FindAsync(1, _lastFrame);

    private static PlateCorners Corners(float x, float y) =>
        new(new(x, y), new(x + 64, y), new(x + 64, y + 36), new(x, y + 36));

    private void Publish(bool isStill, params PlateRead[] reads)
    {
        using var frame = _pool.Rent(640, 360);
        (frame.CameraId, frame.CapturedAt) = (1, _lastFrame = _time.GetUtcNow());
        _reads.Publish(new FrameReads(frame, reads, isStill));
    }

    // Frames come and time goes on until somebody has a picture.
    private Task OfferUntilAsync(Task<LivePicture?> next, int camera = 1, bool isSmall = false) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            using var frame = _pool.Rent(640, 360);
            (frame.CameraId, frame.CapturedAt) = (camera, _time.GetUtcNow());
            frame.Data.Span.Fill(128);
            _newest.Offer(frame, isSmall);
            return next.IsCompleted;
        },
        "the picture is made");
}
