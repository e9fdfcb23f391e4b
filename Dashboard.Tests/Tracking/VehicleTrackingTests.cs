using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Live;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Tracking;

public sealed class VehicleTrackingTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly FramePool _pool = new();
    private readonly List<long> _encoded = [];
    private readonly VehicleTracking _tracking;
    private bool _encoderFails;
    private (VehicleColor Color, float Share) _color = (VehicleColor.Red, .8f);

    public VehicleTrackingTests() =>
        _tracking = new VehicleTracking(
            new TrackingRules(), new ScriptedEncoder(Encode), new ScriptedColors(_ => _color), () => "test-1", _time,
            NullLogger<VehicleTracking>.Instance);

    [Fact]
    public void PassingVehicle_IsHandedOnOnce_WithTheFrameOfItsBestRead()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Empty(Take(1, i, Read("KD472MX", 300 + (10 * i), 60 + (8 * i))));
        }

        var vehicle = Assert.Single(Take(1, 60));

        Assert.Equal("KD472MX", vehicle.Group.Candidates[0].Text);
        Assert.Equal(1, vehicle.CameraId);
        Assert.Equal("test-1", vehicle.LprVersion);
        Assert.Equal((VehicleColor.Red, .8), (vehicle.Color, Math.Round(vehicle.ColorConfidence, 3)));
        Assert.Equal((64, 36), (vehicle.Width, vehicle.Height));
        Assert.Equal(_encoded[^1], vehicle.Jpeg[0]);
        Assert.Equal(Time(_encoded[^1]), vehicle.Group.BestAt);
        Assert.InRange(_encoded.Count, 1, 6);

        // What was encoded before is its film strip; nothing is encoded for it.
        Assert.Equal(
            _encoded.SkipLast(1).TakeLast(4).Select(n => (Time(n), (byte)n)), vehicle.Views.TakeLast(4).Select(view => (view.At, view.Jpeg[0])));
        Assert.Empty(_tracking.CloseAll());
        Assert.Equal(0, _tracking.Pictures);
    }

    /// <summary>Such as photographs in a folder: no second one of a vehicle comes, and none is waited for.</summary>
    [Fact]
    public void Picture_ThatStandsAlone_MakesAFlowOfEachPlateAtOnce_AndEndsWhatWasBefore()
    {
        Assert.Empty(Take(1, 1, Read("KD472MX", 300, 60)));
        Assert.Empty(Take(1, 2, Read("KD472MX", 300, 60)));
        Assert.Equal(["KD472MX", "RS935TA", "XYZ789"], Alone(3, Read("RS935TA", 300, 60), Read("XYZ789", 700, 60)));
        Assert.Equal(["RS935TB"], Alone(4, Read("RS935TB", 300, 60)));
        Assert.Empty(Alone(5, Read("RS935TC", 300, 60) with { Candidates = [new("RS935TC", 0.4)] }));
        Assert.Empty(_tracking.CloseAll());

        List<string> Alone(int tenths, params PlateRead[] reads)
        {
            var item = Frame(1, tenths, reads);
            using var frame = item.Frame;
            frame.IsAlone = true;
            return [.. _tracking.Observe(item).Select(draft => draft.Group.Candidates[0].Text).Order()];
        }
    }

    [Fact]
    public void Vehicle_IsOfTheTurnInWhichItWasSeen_AlsoWhereTheNextHasBegun()
    {
        for (var i = 0; i < 10; i++)
        {
            Take(1, i, turn: 3, Read("KD472MX", 300 + (10 * i), 60 + (8 * i)));
        }

        var before = Assert.Single(Take(1, 11, turn: 5, Read("KD472MX", 410, 148)));
        Assert.Equal((3, "KD472MX"), (before.Turn, before.Group.Candidates[0].Text));
        for (var i = 12; i < 20; i++)
        {
            Assert.Empty(Take(1, i, turn: 5, Read("RS935TA", 300 + (10 * i), 60 + (8 * i))));
        }

        Assert.Contains(_tracking.Close(1), draft => draft is { Turn: 5 } && draft.Group.Candidates[0].Text == "RS935TA");
        Assert.Equal(0, _tracking.Cameras);
        Assert.Empty(_tracking.Close(1));
    }

    [Fact]
    public void Vehicle_WhoseViewsCannotTellItsColor_HasNone()
    {
        _color = default;
        for (var i = 0; i < 5; i++)
        {
            Take(1, i, Read("KD472MX", 300 + (10 * i), 60 + (8 * i)));
        }

        Assert.Equal((VehicleColor.None, 0), _tracking.CloseAll().Select(one => (one.Color, one.ColorConfidence)).Single());
    }

    [Fact]
    public void TwoPlatesOfOnePicture_HaveNumbersInIt()
    {
        for (var i = 0; i < 5; i++)
        {
            Take(1, i, Read("KD472MX", 20, 20), Read("ZZ9AAA", 400, 300));
        }

        Assert.Equal([("KD472MX", 0), ("ZZ9AAA", 1)], _tracking.CloseAll().Select(one => (one.Group.BestRead.Text, one.PlateIndex)).Order());
    }

    [Fact]
    public void SilentCamera_ClosesItsGroupsByTheClock()
    {
        Take(1, 0, Read("KD472MX", 300, 60));
        Take(1, 1, Read("KD472MX", 310, 62));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(_tracking.CloseSilent());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Single(_tracking.CloseSilent());
    }

    [Fact]
    public void SameTextOnTwoCameras_IsAVehicleOnEach()
    {
        for (var i = 0; i < 5; i++)
        {
            Take(1, i, Read("KD472MX", 300, 60));
            Take(2, i, Read("KD472MX", 300, 60));
        }

        Assert.Equal([1, 2], _tracking.CloseAll().Select(v => v.CameraId).Order());
    }

    [Fact]
    public void GroupOfTooFewReads_LeavesNoPictureBehind()
    {
        Take(1, 0, Read("KD472MX", 300, 60));
        Assert.Equal(1, _tracking.Pictures);

        Assert.Empty(Take(1, 60));
        Assert.Equal(0, _tracking.Pictures);
    }

    [Fact]
    public void PictureThatCannotBeEncoded_CostsThePictureNotTheFlow()
    {
        _encoderFails = true;
        Take(1, 0, Read("KD472MX", 300, 60));
        Take(1, 1, Read("KD472MX", 310, 62));

        var vehicle = Assert.Single(_tracking.CloseAll());

        Assert.Empty(vehicle.Jpeg);
        Assert.Equal((0, 0), (vehicle.Width, vehicle.Height));
        Assert.Equal(1, _tracking.FailedPictures);
    }

    [Fact]
    public void CameraThatIsGone_IsForgotten()
    {
        Take(1, 0, Read("KD472MX", 300, 60));
        _time.Advance(TimeSpan.FromMinutes(11));
        _tracking.CloseSilent();

        Assert.Equal(0, _tracking.Cameras);
    }

    [Fact]
    public async Task Worker_EndsWithItsQueue_AndHandsOnAndDisposesEverything()
    {
        var queues = new PipelineQueues();
        using var worker = new TrackingWorker(queues, _tracking, new LiveReads(_time), _time, NullLogger<TrackingWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        var frames = new List<VideoFrame>();
        for (var i = 0; i < 5; i++)
        {
            var item = Frame(1, i, Read("KD472MX", 300 + (10 * i), 60));
            frames.Add(item.Frame);
            await queues.Reads.Writer.WriteAsync(item, Cancellation);
        }

        queues.Reads.Writer.Complete();
        await queues.FlowDrafts.Reader.WaitToReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.True(queues.FlowDrafts.Reader.TryRead(out var vehicle));
        Assert.Equal(5, vehicle.Group.ReadCount);
        await queues.FlowDrafts.Reader.Completion.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.All(frames, frame => Assert.True(IsDisposed(frame)));
    }

    [Fact]
    public async Task Worker_ClosesSilentCamerasWithoutAFrame()
    {
        var queues = new PipelineQueues();
        using var worker = new TrackingWorker(queues, _tracking, new LiveReads(_time), _time, NullLogger<TrackingWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        FrameReads[] items = [Frame(1, 0, Read("KD472MX", 300, 60)), Frame(1, 1, Read("KD472MX", 310, 60))];
        foreach (var item in items)
        {
            await queues.Reads.Writer.WriteAsync(item, Cancellation);
        }

        // A frame that is tracked is given back.
        await Eventually.TrueAsync(() => items.All(item => IsDisposed(item.Frame)), "both frames are tracked");
        Assert.Equal(0, queues.FlowDrafts.Reader.Count);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(await queues.FlowDrafts.Reader.WaitToReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        queues.Reads.Writer.Complete();
    }

    /// <summary>When the host waits no longer, what encodes pictures is disposed: frames that come then are no failures.</summary>
    [Fact]
    public async Task Worker_ThatIsWaitedForNoLonger_LetsFramesGo()
    {
        var queues = new PipelineQueues();
        using var worker = new TrackingWorker(queues, _tracking, new LiveReads(_time), _time, NullLogger<TrackingWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        var first = Frame(1, 0, Read("KD472MX", 300, 60));
        await queues.Reads.Writer.WriteAsync(first, Cancellation);
        await Eventually.TrueAsync(() => IsDisposed(first.Frame), "the first frame is tracked");
        await worker.StopAsync(new CancellationToken(canceled: true));
        var late = Frame(2, 0, Read("KD472MX", 300, 60));
        await queues.Reads.Writer.WriteAsync(late, Cancellation);
        queues.Reads.Writer.Complete();
        await worker.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.True(IsDisposed(late.Frame));
        Assert.Equal((1, 0), (_tracking.Cameras, worker.Failures));
    }

    [Fact]
    public void WrongSettings_AreNamedWithTheirRange()
    {
        var wrong = new TrackingOptions { MinReads = 0, MinConfidence = 80, TimeDelta = TimeSpan.Zero, ParkedMemory = TimeSpan.FromDays(2) };
        var failures = new TrackingOptionsValidator().Validate(null, wrong).Failures!.ToList();

        Assert.Equal(4, failures.Count);
        Assert.Contains("Tracking:MinConfidence is 80; it must be from 0 to 1", failures);
        Assert.True(new TrackingOptionsValidator().Validate(null, new TrackingOptions()).Succeeded);
    }

    private static PlateRead Read(string text, float x, float width) => new(PlateCorners.FromBox(x, 300, width, width / 4), [new(text, 0.9)]);

    private static DateTimeOffset Time(long tenths) => StreetSimulation.Start.AddSeconds(tenths / 10.0);

    private IReadOnlyList<FlowDraft> Take(int camera, int tenths, params PlateRead[] reads) => Take(camera, tenths, null, reads);

    private IReadOnlyList<FlowDraft> Take(int camera, int tenths, long? turn, params PlateRead[] reads)
    {
        var item = Frame(camera, tenths, reads);
        using var frame = item.Frame;
        frame.Turn = turn;
        return _tracking.Observe(item);
    }

    private FrameReads Frame(int camera, int tenths, params PlateRead[] reads)
    {
        var frame = _pool.Rent(64, 36);
        frame.CameraId = camera;
        frame.Sequence = tenths;
        frame.CapturedAt = Time(tenths);
        return new FrameReads(frame, reads);
    }

    private static bool IsDisposed(VideoFrame frame) => Record.Exception(() => frame.Data) is ObjectDisposedException;

    private byte[] Encode(VideoFrame frame)
    {
        if (_encoderFails)
        {
            throw new InvalidOperationException("no memory for the picture");
        }

        _encoded.Add(frame.Sequence);
        return [(byte)frame.Sequence];
    }
}
