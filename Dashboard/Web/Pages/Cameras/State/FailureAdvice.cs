using Dashboard.Capture;
using Dashboard.Domain.Cameras;

namespace Dashboard.Web.Pages.Cameras.State;

/// <summary>
/// What to do about a camera that gives no frames. What services advise is for one that is being set up: enter another address. One that ran needs
/// other advice: somebody has pulled its plug, or changed its password.
/// </summary>
internal static class FailureAdvice
{
    private const string Reach = "It gave frames before: check its power and its network, and whether its address has changed.";
    private const string SignIn = "It gave frames before: its user or password has probably changed, so enter the new one.";
    private const string Settings = "It gave frames before: its settings or its address have probably changed, by a reset or an update for instance.";

    /// <summary>How sentences end, up to their full stop, that advise somebody who sets a camera up, and what is advised in place of that.</summary>
    internal static readonly (string SetUp, string Advice)[] All =
    [
        (": check the address and the port, and that the camera is on", Reach),
        (": check the address, and that the camera is on and connected", Reach),
        (": check the address, or give the camera's IP address", Reach),
        (CameraStatus.EnterSignIn, SignIn),
        (CameraStatus.CheckSignIn, SignIn),
        (": check the part after the host", Settings),
        (": check the address, and that the camera's stream is on", Settings),
        (": check the address, and which computers the camera admits", Settings),
        (": check the address, and whether it begins with http://, https:// or rtsp://", Settings),
        (": check the address, or restart the camera", Settings),
        (": check the address", Settings),
        (": check the port", Settings),
        (": enter the address of its pictures or its stream", Settings),
    ];

    /// <summary>Whether a camera has given frames, now or before the server was started.</summary>
    public static bool HasRun(Camera camera, CameraStatus status) => (status.LastFrameAt ?? camera.KeepAlive) is not null;

    /// <summary>An error of a camera, with the advice that fits one that ran.</summary>
    public static string? Explain(string? error, bool hasRun)
    {
        if (!hasRun || error is null)
        {
            return error;
        }

        foreach (var (setUp, advice) in All)
        {
            if (error.IndexOf(setUp + '.', StringComparison.Ordinal) is var at and > 0)
            {
                return $"{error[..at]}. {advice}{error[(at + setUp.Length + 1)..]}";
            }
        }

        return error;
    }
}
