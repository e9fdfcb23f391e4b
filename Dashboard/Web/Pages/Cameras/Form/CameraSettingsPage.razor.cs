using Dashboard.Web.Shared.Timing;
using Dashboard.Capture;
using Dashboard.Domain;
using Dashboard.Agents;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Retention;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Pages.Cameras.Form;

/// <summary>What can be changed of a camera.</summary>
public sealed partial class CameraSettingsPage : IDisposable
{
    private const int PictureWidth = 1280;
    private readonly ComponentLifetime _lifetime = new();
    private Camera? _camera;
    private CameraForm? _form;
    private FieldErrors _errors = new();
    private IReadOnlyList<AgentSummary> _agents = [];
    private IReadOnlyList<SiteSummary> _sites = [];
    private IReadOnlyList<Camera> _others = [];
    private string? _testPicture;
    private string? _newestPicture;
    private string _title = "";
    private string _broughtBy = "";
    private bool _isMissing;
    private bool _isSaving;
    private bool _isSaved;

    [Parameter]
    public int Id { get; set; }

    private bool IsUnsaved => !_isSaved && _form?.IsChanged == true;

    // Its frames are there; a second connection to the camera is not needed.
    private bool IsRunning => _form is { HasStoredSource: true, AgentId: null } && Statuses.Get(Id).State == CameraState.Running;

    private string? Picture => _testPicture ?? _newestPicture;

    /// <inheritdoc/>
    public void Dispose() => _lifetime.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var agents = await Agents.ListAsync();
        _agents = [.. agents.Where(agent => agent.TakesCameras)];
        if (await Store.FindAsync(Id, SiteScope.Unrestricted) is not { } camera)
        {
            _isMissing = true;
            return;
        }

        _sites = await Sites.ListAsync();
        _others = [.. (await Store.ListAsync(SiteScope.Unrestricted)).Where(other => other.Id != Id)];
        _camera = camera;
        _form = new CameraForm(camera);
        _title = camera.Alias;
        _broughtBy = agents.FirstOrDefault(agent => agent.Id == camera.AgentId)?.Name ?? "";
        _newestPicture = Statuses.Get(Id).LastFrameAt is { } at
            ? Urls.CameraPicture(Id, PictureWidth, at.ToUnixTimeSeconds())
            : await FindFlowPictureAsync();
    }

    // A camera that is switched off, or watched by an agent, was seen when its newest flow was stored.
    private async Task<string?> FindFlowPictureAsync()
    {
        var ofCamera = new FlowComparison(FlowField.CameraId, FlowOperator.Equal, (long)Id);
        return await Flows.PeekAsync(new FlowQuery(ofCamera, FlowOrder.Newest, 1, 1), _lifetime.Gone) is [{ Flow: { HasPicture: true } flow }]
            ? $"{Urls.FlowPicture(flow.Id)}?w={PictureWidth}"
            : null;
    }

    private string? ErrorOf(string field) => _errors[field];

    private string? Invalid(string field) => _errors[field] is not null ? "true" : null;

    // What is right by now is no longer called wrong.
    private void CheckAgain() => _errors = _errors.Count > 0 ? _form!.Check(_others) : _errors;

    private async Task SaveAsync()
    {
        if (_isSaving || _form is null)
        {
            return;
        }

        _isSaving = true;
        try
        {
            _form.Addresses.SplitSignIn();
            _errors = _form.Check();
            if (_errors.Count == 0 && await IsSureAsync(_form.ToCamera()))
            {
                await StoreAsync(_form.ToCamera());
            }
        }
        catch (OperationCanceledException) when (_lifetime.IsOver)
        {
            // The page was left.
        }
        finally
        {
            _isSaving = false;
        }
    }

    // What is no number of days is refused at its field; nobody is asked about it first.
    private async Task<bool> IsSureAsync(Camera camera) =>
        !IsAllowed(camera.FlowDays) || !IsAllowed(camera.PictureDays)
        || (camera.FlowDays, camera.PictureDays) == (_camera!.FlowDays, _camera.PictureDays)
        || await Retention.IsSureAsync(Dialogs, null, new CameraKeeping(Id, camera.FlowDays, camera.PictureDays), _lifetime.Gone);

    private static bool IsAllowed(int? days) => days is null or (>= 0 and <= CameraValidation.MaxDays);

    private async Task StoreAsync(Camera camera)
    {
        var result = await Store.UpdateAsync(camera, _form!.Loaded);
        _errors = result.Errors;
        if (!result.IsDone)
        {
            return;
        }

        _isSaved = true;
        Navigation.NavigateTo(Urls.Camera(Id));
        Notices.Add(L["Camera “{0}” was saved", camera.Alias], Severity.Success);
    }
}
