using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Health;
using Dashboard.Recognition;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Overview;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Health;

public sealed class RecognitionLoadTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly CameraStatusBoard _statuses = new();
    private readonly FakeLogger<RecognitionLoad> _log = new();
    private readonly RecognitionStatus _recognition;
    private readonly RecognitionLoad _load;
    private long _dropped;

    public RecognitionLoadTests()
    {
        _recognition = new RecognitionStatus(_time);
        _recognition.MarkReady();
        _load = new RecognitionLoad(null!, _statuses, _recognition, _time, _log);
    }

    [Fact]
    public void Overload_ThatLasts_IsToldOnceWithItsNumbers_UntilItIsOver()
    {
        var cameras = new[] { Camera(1), Camera(2) };
        Judge(taken: 12, cameras, rate: 10, drops: 5);
        Assert.Null(_load.Current);
        for (var i = 0; i < 5; i++)
        {
            Judge(taken: 12, cameras, rate: 10, drops: 5);
        }

        Assert.Equal(20, _load.Current!.Offered);
        Assert.Equal("Recognition does not keep up: 12.0 of 20.0 frames a second are looked at.", _load.Warning);
        Assert.StartsWith("12.0 of 20.0 frames a second", OverviewWarning.ListOfMachine(null, _load.Current).Single().Text, StringComparison.Ordinal);

        for (var i = 0; i < 5; i++)
        {
            Judge(taken: 20, cameras, rate: 10, drops: 0);
        }

        Assert.NotNull(_load.Warning);
        Judge(taken: 20, cameras, rate: 10, drops: 0);
        Assert.Null(_load.Warning);
        Assert.Empty(OverviewWarning.ListOfMachine(null, _load.Current));
        Assert.Equal(
            ["Recognition does not keep up: 12.0 of 20.0 frames a second are looked at, so each camera is watched less closely than it is set to",
                "Recognition keeps up with the cameras again"],
            _log.Collector.GetSnapshot().Select(line => line.Message));
    }

    [Theory]
    [InlineData(19, 5)]
    [InlineData(4, 0)]
    public void Recognition_ThatKeepsUp_OrCamerasThatHaveJustBegun_AreNoOverload(int taken, int drops)
    {
        for (var i = 0; i < 10; i++)
        {
            Judge(taken, [Camera(1), Camera(2)], rate: 10, drops);
        }

        Assert.Null(_load.Warning);
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void Cameras_ThatOthersWatchOrNobodyReads_DoNotCount()
    {
        for (var i = 0; i < 10; i++)
        {
            Judge(
                taken: 2,
                [
                    Camera(1) with { AgentId = 4 }, Camera(2) with { CaptureMode = CaptureMode.Manual }, Camera(3) with { IsEnabled = false },
                ],
                rate: 10,
                drops: 5);
        }

        Assert.Null(_load.Warning);
    }

    private static Camera Camera(int id) => new() { Id = id, Alias = $"Camera {id}" };

    // Ten seconds in which so many frames a second were looked at.
    private void Judge(int taken, IReadOnlyList<Camera> cameras, double rate, int drops)
    {
        _time.Advance(TimeSpan.FromSeconds(11));
        for (var frame = 0; frame < taken * 10; frame++)
        {
            _recognition.AddStill();
        }

        _dropped += drops;
        foreach (var camera in cameras)
        {
            _statuses.Set(
                camera.Id, new CameraStatus { State = CameraState.Running, FramesPerSecond = rate, Captured = 100, Dropped = _dropped });
        }

        _load.Judge(cameras);
    }
}
