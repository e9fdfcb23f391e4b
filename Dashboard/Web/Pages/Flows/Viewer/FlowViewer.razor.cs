using Dashboard.Hosting.Logging;
using Dashboard.Web.Shared;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Dashboard.Web.Pages.Flows.Viewer;

/// <summary>One flow, large, over the list it is in. Arrow keys go through the list, Escape closes.</summary>
public sealed partial class FlowViewer : IAsyncDisposable
{
    private const int MaxSteps = 20;

    private readonly ComponentLifetime _lifetime = new();
    private ElementReference _dialog;
    private FlowWithCamera? _row;
    private FlowNeighbours _neighbours = new(null, null);
    private Exception? _failure;
    private bool _isMissing;
    private long? _asked;
    private long? _drawn;
    private long _waiting;
    private long? _movedTo;
    private int _steps;
    private ScriptModule? _script;

    /// <summary>The flow's number.</summary>
    [Parameter, EditorRequired]
    public long Id { get; set; }

    /// <summary>The list that previous and next go through.</summary>
    [Parameter, EditorRequired]
    public required FlowQuery Query { get; set; }

    /// <summary>How many flows arrived that the list does not show yet: they may stand before or after this one.</summary>
    [Parameter]
    public long Waiting { get; set; }

    /// <summary>Asks for another flow of the list.</summary>
    [Parameter]
    public EventCallback<long> OnMoved { get; set; }

    /// <summary>The address of a flow in the viewer.</summary>
    [Parameter]
    public Func<long, string> Url { get; set; } = Urls.Flow;

    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Asks to go back to the list.</summary>
    [Parameter]
    public EventCallback OnClosed { get; set; }

    // The flow that is shown is the one that was asked for last: neither the browser nor the database is at another.
    private bool IsThere => _row?.Flow.Id == Id && _movedTo is null;

    private string Title => _row?.Flow.Plate is { Length: > 0 } plate ? L["Flow {0}, plate {1}", Id, plate] : L["Flow {0}", Id];

    /// <summary>Called by the browser for the Escape key.</summary>
    [JSInvokable]
    public Task EscapeAsync() => OnClosed.InvokeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lifetime.Dispose();
        if (_script is not null)
        {
            _script.FarewellArgument = Id;
            await _script.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        var hasArrived = Waiting != _waiting;
        _waiting = Waiting;
        return _asked != Id ? OpenAsync() : hasArrived ? LoadNeighboursAsync() : Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Script, "./Web/Pages/Flows/Viewer/FlowViewer.razor.js", "close");
            await _script.StartAsync("open", _dialog, _script.Expose(this));
        }
        else if (_script is not null && _drawn != _row?.Flow.Id)
        {
            await _script.CallAsync("keepFocus");
        }

        _drawn = _row?.Flow.Id;
    }

    // Keys that were pressed while this flow was being read lead on from it.
    private async Task OpenAsync()
    {
        var id = Id;
        _movedTo = null;
        await LoadAsync();
        if (id == Id && _steps != 0)
        {
            var step = Math.Sign(_steps);
            var to = !IsThere ? null : step < 0 ? _neighbours.Previous : _neighbours.Next;
            _steps = to is null ? 0 : _steps - step;
            await MoveAsync(to);
        }
    }

    private async Task LoadAsync()
    {
        var id = Id;
        _asked = id;
        _failure = null;
        try
        {
            var row = await Source.FindAsync(id, _lifetime.Gone);
            var neighbours = row is null ? new FlowNeighbours(null, null) : await Source.FindNeighboursAsync(Query, id, _lifetime.Gone);
            if (id == Id)
            {
                (_row, _neighbours, _isMissing) = (row, neighbours, row is null);
            }
        }
        catch (Exception exception)
        {
            if (id == Id && !_lifetime.IsOver)
            {
                Logger.LogFailure(exception, $"Flow {id} could not be read");
                _failure = exception;
            }
        }
    }

    private async Task ReloadAsync()
    {
        await LoadAsync();
        await OnChanged.InvokeAsync();
    }

    private async Task LoadNeighboursAsync()
    {
        var id = Id;
        try
        {
            var neighbours = await Source.FindNeighboursAsync(Query, id, _lifetime.Gone);
            if (id == Id)
            {
                _neighbours = neighbours;
            }
        }
        catch (Exception exception)
        {
            if (!_lifetime.IsOver)
            {
                Logger.LogFailure(exception, $"The neighbours of flow {id} could not be read");
            }
        }
    }

    private Task Steer(KeyboardEventArgs key) => key switch
    {
        { AltKey: true } or { CtrlKey: true } or { MetaKey: true } or { ShiftKey: true } => Task.CompletedTask,
        { Key: "ArrowLeft" } => StepAsync(-1, key.Repeat),
        { Key: "ArrowRight" } => StepAsync(1, key.Repeat),
        _ => Task.CompletedTask,
    };

    // While the next flow is being read, its neighbours are not known yet: each press waits for it, a key that is held down steps when it can.
    private Task StepAsync(int direction, bool isHeldDown = false)
    {
        if (IsThere)
        {
            return MoveAsync(direction < 0 ? _neighbours.Previous : _neighbours.Next);
        }

        if (!isHeldDown)
        {
            _steps = Math.Clamp(_steps + direction, -MaxSteps, MaxSteps);
        }

        return Task.CompletedTask;
    }

    private Task MoveAsync(long? to)
    {
        if (to is not { } id || !IsThere)
        {
            return Task.CompletedTask;
        }

        _movedTo = id;
        return OnMoved.InvokeAsync(id);
    }
}
