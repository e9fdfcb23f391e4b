using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Recognition;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Overview;

/// <summary>Today at a glance, and what needs attention.</summary>
public sealed partial class OverviewPage
{
    private OverviewNumbers? _numbers;
    private IReadOnlyList<Camera>? _cameras;
    private IReadOnlyList<OverviewWarning> _attention = [];
    private RecognitionNumbers? _recognition;
    private bool _canAdminister;
    private volatile bool _hasChanged;
    private CameraCounts _counts;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private string RecognitionValue =>
        _recognition is { IsReady: true } ready ? L["{0} frames/s", DisplayFormat.Rate(ready.FramesPerSecond)] : L["Loading"];

    private string RecognitionNote => _recognition switch
    {
        { LastError: not null, Errors: > 0 } when !_canAdminister => L.Plural(_recognition.Errors, "{0} frame failed", "{0} frames failed"),
        { LastError: { } error, Errors: > 0 } => L.Plural(_recognition.Errors, "{0} frame failed: {1}", "{0} frames failed: {1}", L.Message(error)),
        { IsReady: true, StillFrames: > 0 } or { IsReady: true, Found: > 0 } =>
            L["{0:0} ms per frame; {1} of frames without motion, {2} of plates known already", _recognition.Latency.TotalMilliseconds, DisplayFormat.Percent(_recognition.StillShare), DisplayFormat.Percent(_recognition.SparedShare)],
        { IsReady: true, Latency.Ticks: > 0 } => L["{0:0} ms a frame", _recognition.Latency.TotalMilliseconds],
        { IsReady: true } => L["waiting for frames"],
        _ => L["loading the models"],
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _canAdminister = (await AuthenticationState).User.CanAdminister();
        Store.Changed += OnCamerasChanged;
        _hasChanged = true;
        await RefreshAsync();
    }

    /// <inheritdoc/>
    protected override async Task RefreshAsync()
    {
        if (_hasChanged)
        {
            _hasChanged = false;
            _cameras = await Store.ListAsync(await SiteScopeAsync(), Gone);
        }

        _numbers = await Reader.GetAsync(await SiteScopeAsync(), Gone);
        _recognition = Recognition.Current;
        var watched = _cameras!.Where(camera => camera.IsEnabled).Select(camera => Statuses.Get(camera.Id).State).ToList();
        var (running, dark) = (watched.Count(state => state == CameraState.Running), watched.Count(state => state == CameraState.Waiting));
        _counts = new CameraCounts(running, dark, watched.Count - running - dark, _cameras!.Count - watched.Count);
        _attention = OverviewWarning.List(
            _cameras!,
            Statuses,
            Recorder.Current,
            Disk.Read(),
            Clock,
            _canAdminister ? await Agents.ListAsync(Gone) : null,
            _canAdminister ? Mqtt : null,
            Retention.LackingRoom,
            _canAdminister ? Faults.Current : null,
            _recognition.Fault,
            _canAdminister ? Backups.Last?.Fault : null,
            Damage.Since,
            _canAdminister ? Ages.Doubt : null,
            _canAdminister ? Certificate.EndsSoon : null,
            _canAdminister ? Intake.Failure?.Reason : null,
            _canAdminister && KeyFile.IsInDataDirectory,
            Locked.Since,
            _canAdminister);
        if (_canAdminister)
        {
            _attention = [.. _attention, .. OverviewWarning.ListOfMachine(Missing.Current, Load.Current)];
        }
    }

    /// <inheritdoc/>
    protected override void OnGone() => Store.Changed -= OnCamerasChanged;

    private async ValueTask<SiteScope> SiteScopeAsync() => await SiteScopes.GetAsync((await AuthenticationState).User, Gone);

    private void OnCamerasChanged() => _hasChanged = true;
}
