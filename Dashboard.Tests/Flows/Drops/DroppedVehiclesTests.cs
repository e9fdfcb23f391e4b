using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Flows.Drops;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Dashboard.Tests.Tracking;
using Dashboard.Tracking;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Flows.Drops;

public sealed class DroppedVehiclesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly FramePool _pool = new();
    private readonly PipelineQueues _queues = new();
    private readonly List<FlowDraft> _stored = [];
    private readonly Task _recorder;
    private readonly Dictionary<DateTimeOffset, PlateRead[]> _reads = [];

    public DroppedVehiclesTests() => _recorder = Task.Run(RecordAsync);

    private IEnumerable<FlowDraft> Flows => _stored.GroupBy(draft => draft.Uuid).Select(same => same.Last());

    public async ValueTask DisposeAsync()
    {
        _queues.FlowDrafts.Writer.Complete();
        await _recorder;
    }

    [Fact]
    public async Task OnePicture_IsAFlow_AndDoneWithOnceNoMoreOfItCame()
    {
        var vehicles = Create();
        await DropAsync(vehicles, 0, Read("KD472MX", 300));

        Assert.Empty(_stored);
        Assert.Equal(Time(0), await vehicles.SettleAsync(Cancellation));
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await vehicles.SettleAsync(Cancellation));
        Assert.Equal(("KD472MX", false, 1), (Plate(Assert.Single(_stored)), _stored[0].IsPreview, _stored[0].Group.ReadCount));
    }

    [Fact]
    public async Task PicturesOfOneVehicle_AreOneFlow_AndOnesOfAnotherAnother()
    {
        var vehicles = Create();
        await DropAsync(vehicles, 0, Read("KD472MX", 300));
        await DropAsync(vehicles, 2, Read("KD472MX", 600));
        await DropAsync(vehicles, 4, Read("LE118QR", 300));
        _time.Advance(TimeSpan.FromSeconds(11));
        await vehicles.SettleAsync(Cancellation);

        Assert.Equal([("KD472MX", 2), ("LE118QR", 1)], Flows.Select(flow => (Plate(flow), flow.Group.ReadCount)));
    }

    [Fact]
    public async Task PicturesThatAreReadAgain_MakeTheSameFlows()
    {
        foreach (var _ in (int[])[1, 2])
        {
            var vehicles = Create();
            await DropAsync(vehicles, 0, Read("KD472MX", 300), Read("LE118QR", 900));
            await DropAsync(vehicles, 300, Read("KD472MX", 300));
            _time.Advance(TimeSpan.FromSeconds(11));
            Assert.Null(await vehicles.SettleAsync(Cancellation));
        }

        Assert.Equal(["KD472MX", "KD472MX", "LE118QR"], Flows.Select(Plate).Order());
    }

    /// <summary>What people try first are pictures of this and that.</summary>
    [Fact]
    public async Task PicturesOfAnotherView_AreOfOtherVehicles_HoweverLikeTheirPlates()
    {
        var vehicles = Create();
        await DropAsync(vehicles, 0, Read("RK300AG", 300));
        await DropAsync(vehicles, 1, luma: 200, Read("RK300AS", 310));
        await DropAsync(vehicles, 2, luma: 40, Read("RK300AS", 500));
        _time.Advance(TimeSpan.FromSeconds(11));
        await vehicles.SettleAsync(Cancellation);

        Assert.Equal([("RK300AG", 1), ("RK300AS", 2)], Flows.Select(flow => (Plate(flow), flow.Group.ReadCount)));
    }

    /// <summary>File systems that know no parts of a second give many pictures one time.</summary>
    [Fact]
    public async Task PicturesOfOneMoment_AreEachAFlow()
    {
        var vehicles = Create();
        await DropAsync(vehicles, 0, luma: 100, Read("KD472MX", 300));
        await DropAsync(vehicles, 0, luma: 200, Read("LE118QR", 300));
        await DropAsync(vehicles, 0, luma: 40, Read("MA229PT", 300));
        _time.Advance(TimeSpan.FromSeconds(11));
        await vehicles.SettleAsync(Cancellation);

        Assert.Equal(["KD472MX", "LE118QR", "MA229PT"], Flows.Select(Plate));
    }

    [Fact]
    public async Task OlderPictures_DroppedBehindNewerOnes_KeepTheirTime()
    {
        var vehicles = Create();
        await DropAsync(vehicles, 600, Read("KD472MX", 300));
        await DropAsync(vehicles, 0, Read("LE118QR", 300));
        _time.Advance(TimeSpan.FromSeconds(11));
        await vehicles.SettleAsync(Cancellation);

        Assert.Equal([("KD472MX", Time(600)), ("LE118QR", Time(0))], Flows.Select(flow => (Plate(flow), flow.CapturedAt)));
    }

    private static string Plate(FlowDraft draft) => draft.Group.Candidates[0].Text;

    private static PlateRead Read(string text, float left) =>
        new(PlateCorners.FromBox(left, 400, 200, 50), [new PlateCandidate(text, .9)]);

    private DateTimeOffset Time(double seconds) => TestTime.CreateClock().GetUtcNow().AddSeconds(seconds);

    private Task DropAsync(DroppedVehicles vehicles, double seconds, params PlateRead[] reads) => DropAsync(vehicles, seconds, luma: 90, reads);

    private async Task DropAsync(DroppedVehicles vehicles, double seconds, byte luma, params PlateRead[] reads)
    {
        using var frame = _pool.Rent(1920, 1080);
        frame.Y.Span.Fill(luma);
        (frame.CameraId, frame.CapturedAt) = (1, Time(seconds));
        _reads[frame.CapturedAt] = reads;
        await vehicles.ReadAsync(frame, Cancellation);
    }

    private DroppedVehicles Create() => new(
        () => new VehicleTracking(
            new TrackingRules { MinReads = 1, TimeDelta = TimeSpan.FromSeconds(10), MaxDelay = TimeSpan.FromSeconds(30) },
            new ScriptedEncoder(_ => [1]), ScriptedColors.Nothing, () => "test", _time, NullLogger<VehicleTracking>.Instance),
        (frame, _) => Task.FromResult(new FrameReads(frame, _reads[frame.CapturedAt])),
        _queues);

    private async Task RecordAsync()
    {
        await foreach (var draft in _queues.FlowDrafts.Reader.ReadAllAsync(CancellationToken.None))
        {
            _stored.Add(draft);
            draft.Stored?.TrySetResult(draft.ToFlow());
        }
    }
}
