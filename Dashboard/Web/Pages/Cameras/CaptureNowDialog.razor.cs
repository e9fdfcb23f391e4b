using Dashboard.Capture;
using Dashboard.Web.Languages;
using Dashboard.Domain.Cameras;
using Dashboard.Flows.Manual;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>Takes a picture of a camera at once, and shows the flow that came of it.</summary>
public sealed partial class CaptureNowDialog : IDisposable
{
    private const int Retries = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ComponentLifetime _lifetime = new();
    private ManualFlow? _made;
    private string? _error;
    private bool _isTaking;
    private bool _canAdminister;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    public static DialogOptions Options => new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseButton = true, BackdropClick = true };

    [Parameter, EditorRequired]
    public required Camera Camera { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <summary>Why no picture of a camera can be taken at this moment; null: it can.</summary>
    internal static string? Refusal(Camera camera, CameraStatus status) =>
        !camera.IsEnabled ? Localizer.Current["This camera is switched off."]
        : camera.CaptureMode == CaptureMode.Auto ? Localizer.Current["No manual captures: its mode is “{0}”.", Localizer.Current["Automatic only"]]
        : ManualCapture.Refusal(camera) is { } refusal ? Localizer.Current.Message(refusal)
        : status.State != CameraState.Running && camera.SnapshotUrl is null ? Localizer.Current["Capturing needs a picture, and none is arriving."]
        : null;

    /// <inheritdoc/>
    public void Dispose() => _lifetime.Dispose();

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => TakeAsync();

    private void Close() => Dialog.Close();

    private async Task TakeAsync()
    {
        var person = (await AuthenticationState).User;
        if (_isTaking || !person.CanOperate())
        {
            return;
        }

        // Why may name an address.
        _canAdminister = person.CanAdminister();
        if (await Cameras.FindAsync(Camera.Id, await SiteScopes.GetAsync(person, _lifetime.Gone), _lifetime.Gone) is null)
        {
            _error = L["You no longer have access to this camera."];
            return;
        }

        (_isTaking, _made, _error) = (true, null, null);
        try
        {
            var timing = new ManualTiming(TimeSpan.FromMilliseconds(Camera.ManualTriggerDelay), Retries, Interval);
            _made = await Task.Run(() => Capture.CaptureAsync(Camera, timing, _lifetime.Gone), _lifetime.Gone);
        }
        catch (ManualCaptureException exception)
        {
            _error = Explain(exception);
        }
        catch (OperationCanceledException)
        {
            // The dialog was closed.
        }
        catch (Exception exception)
        {
            Log.LogError(exception, "Camera {Camera}: a capture by hand failed", Camera.Id);
            _error = L["The flow could not be stored. The overview shows what is wrong with the server."];
        }
        finally
        {
            _isTaking = false;
        }
    }

    private static string Explain(ManualCaptureException failed) => failed.Failure switch
    {
        ManualFailure.NoImage => Localizer.Current["The camera delivers no current picture. Its card shows what is wrong with the stream; if it has a snapshot URL, try that in a browser."],
        ManualFailure.Recognition =>
            Localizer.Current["A picture was taken, but recognition failed, so nothing was stored. See the server's log for details."],
        _ => failed.Message,
    };
}
