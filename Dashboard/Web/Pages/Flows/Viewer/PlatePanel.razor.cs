using Dashboard.Web.Languages;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Flows.Viewer;

/// <summary>A flow's plate and its candidates. Who may, corrects it: with a click on a candidate, or by typing.</summary>
public sealed partial class PlatePanel : IAsyncDisposable
{
    private readonly ComponentLifetime _lifetime = new();
    private IReadOnlyList<FlowCorrection> _history = [];
    private ElementReference _copy;
    private ElementReference _edit;
    private ElementReference _input;
    private bool _canChange;
    private bool _isEditing;
    private bool _isBusy;
    private bool _focusesInput;
    private bool _focusesButton;
    private string _typed = "";
    private string? _error;
    private string _said = "";
    private ScriptModule? _script;
    private string? _copied;

    /// <summary>The flow, with its candidates.</summary>
    [Parameter, EditorRequired]
    public required Flow Flow { get; set; }

    /// <summary>The plate was changed: the flow must be read again.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    // What a person typed is no reading.
    private List<FlowCandidate> Read =>
        [.. Flow.Candidates.Where(candidate => !candidate.IsTyped).OrderBy(candidate => candidate.Rank).Take(10)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lifetime.Dispose();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _canChange = (await Source.PersonAsync()).CanOperate();
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Flow.Plate.Length > 0 && _copied != Flow.Plate)
        {
            // Copying is the browser's: it is only allowed within a click, which a way over the server would outlast.
            _copied = Flow.Plate;
            _script ??= new ScriptModule(Script, "./Web/Pages/Flows/Viewer/PlatePanel.razor.js");
            await _script.RunAsync("copyOnClick", _copy, Flow.Plate);
        }

        var (input, button) = (_focusesInput && _isEditing, _focusesButton && !_isEditing);
        (_focusesInput, _focusesButton) = (false, false);
        if (input)
        {
            await _input.FocusAsync();
        }
        else if (button)
        {
            await _edit.FocusAsync();
        }
    }

    private static string Named(string plate) => plate.Length > 0 ? plate : Localizer.Current["no plate"];

    private async Task LoadAsync() => _history = await Source.ListCorrectionsAsync(Flow.Id, _lifetime.Gone);

    private void Edit() => (_isEditing, _focusesInput, _typed, _error, _said) = (true, true, Flow.Plate, null, "");

    private void Cancel() => (_isEditing, _focusesButton, _error) = (false, true, null);

    private Task SaveAsync() => CorrectAsync(_typed);

    private Task CorrectAsync(string plate) => ChangeAsync(() => Source.CorrectAsync(Flow.Id, plate), L["The plate was corrected."]);

    private Task RestoreAsync() => ChangeAsync(() => Source.RestoreAsync(Flow.Id, Flow.Plate), L["The correction was undone."]);

    private async Task ChangeAsync(Func<Task<ChangeResult>> change, string done)
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, _said) = (true, "");
        try
        {
            _error = (await change()).Refusal;
            if (_error is null)
            {
                (_isEditing, _focusesButton, _said) = (false, true, done);
                if (!_lifetime.IsOver)
                {
                    await LoadAsync();
                }

                // The list behind shows it too, also where the person has gone on meanwhile.
                await OnChanged.InvokeAsync();
            }
        }
        finally
        {
            _isBusy = false;
        }
    }
}
