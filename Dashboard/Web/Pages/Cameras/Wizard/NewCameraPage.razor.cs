using Dashboard.Agents;
using Dashboard.Capture;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Dashboard.Web.Pages.Cameras.Wizard;

/// <summary>A new camera, step by step. The step stands in the address, what was typed stays with the page.</summary>
public sealed partial class NewCameraPage
{
    private readonly CameraWizardForm _form = new();
    private FieldErrors _errors = new();
    private IReadOnlyList<SiteSummary> _sites = [];
    private IReadOnlyList<AgentSummary> _agents = [];
    private IReadOnlyList<Camera> _others = [];
    private ElementReference _title;
    private (string Source, string Url)? _seen;
    private (string Source, string? Error)? _tested;
    private int _step = 1;
    private int _reached = 1;
    private bool _isChecked;
    private bool _isTakenUp;
    private bool _isFocusDue;
    private bool _isSignInDue;
    private bool _isSaving;
    private bool _isSaved;

    /// <summary>From 1; one that was not reached yet is the last that was.</summary>
    [SupplyParameterFromQuery]
    public string? Step { get; set; }

    // What another address showed is no picture of this camera.
    private string? Picture => _seen is { } seen && seen.Source == _form.Source ? seen.Url : null;

    // The camera did not take the sign-in that is entered.
    private bool IsRefused => _tested is { } tested && tested.Source == _form.Source && CameraStatus.IsOfSignIn(tested.Error);

    private int[] WrongSteps => [.. _errors.Fields.Select(WizardSteps.StepOf).Concat(IsRefused ? [1] : [])];

    private bool IsUnsaved => !_isSaved && _form.IsChanged;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _sites = await SiteStore.ListAsync();
        _others = await Store.ListAsync(SiteScope.Unrestricted);
        _agents = [.. (await AgentStore.ListAsync()).Where(agent => agent.TakesCameras)];
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var step = Math.Clamp(QueryValue.Int(Step) ?? 1, 1, _reached);
        _isFocusDue |= step != _step;
        _step = step;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isFocusDue)
        {
            _isFocusDue = false;
            await FocusAsync();
        }
    }

    // Whoever comes to change the sign-in goes on in its fields.
    private async Task FocusAsync()
    {
        var isSignIn = _isSignInDue && _step == 1;
        _isSignInDue = false;
        if (isSignIn)
        {
            await Script.InvokeVoidAsync("focusField", _form.User.Length > 0 ? "password" : "user");
        }
        else
        {
            await _title.FocusAsync();
        }
    }

    // Over a restart of the server. Without its password a camera is not reached; its picture is asked for anew where it is drawn on.
    private void TakeUp(string kept)
    {
        if (_form.Read(kept) is not { } place)
        {
            return;
        }

        // What is missing is told at its field until it is there.
        _isChecked = place.HasLostSecret;
        _reached = Math.Clamp(place.Reached, 1, WizardSteps.Names.Length);
        _isTakenUp = true;
        var step = place.HasLostSecret ? 1 : place.Step;
        Navigation.NavigateTo(WizardSteps.UrlOf(step), replace: true);
    }

    // Whoever comes by the address of a step that was not reached begins with the first.
    private void TellStep()
    {
        if (QueryValue.Int(Step) is { } asked && asked != _step)
        {
            Navigation.NavigateTo(WizardSteps.UrlOf(_step), replace: true);
        }
    }

    // What is right by now is no longer called wrong.
    private void CheckAgain() => _errors = _errors.Count > 0 ? _form.Check(_step, _others) : _errors;

    private async Task NextAsync()
    {
        _form.SplitSignIn();
        _errors = _form.Check(_step);
        _isChecked |= !_form.HasAddresses;
        if (_step < WizardSteps.Names.Length)
        {
            GoTo(_errors.Count > 0 ? _errors.Fields.Min(WizardSteps.StepOf) : _step + 1);
        }
        else if (_errors.Count == 0)
        {
            await SaveAsync();
        }
    }

    private void GoTo(int step)
    {
        _reached = Math.Max(_reached, step);
        if (step != _step)
        {
            Navigation.NavigateTo(WizardSteps.UrlOf(step));
        }
    }

    private async Task SaveAsync()
    {
        if (_isSaving)
        {
            return;
        }

        _isSaving = true;
        try
        {
            var camera = _form.ToCamera();
            var added = await Store.AddAsync(camera);
            _errors = added.Errors;
            if (added.IsDone)
            {
                _isSaved = true;
                Notices.Add(L["Camera “{0}” was added", camera.Alias], Severity.Success);
                Navigation.NavigateTo(Urls.Cameras);
            }
        }
        finally
        {
            _isSaving = false;
        }
    }
}
