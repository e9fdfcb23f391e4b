using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Recognition;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Overview;

/// <summary>Whether recognition keeps up with the cameras that this machine watches.</summary>
internal static class RecognitionLoad
{
    /// <summary>Below this share of the frames, the two rates differ by more than the seconds over which they are taken.</summary>
    public const double MinShare = .8;

    /// <summary>What to say where it does not keep up; null: it does, or it does not run at all, which is said elsewhere.</summary>
    public static OverviewWarning? Warning(IReadOnlyList<Camera> cameras, CameraStatusBoard statuses, RecognitionNumbers recognition)
    {
        var watched = cameras.Where(camera => camera is { IsEnabled: true, AgentId: null } && camera.CaptureMode != CaptureMode.Manual)
            .Select(camera => statuses.Get(camera.Id)).Where(status => status.State == CameraState.Running).ToList();
        var offered = watched.Sum(status => status.FramesPerSecond);
        var taken = recognition.FramesPerSecond;

        // Frames may be on their way, as when cameras have just begun: only what was replaced unseen tells that there are too many.
        if (recognition is not { IsReady: true, Fault: null } || taken >= MinShare * offered || watched.All(status => status.Dropped == 0))
        {
            return null;
        }

        return new OverviewWarning(
            "warn",
            Localizer.Current["Recognition does not keep up"],
            Localizer.Current["{0} of {1} frames a second are looked at; the cameras take turns. Lower the frame rate of cameras, or let an agent on another machine watch some of them.", DisplayFormat.Rate(taken), DisplayFormat.Rate(offered)],
            Urls.Cameras);
    }
}
