using Dashboard.Capture;
using Dashboard.Domain.Cameras;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>A camera's state as it is shown: never by colour alone.</summary>
/// <param name="Text">In a word or two.</param>
/// <param name="Tone"><c>ok</c>, <c>warn</c>, <c>bad</c> or <c>idle</c>.</param>
/// <param name="Icon">Name of a Material symbol.</param>
internal sealed record CameraLabels(string Text, string Tone, string Icon)
{
    /// <summary>The words for a camera.</summary>
    public static CameraLabels Create(Camera camera, CameraStatus status) => (camera.IsEnabled, status.State) switch
    {
        (false, _) => new("Off", "idle", "videocam_off"),
        (_, CameraState.Stopped) when camera.AgentId is not null => new("Remote", "idle", "lan"),
        (_, CameraState.Running) => new("Running", "ok", "check_circle"),
        (_, CameraState.Waiting) => new("No frames", "bad", "error"),
        (_, CameraState.Connecting) => new("Connecting", "warn", "hourglass_top"),
        _ => new("Starting", "idle", "hourglass_top"),
    };

    /// <summary>Whether somebody should look after the camera.</summary>
    public static bool NeedsAttention(Camera camera, CameraStatus status) => camera.IsEnabled && status.State == CameraState.Waiting;
}
