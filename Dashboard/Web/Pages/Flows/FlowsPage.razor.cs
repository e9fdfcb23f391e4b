using Dashboard.Domain.Flows;
using Dashboard.Hosting.Logging;
using Dashboard.Web.Pages.Flows.Export;
using Dashboard.Web.Pages.Flows.List;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Dialogs;
using Dashboard.Web.Pages.Flows.Selection;
using Dashboard.Web.Pages.Flows.Viewer;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace Dashboard.Web.Pages.Flows;

/// <summary>The list of flows, and one of them in the viewer. The address is its only state that lasts.</summary>
public sealed partial class FlowsPage : IAsyncDisposable
{
    // A page that nobody can use yet is not held back for longer.
    private static readonly TimeSpan MaxPrerender = TimeSpan.FromSeconds(2);

    private FlowListModel _list = null!;
    private bool _isBuilding;
    private bool _isAtTop = true;
    private bool _isOpenedFromList;
    private bool _isClosing;
    private bool _isPointedAt;
    private bool _hasComeBack; // From a flow: what came meanwhile waits until it is asked for.
    private bool _canChange;
    private bool _needsReason;
    private long? _selected;
    private CorrectedFlows? _corrected;
    private ElementReference _top;
    private ElementReference _rows;
    private ScriptModule? _script;

    /// <summary>The flow that the viewer shows; null: none.</summary>
    [Parameter]
    public long? Id { get; set; }

    /// <summary>The list of the first response, for the page that comes alive in the browser.</summary>
    [PersistentState]
    public FlowListSnapshot? Snapshot { get; set; }

    /// <summary>The columns that the person kept, for the page that comes alive; null: the first response did not ask.</summary>
    [PersistentState]
    public string? Columns { get; set; }

    /// <summary>Who is signed in; null in tests.</summary>
    [CascadingParameter]
    public Task<AuthenticationState>? AuthenticationState { get; set; }

    /// <summary>Called by the browser as the pointer or the focus comes into the list or leaves it.</summary>
    [JSInvokable]
    public Task SetPointedAt(bool isPointedAt)
    {
        _isPointedAt = isPointedAt;
        return CalmAsync();
    }

    /// <summary>Called by the browser as the page's top comes into view or leaves it.</summary>
    [JSInvokable]
    public Task SetAtTop(bool isAtTop)
    {
        _isAtTop = isAtTop;
        return CalmAsync();
    }

    private IReadOnlySet<string> Shown => FlowColumn.Read(Columns, _list.Choices.Directions.Count > 0);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _list.Dispose();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _selected = Id;
        _list = new FlowListModel(Source, Clock, Time, Logger);
        _list.Changed += StateHasChanged;
        _list.Selected.Changed += OnSelected;
        _list.Open(new Uri(Navigation.Uri).Query);
        Navigation.LocationChanged += OnLocationChanged;
        _canChange = AuthenticationState is { } person && (await person).User.CanOperate();
        if (_list.Restore(Snapshot))
        {
            Snapshot = null;
            await LoadNamesAsync();
            return;
        }

        await LoadColumnsAsync();
        await _list.LoadCamerasAsync();
        await LoadNamesAsync();
        if (RendererInfo.IsInteractive)
        {
            await _list.LoadAsync();
        }
        else
        {
            await _list.LoadFirstRowsAsync(MaxPrerender);
            Snapshot = _list.ToSnapshot();
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Opened from the list, the list is one step back; opened by its address, there is no such step.
        _hasComeBack = Id is null && (_hasComeBack || (_selected is not null && _list.Waiting > 0));
        _isClosing &= Id is not null;
        _isOpenedFromList = Id is not null && (_isOpenedFromList || _selected is null);
        _selected = Id;
        _list.MaySlideIn = _isAtTop && !_isPointedAt && !_hasComeBack && Id is null;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _list.Follow(Live, InvokeAsync, exception => _ = DispatchExceptionAsync(exception));
        _script = new ScriptModule(Script, "./Web/Pages/Flows/FlowsPage.razor.js", "leave");
        await _script.RunAsync("watch", _top, _rows, _script.Expose(this));
        if (await _script.GetAsync<string?>("takeKept", SelectedFlows.KeptAs) is { } kept)
        {
            _list.Selected.Read(kept);
        }

        if (await _script.GetAsync<bool?>("hasKept", Filter.FilterBuilder.KeptAs) is true)
        {
            await BuildAsync(true);
            StateHasChanged();
        }
    }

    // A change of the query alone does not set parameters again.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(async () =>
    {
        var address = new Uri(change.Location);
        if (!address.AbsolutePath.StartsWith(Urls.Flows, StringComparison.Ordinal))
        {
            return;
        }

        var wasPaused = _list.State.IsPaused;
        if (_list.Open(address.Query))
        {
            _hasComeBack = false;
            await _list.LoadAsync();
            return;
        }

        // The same flows, shown in another way or let in again. Who comes back from a flow finds the list as it was.
        StateHasChanged();
        if (wasPaused)
        {
            await _list.ReleaseAsync();
        }
    });

    private Task CalmAsync()
    {
        _list.MaySlideIn = _isAtTop && !_isPointedAt && !_hasComeBack && Id is null;
        return _list.ReleaseAsync();
    }

    private void OnSelected()
    {
        StateHasChanged();
        _ = InvokeAsync(_list.ReleaseAsync);
    }

    private async Task LoadColumnsAsync()
    {
        try
        {
            Columns = await Source.RecallAsync(FlowColumn.Preference, CancellationToken.None);
        }
        catch (Exception exception)
        {
            Logger.LogFailure(exception, "The columns that somebody chose could not be read");
        }
    }

    private Task KeepColumnsAsync(IReadOnlySet<string> shown) =>
        Source.KeepAsync(FlowColumn.Preference, Columns = FlowColumn.Write(shown), CancellationToken.None);

    // Chips name what the filter names by number.
    private Task LoadNamesAsync() => FlowConditions.Any(
        _list.State.Where, test => test.Field is FlowField.Site or FlowField.AlertList) ? _list.LoadNamesAsync() : Task.CompletedTask;

    private void Go(FlowsPageState next)
    {
        // While somebody types, the address changes in place: one step back leaves the search, not a letter.
        var isTyping = next.Plate != _list.State.Plate && next.Plate.Length > 0 && _list.State.Plate.Length > 0;
        Navigation.NavigateTo(next.ToUrl(), replace: isTyping);
    }

    private async Task BuildAsync(bool isBuilding)
    {
        if (isBuilding)
        {
            await _list.LoadNamesAsync();
        }

        _isBuilding = isBuilding;
    }

    private void Apply(FlowCondition? where)
    {
        _isBuilding = false;
        Go(_list.State with { Where = where, Page = 1 });
    }

    private Task ExportAsync() => Dialogs.OpenAsync<ExportDialog>(
        L["Export flows"],
        ExportDialog.Options,
        (nameof(ExportDialog.State), _list.State),
        (nameof(ExportDialog.Filters), _list.Chips.Select(chip => chip.Text).ToList()),
        (nameof(ExportDialog.Selected), _list.Selected.Numbers));

    // What was pressed in the selection's bar has gone with it.
    private async Task TakeInAsync(CorrectedFlows? corrected)
    {
        _corrected = corrected;
        if (corrected is not null)
        {
            await _list.LoadAsync(isQuiet: true, keepsOut: true);
        }

        StateHasChanged();
        if (_script is not null)
        {
            await _script.RunAsync("focusHead");
        }
    }

    // Another page that opened the viewer is told by its address, and is where closing leads.
    private string ToViewerUrl(long id) =>
        ViewerReturn.Read(Navigation.Uri) is { } from ? ViewerReturn.Add(_list.State.ToFlowUrl(id), from) : _list.State.ToFlowUrl(id);

    private async Task CloseAsync()
    {
        // A key that is pressed once too often must not lead a step further back, out of the list.
        if (_isClosing)
        {
            return;
        }

        _isClosing = true;
        if (ViewerReturn.Read(Navigation.Uri) is { } from)
        {
            Navigation.NavigateTo(from, replace: true);
        }
        else if (_isOpenedFromList && _script is not null)
        {
            await _script.RunAsync("back");
        }
        else
        {
            Navigation.NavigateTo(_list.State.ToUrl(), replace: true);
        }
    }

    private async Task ShowWaitingAsync()
    {
        _hasComeBack = false;
        _list.MaySlideIn = _isAtTop && !_isPointedAt && Id is null;
        if (_script is not null)
        {
            await _script.RunAsync("toTop");
        }

        if (_list.State.Page > 1 && _list.State.Order == FlowOrder.Newest)
        {
            Go(_list.State with { Page = 1 });
        }
        else
        {
            await _list.LoadAsync(isQuiet: true);
        }
    }
}
