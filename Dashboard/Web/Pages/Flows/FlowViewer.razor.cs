using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Security.Accounts;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Dashboard.Web.Pages.Flows;

/// <summary>One flow, large, over the list it is in. Arrow keys go through the list, Escape closes.</summary>
public sealed partial class FlowViewer : IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private ElementReference _dialog;
    private FlowWithCamera? _row;
    private FlowNeighbours _neighbours = new(null, null);
    private string? _error;
    private bool _isMissing;
    private long? _asked;
    private IJSObjectReference? _module;
    private IJSObjectReference? _open;
    private DotNetObjectReference<FlowViewer>? _self;

    /// <summary>The flow's number.</summary>
    [Parameter, EditorRequired]
    public long Id { get; set; }

    /// <summary>The list that previous and next go through.</summary>
    [Parameter, EditorRequired]
    public required FlowQuery Query { get; set; }

    /// <summary>Asks for another flow of the list.</summary>
    [Parameter]
    public EventCallback<long> Moved { get; set; }

    /// <summary>Asks to go back to the list.</summary>
    [Parameter]
    public EventCallback Closed { get; set; }

    /// <summary>Who looks.</summary>
    [CascadingParameter]
    public required Task<AuthenticationState> Person { get; set; }

    [Inject]
    internal SiteScopeProvider SiteScopeProvider { get; init; } = null!;

    [Inject]
    internal FlowSearch Search { get; init; } = null!;

    [Inject]
    internal DisplayClock Time { get; init; } = null!;

    [Inject]
    internal IJSRuntime Script { get; init; } = null!;

    [Inject]
    internal ILogger<FlowViewer> Logger { get; init; } = null!;

    private string Title => _row?.Flow.Plate is { Length: > 0 } plate ? $"Flow {Id}, plate {plate}" : $"Flow {Id}";

    /// <summary>Called by the browser for the Escape key.</summary>
    [JSInvokable]
    public Task EscapeAsync() => Closed.InvokeAsync();

    /// <summary>Looks again for what stands before and after: flows came in meanwhile.</summary>
    public async Task RefreshNeighboursAsync()
    {
        try
        {
            var id = Id;
            var neighbours = await Search.NeighboursAsync(Query, id, await SightAsync(), _gone.Token);
            if (id == Id)
            {
                _neighbours = neighbours;
                StateHasChanged();
            }
        }
        catch (Exception thrown)
        {
            if (!_gone.IsCancellationRequested)
            {
                Logger.LogWarning(thrown, "The neighbours of flow {Flow} could not be read", Id);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _self?.Dispose();
        try
        {
            if (_open is not null)
            {
                await _open.InvokeVoidAsync("close");
                await _open.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its scripts with it.
        }
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => _asked == Id ? Task.CompletedTask : LoadAsync();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "./Web/Pages/Flows/FlowViewer.razor.js");
            _open = await _module.InvokeAsync<IJSObjectReference>("open", _dialog, _self);
        }
    }

    private async ValueTask<SiteScope> SightAsync() => await SiteScopeProvider.OfAsync((await Person).User, _gone.Token);

    private async Task LoadAsync()
    {
        var id = Id;
        _asked = id;
        _error = null;
        try
        {
            var siteScope = await SightAsync();
            var row = await Search.FindAsync(id, siteScope, _gone.Token);
            var neighbours = row is null ? new FlowNeighbours(null, null) : await Search.NeighboursAsync(Query, id, siteScope, _gone.Token);
            if (id == Id)
            {
                (_row, _neighbours, _isMissing) = (row, neighbours, row is null);
            }
        }
        catch (Exception thrown)
        {
            if (id == Id && !_gone.IsCancellationRequested)
            {
                Logger.LogError(thrown, "Flow {Flow} could not be read", id);
                _error = "The database did not answer just now.";
            }
        }
    }

    private Task Steer(KeyboardEventArgs key) => key switch
    {
        { AltKey: true } or { CtrlKey: true } or { MetaKey: true } or { ShiftKey: true } => Task.CompletedTask,
        { Key: "ArrowLeft" } => MoveAsync(_neighbours.Previous),
        { Key: "ArrowRight" } => MoveAsync(_neighbours.Next),
        _ => Task.CompletedTask,
    };

    // While the next flow is being read, its neighbours are not known yet: further key presses wait for it.
    private Task MoveAsync(long? to) => to is { } id && _row?.Flow.Id == Id ? Moved.InvokeAsync(id) : Task.CompletedTask;
}
