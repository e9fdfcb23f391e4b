using Dashboard.Web.Shared.Dialogs;
using Dashboard.Domain;
using Dashboard.Agents;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>A camera's form, for a new one and for one that is there.</summary>
public sealed partial class CameraPage
{
    private CameraForm? _form;
    private FieldErrors _errors = new();
    private IReadOnlyList<AgentSummary> _agents = [];
    private string? _testPicture;
    private string? _newestPicture;
    private string _title = "";
    private bool _isMissing;
    private bool _isSaving;
    private bool _isSaved;

    /// <summary>The camera; null: a new one.</summary>
    [Parameter]
    public int? Id { get; set; }

    private string Heading => Id is null ? "New camera" : _title.Length > 0 ? _title : "Camera";

    private bool IsUnsaved => !_isSaved && _form?.IsChanged == true;

    private string? Picture => _testPicture ?? _newestPicture;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _agents = [.. (await Agents.ListAsync()).Where(agent => agent.TakesCameras)];
        if (Id is not { } id)
        {
            _form = new CameraForm(new Camera());
            return;
        }

        if (await Store.FindAsync(id, SiteScope.Unrestricted) is not { } camera)
        {
            _isMissing = true;
            return;
        }

        _form = new CameraForm(camera);
        _title = camera.Alias;
        if (Statuses.Get(id).LastFrameAt is { } at)
        {
            _newestPicture = Urls.CameraPicture(id, 1280, at.ToUnixTimeSeconds());
        }
    }

    private string? ErrorOf(string field) => _errors[field];

    private string? Invalid(string field) => _errors[field] is not null ? "true" : null;

    private async Task SaveAsync()
    {
        if (_isSaving || _form is null)
        {
            return;
        }

        _isSaving = true;
        try
        {
            _errors = _form.Check();
            if (_errors.Count == 0)
            {
                await StoreAsync(_form.ToCamera());
            }
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task StoreAsync(Camera camera)
    {
        var result = Id is null ? await Store.AddAsync(camera) : await Store.UpdateAsync(camera);
        _errors = result.Errors;
        if (!result.IsDone)
        {
            return;
        }

        _isSaved = true;
        Notices.Add(Id is null ? $"Camera “{camera.Alias}” was added" : $"Camera “{camera.Alias}” was saved", Severity.Success);
        Navigation.NavigateTo(Urls.Cameras);
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext leaving)
    {
        if (!IsUnsaved)
        {
            return;
        }

        var sure = await Dialogs.ConfirmAsync(
            "Leave without saving?",
            "You have unsaved changes.",
            "Leave", "Stay");
        if (!sure)
        {
            leaving.PreventNavigation();
        }
    }
}
