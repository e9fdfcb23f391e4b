using Dashboard.Web.Shared.Dates;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Flows.Filter.Quick;

/// <summary>The filters that people need most, always in view.</summary>
public sealed partial class QuickFilters : IDisposable
{
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(300);

    private Debounce? _typing;
    private FlowsPageState _before = new();
    private FlowsPageState? _asked;
    private FlowRange _range;
    private string _plate = "";
    private string _known = "";
    private string _from = "";
    private string _to = "";
    private string? _error;
    private bool _isIso;
    private bool _isUnfolded;

    [Parameter, EditorRequired]
    public required FlowsPageState State { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<CameraChoice> Cameras { get; set; }

    [Parameter]
    public EventCallback<FlowsPageState> OnChanged { get; set; }

    /// <summary>The filter builder is open.</summary>
    [Parameter]
    public bool IsBuilding { get; set; }

    /// <summary>Asks to open or close it.</summary>
    [Parameter]
    public EventCallback<bool> IsBuildingChanged { get; set; }

    /// <summary>What else the bar holds.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    // How many filters are set that a phone folds away.
    private int Folded => new[]
    {
        State.Cameras.Count > 0, State.OnlyWithoutPlate, State.OnlyLowConfidence, State.OnlyManual, State.Where is not null,
    }.Count(isSet => isSet);

    // What is shown, or what was asked for and is not shown yet: of two quick presses neither is lost.
    private FlowsPageState Newest => _asked ?? State;

    private string? PlateHint =>
        PlateSearch.Foreign(_known) is { } foreign ? L["No plate contains “{0}”: only letters, digits, * and ? can be searched for.", foreign] : null;

    /// <inheritdoc/>
    public void Dispose() => _typing?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized() => _typing = new Debounce(TypingPause, Time);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What somebody types is not overwritten by the answer to their last letter, nor by a drawing of the page before that answer.
        if (State.Plate != _before.Plate && State.Plate != _known)
        {
            _typing?.Cancel();
            _plate = _known = State.Plate;
        }

        // Nor is a span that is half entered, when only new flows came in.
        if ((State.Range, State.From, State.To) != (_before.Range, _before.From, _before.To))
        {
            _range = State.Range;
            _error = null;
            (_from, _to) = (Write(State.From), Write(State.To));
        }

        _asked = ReferenceEquals(State, _before) ? _asked : null;
        _before = State;
    }

    private string Write(DateTimeOffset? moment) => _isIso ? MomentText.WriteIso(moment, Clock) : MomentText.WriteLocal(moment, Clock);

    private void SwitchForm()
    {
        // What is in the boxes and right is kept; what cannot be read starts anew.
        var (from, to) = (MomentText.Read(_from, Clock), MomentText.Read(_to, Clock));
        _isIso = !_isIso;
        _error = null;
        (_from, _to) = (Write(from), Write(to));
    }

    private static string Pressed(bool isOn) => isOn ? "true" : "false";

    private Task Send(FlowsPageState next)
    {
        _typing?.Cancel();
        _known = PlateSearch.Clean(_plate);
        _asked = next with { Plate = _known, Page = 1 };
        return OnChanged.InvokeAsync(_asked);
    }

    // Bound both ways: otherwise the answer to a letter would overwrite the letters that were typed meanwhile.
    private void Type(string? text)
    {
        _plate = text ?? "";
        _typing?.Ask(() => _ = InvokeAsync(SendPlate));
    }

    private Task SendPlate() => PlateSearch.Clean(_plate) == _known ? Task.CompletedTask : Send(Newest);

    private Task ChooseCameras(IReadOnlyList<long> chosen) => Send(Newest with { Cameras = chosen });

    private Task ChooseRange(ChangeEventArgs change)
    {
        _range = Enum.TryParse<FlowRange>(change.Value?.ToString(), out var chosen) ? chosen : FlowRange.All;
        _error = null;
        return _range == FlowRange.Custom ? Task.CompletedTask : Send(Newest with { Range = _range, From = null, To = null });
    }

    private Task ChooseSpan(string text, bool isStart)
    {
        (_from, _to) = isStart ? (text, _to) : (_from, text);
        var (from, to) = (MomentText.Read(_from, Clock), MomentText.Read(_to, Clock));
        _error =
            (from is null && _from.Length > 0) || (to is null && _to.Length > 0)
                ? L["Enter a date and a time, such as {0}.", _isIso ? "2026-01-31T12:00:00+01:00" : DateText.Example(hasTime: true)]
            : from > to ? L["The end is before the start."]
            : null;
        return _error is null
            ? Send(Newest with { Range = from is null && to is null ? FlowRange.All : FlowRange.Custom, From = from, To = to })
            : Task.CompletedTask;
    }
}
