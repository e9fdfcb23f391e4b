using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Storage;
using Dashboard.Web.Pages.Cameras.Health;

namespace Dashboard.Tests.Web.Pages.Cameras.Health;

public sealed class HealthLabelsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Nobody is sent to a camera that somebody has switched off, or that is back.</summary>
    [Theory]
    [InlineData(true, false, "Nothing answers at cam:554. It gave frames before: check its power")]
    [InlineData(false, false, "Nothing answers at cam:554")]
    [InlineData(true, true, "Nothing answers at cam:554")]
    public void Reason_OfAnOutage_SaysWhatToDo_WhileItLasts(bool isOn, bool isOver, string expected)
    {
        var camera = new Camera { Id = 3, Alias = "Gate", Source = "rtsp://cam/1", IsEnabled = isOn, KeepAlive = Now };
        var outage = new CameraOutage
        {
            BeginAt = Now.AddHours(-1),
            EndAt = isOver ? Now : null,
            Reason = "Nothing answers at cam:554: check the address and the port, and that the camera is on.",
        };

        var reason = HealthLabels.ReasonOf(outage, camera, new CameraStatus())!;

        Assert.StartsWith(expected, reason);
        Assert.Equal(isOn && !isOver, reason.Contains("check", StringComparison.Ordinal));
        Assert.Equal(isOn && !isOver, HealthLabels.Lasts(outage, camera));
    }
}
