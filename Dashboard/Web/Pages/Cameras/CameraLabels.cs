using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared;
using MudBlazor;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>A camera's state as it is shown: never by colour alone.</summary>
/// <param name="Text">In a word or two.</param>
/// <param name="Tone"><c>ok</c>, <c>warn</c>, <c>bad</c> or <c>idle</c>.</param>
/// <param name="Icon">An icon of <see cref="Icons"/>.</param>
internal sealed record CameraLabels(string Text, string Tone, string Icon)
{
    public static CameraLabels Create(Camera camera, CameraStatus status) => (camera.IsEnabled, status.State) switch
    {
        (false, _) => new(Localizer.Current["Off|camera"], "idle", Icons.Material.Outlined.VideocamOff),
        (_, CameraState.Stopped) when camera.AgentId is not null => new(Localizer.Current["Remote"], "idle", Icons.Material.Outlined.Lan),
        (_, CameraState.Running) when status.Lack is not null => new(Localizer.Current["Impaired"], "warn", Icons.Material.Outlined.WarningAmber),
        (_, CameraState.Running) => new(Localizer.Current["Running"], "ok", Icons.Material.Outlined.CheckCircle),
        (_, CameraState.Waiting) => new(Localizer.Current["No picture"], "bad", Icons.Material.Outlined.Error),
        (_, CameraState.Connecting) => new(Localizer.Current["Connecting"], "warn", Icons.Material.Outlined.HourglassTop),
        _ => new(Localizer.Current["Starting"], "idle", Icons.Material.Outlined.HourglassTop),
    };

    /// <summary>
    /// What people are told who may not edit cameras, with what somebody who stands beside it can do: the reason may name an address or a path.
    /// </summary>
    public static string NoPictures(Camera camera, CameraStatus status) =>
        CameraStatus.IsOfSignIn(status.LastError) ? Localizer.Current["The camera refuses its user or password. Administrators can enter the right one."]
        : CameraSource.IsAddress(camera.Source)
            ? Localizer.Current["No pictures are arriving from this camera at the moment: check its power and its network cable. Administrators can see why."]
            : Localizer.Current["No pictures are arriving from this camera at the moment. Administrators can see why."];

    /// <summary>What people are told of <see cref="CameraStatus.Lack"/> who may not edit cameras.</summary>
    public static string SomethingLacks => Localizer.Current["Something about this camera is not as it should be. Administrators can see what."];

    /// <summary>Why no frames come, in few words: what happened, without what is to be done about it; null: it is not known.</summary>
    public static string? BriefReason(CameraStatus status)
    {
        var text = Localizer.Current.Message(status.LastError)?.TrimEnd('.');
        return text?.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end ? text[..end] : text;
    }

    /// <summary>Since when a camera gives no frames: a moment that stays for as long as none come. Null: it gives some, or is not watched.</summary>
    public static string? DarkSince(Camera camera, CameraStatus status, DisplayClock clock) =>
        !NeedsAttention(camera, status) ? null
        : (status.LastFrameAt ?? camera.KeepAlive) is { } last ? Localizer.Current["No picture since {0}", clock.FormatBegin(last)]
        : Localizer.Current["No picture yet"];

    /// <summary>Whether frames come and something about them is wrong, so that plates may be misread or missed.</summary>
    public static bool IsImpaired(Camera camera, CameraStatus status) => camera.IsEnabled && status is { State: CameraState.Running, Lack: not null };

    /// <summary>Whether somebody should look after the camera.</summary>
    public static bool NeedsAttention(Camera camera, CameraStatus status) => camera.IsEnabled && status.State == CameraState.Waiting;
}
