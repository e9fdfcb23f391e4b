using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Recognition;
using Dashboard.Web.Pages.Overview;

namespace Dashboard.Tests.Web.Pages.Overview;

public sealed class RecognitionLoadTests
{
    private readonly CameraStatusBoard _statuses = new();

    [Fact]
    public void Warning_WhereFramesAreDroppedForLackOfTime_SaysHowMany()
    {
        var warning = Warning(taken: 12, Running(1, 10, dropped: 5), Running(2, 10, dropped: 7));

        Assert.NotNull(warning);
        Assert.StartsWith("12.0 of 20.0 frames a second", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Warning_WhereRecognitionKeepsUp_IsNone() => Assert.Null(Warning(taken: 19, Running(1, 10, dropped: 5), Running(2, 10, dropped: 7)));

    [Fact]
    public void Warning_WhereCamerasHaveJustBegun_IsNone() => Assert.Null(Warning(taken: 2, Running(1, 10, dropped: 0)));

    [Fact]
    public void Warning_OfCamerasThatOthersWatchOrNobodyReads_IsNone() => Assert.Null(Warning(
        taken: 2,
        Running(1, 10, dropped: 5) with { AgentId = 4 },
        Running(2, 10, dropped: 5) with { CaptureMode = CaptureMode.Manual },
        Running(3, 10, dropped: 5) with { IsEnabled = false },
        Running(4, 2, dropped: 5)));

    private Camera Running(int id, double rate, long dropped)
    {
        _statuses.Set(id, new CameraStatus { State = CameraState.Running, FramesPerSecond = rate, Captured = 100, Dropped = dropped });
        return new Camera { Id = id, Alias = $"Camera {id}" };
    }

    private OverviewWarning? Warning(double taken, params Camera[] cameras) => RecognitionLoad.Warning(
        cameras, _statuses, new RecognitionNumbers(taken, TimeSpan.FromMilliseconds(80), 100, 0, 0, 0, 0, null, IsReady: true));
}
