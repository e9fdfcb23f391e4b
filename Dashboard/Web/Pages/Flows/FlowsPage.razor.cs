using System.Globalization;
using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Security.Accounts;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Radzen;

namespace Dashboard.Web.Pages.Flows;

/// <summary>The list of flows, and one of them in the viewer. What it shows stands in the address; the address is its only state that lasts.</summary>
public sealed partial class FlowsPage : IAsyncDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);

    private readonly NewFlowTracker _arrived = new();
    private readonly CancellationTokenSource _gone = new();
    private FlowsPageState _state = new();
    private IReadOnlyList<string> _problems = [];
    private IReadOnlyList<CameraChoice> _cameras = [];
    private FlowPage? _page;
    private HashSet<long> _fresh = [];
    private long _waiting;
    private long? _selected;
    private string? _address;
    private string? _error;
    private bool _isLoading;
    private bool _isBuilding;
    private bool _isAtTop = true;
    private bool _openedHere;
    private ElementReference _top;
    private FlowViewer? _viewer;
    private CancellationTokenSource? _load;
    private IDisposable? _subscription;
    private Throttle? _throttle;
    private IJSObjectReference? _module;
    private DotNetObjectReference<FlowsPage>? _self;

    /// <summary>The flow that the viewer shows; null: none.</summary>
    [Parameter]
    public long? Id { get; set; }

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    [Inject]
    internal FlowSearch Search { get; init; } = null!;

    /// <summary>Who looks.</summary>
    [CascadingParameter]
    public required Task<AuthenticationState> Person { get; set; }

    [Inject]
    internal SiteScopeProvider SiteScopeProvider { get; init; } = null!;

    [Inject]
    internal FlowFeed Feed { get; init; } = null!;

    [Inject]
    internal CameraStore CameraStore { get; init; } = null!;

    [Inject]
    internal DialogService Dialogs { get; init; } = null!;

    [Inject]
    internal DisplayClock Time { get; init; } = null!;

    [Inject]
    internal TimeProvider Clock { get; init; } = null!;

    [Inject]
    internal IJSRuntime Script { get; init; } = null!;

    [Inject]
    internal ILogger<FlowsPage> Logger { get; init; } = null!;

    private string Summary => _page switch
    {
        null => "",
        _ when _isCounting => "counting…",
        { Total: 1 } => "1 flow",
        var page => DisplayFormat.Count(page.Total) + (_state.IsFiltered ? " flows match" : " flows"),
    };

    private IReadOnlyList<FilterChip> Chips =>
        FilterLabels.Chips(_state, id => _cameras.FirstOrDefault(camera => camera.Id == id)?.Alias, Time);

    private bool CanSlideIn => _isAtTop && _selected is null && _state.IsNewestFirst;

    /// <summary>Called by the browser as the page's top comes into view or leaves it.</summary>
    [JSInvokable]
    public void SetAtTop(bool isAtTop) => _isAtTop = isAtTop;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _subscription?.Dispose();
        _throttle?.Dispose();
        await _gone.CancelAsync();
        _load?.Dispose();
        _self?.Dispose();
        if (_module is not null)
        {
            try
            {
                await _module.InvokeVoidAsync("leave");
                await _module.DisposeAsync();
            }
            catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
            {
                // The browser is gone, and its scripts with it.
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        ReadAddress();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _throttle = new Throttle(() => InvokeAsync(TakeInAsync), RenderInterval, Clock, thrown => _ = DispatchExceptionAsync(thrown));
        _subscription = Feed.Subscribe(stored =>
        {
            _arrived.Note(stored);
            _throttle.Ask();
        });
        await LoadCamerasAsync();
        await LoadAsync();
        StateHasChanged();
        _self = DotNetObjectReference.Create(this);
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./Web/Pages/Flows/FlowsPage.razor.js");
        await _module.InvokeVoidAsync("watch", _top, _self);
    }

    private static bool IsHere(string path) =>
        path == Urls.Flows || (path.StartsWith(Urls.Flows + "/", StringComparison.Ordinal) && ReadId(path) is not null);

    private static long? ReadId(string path) =>
        path.Length > Urls.Flows.Length && long.TryParse(path.AsSpan(Urls.Flows.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string WithQuery(string path, FlowsPageState state) => state.ToQueryString() is { Length: > 0 } query ? $"{path}?{query}" : path;

    private string UrlOf(FlowsPageState state) => WithQuery(Urls.Flows, state);

    private string UrlOfFlow(long id) => WithQuery(Urls.Flow(id), _state);

    // A change of the query alone does not set parameters again, so the address is read here, the flow's number too.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(async () =>
    {
        try
        {
            if (IsHere(new Uri(change.Location).AbsolutePath) && ReadAddress())
            {
                await LoadAsync();
            }

            StateHasChanged();
        }
        catch (Exception thrown) when (!_gone.IsCancellationRequested)
        {
            await DispatchExceptionAsync(thrown);
        }
    });

    /// <summary>True where the list itself is another one than before.</summary>
    private bool ReadAddress()
    {
        var address = new Uri(Navigation.Uri);
        var id = ReadId(address.AbsolutePath);
        _openedHere = id is not null && (_openedHere || (_selected is null && _page is not null));
        _selected = id;
        if (_address == address.Query)
        {
            return false;
        }

        _address = address.Query;
        var problems = new List<string>();
        _state = FlowsPageState.FromQueryString(address.Query, problems);
        _problems = [.. problems.Distinct().Take(5)];
        return true;
    }

    private void Go(FlowsPageState next)
    {
        // While somebody types, the address changes in place: one step back leaves the search, not a letter.
        var isTyping = next.Plate != _state.Plate && next.Plate.Length > 0 && _state.Plate.Length > 0;
        Navigation.NavigateTo(UrlOf(next), replace: isTyping);
    }

    private void Apply(FlowCondition? where)
    {
        _isBuilding = false;
        Go(_state with { Where = where, Page = 1 });
    }

    private Task ExportAsync() => Dialogs.OpenAsync<ExportDialog>(
        "Export flows",
        new Dictionary<string, object?> { [nameof(ExportDialog.State)] = _state, [nameof(ExportDialog.Filters)] = Chips.Select(chip => chip.Text).ToList() },
        ExportDialog.Options);

    private void Move(long id) => Navigation.NavigateTo(UrlOfFlow(id), replace: true);

    private async Task CloseAsync()
    {
        // Opened from the list, the list is one step back; opened by its address, there is no such step.
        if (_openedHere && _module is not null)
        {
            await _module.InvokeVoidAsync("back");
        }
        else
        {
            Navigation.NavigateTo(UrlOf(_state), replace: true);
        }
    }

    private async Task ShowWaiting()
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("toTop");
        }

        if (_state.Page > 1 && _state.Order == FlowOrder.Newest)
        {
            Go(_state with { Page = 1 });
        }
        else
        {
            await LoadAsync(isQuiet: true);
        }
    }
}
