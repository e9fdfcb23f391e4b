using Dashboard.Alerts.Inbox;
using Dashboard.Alerts.Lists;
using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Domain.Alerts;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace Dashboard.Web.Pages.Alerts;

/// <summary>The alerts that are open, by plate, as they come; and all that were.</summary>
public sealed partial class AlertsPage : IAsyncDisposable
{
    private const int PageSize = 25;

    // The most that can be undone, one after the other.
    private const int MaxSteps = 50;

    // The next row slides under the pointer: the second press of a double click must not hit it.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(700);

    private static readonly (string Key, string Text)[] Keys =
    [
        ("j", Localizer.Key("Next plate")),
        ("k", Localizer.Key("Previous plate")),
        ("a", Localizer.Key("Acknowledge")),
        ("u", Localizer.Key("Undo the last acknowledgement")),
        ("c", Localizer.Key("Comment")),
        ("Enter", Localizer.Key("Open the flow")),
        ("r", Localizer.Key("Show what has changed")),
        ("?", Localizer.Key("These shortcuts")),
    ];

    // What another web node makes, this one's feed does not tell.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);

    private IReadOnlyList<AlertList> _lists = [];
    private IReadOnlyList<(int Id, string Name)> _cameras = [];
    private AlertsPageState _state = new();
    private AlertFilter _filter = new();
    private AlertGroupPage? _page;
    // What was acknowledged here, the last at the end: each can be undone.
    private readonly List<Acknowledgement> _acknowledged = [];
    private bool _wasDoneByAnother;
    private DateTimeOffset _acknowledgedAt;
    private IDisposable? _subscription;
    private ElementReference _list;
    private ScriptModule? _script;
    private DateTimeOffset _loadedAt;
    private string? _error;
    private int _loads;
    private int? _focus;
    private bool _canOperate;
    private bool _isBusy;
    private bool _isWaiting;
    private volatile bool _hasChanged;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    [SupplyParameterFromQuery]
    public string? List { get; set; }

    [SupplyParameterFromQuery]
    public string? Camera { get; set; }

    /// <summary><c>all</c>: also those that somebody has acknowledged.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    /// <summary>When the vehicles were seen.</summary>
    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    /// <summary>From this moment on.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>Before this moment.</summary>
    [SupplyParameterFromQuery]
    public string? To { get; set; }

    /// <summary>The page, from 1.</summary>
    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    private IReadOnlyList<AlertGroup> Open => [.. (_page?.Groups ?? []).Where(group => group.Open > 0)];

    // A new alert stands at the head of what is shown.
    private bool ShowsNew => _page is not null && !_isWaiting && !_state.IsFiltered && _state.Page == 1;

    private string? Summary => _page switch
    {
        null or { Total: 0 } => null,
        { Total: var total } => L.Plural(total, "{0} plate", "{0} plates"),
    };

    private string Nothing => this switch
    {
        { _state.IsFiltered: true } => L["No alert matches these filters."],
        { _lists.Count: 0 } => L["Alerts are raised by lists of plates. There is no list yet."],
        { _state.ShowsAll: true } => L["Vehicles that match one of the lists appear here."],
        _ => L["Every alert has been acknowledged. New ones appear here automatically."],
    };

    /// <summary>Called by the browser when somebody begins or ends to work in the list: rows do not move under their hands.</summary>
    [JSInvokable]
    public void SetBusy(bool isBusy) => _isBusy = isBusy;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _subscription = Feed.Subscribe(_ => _hasChanged = true);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _state = AlertsPageState.FromUrl(
            QueryValue.Int(List), QueryValue.Int(Camera), Show, Period, From, To, QueryValue.Int(Page));
        _canOperate = (await AuthenticationState).User.CanOperate();
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Script, "./Web/Pages/Alerts/AlertsPage.razor.js", "leave");
            await _script.RunAsync("start", _list, _script.Expose(this));
        }

        if (_focus is { } index && _script is not null)
        {
            _focus = null;
            await _script.RunAsync("focusRow", index);
        }
    }

    /// <inheritdoc/>
    protected override async Task RefreshAsync()
    {
        if (!_hasChanged && Now - _loadedAt <= PollInterval)
        {
            return;
        }

        var before = _page;
        var page = await ReadAsync();
        if (_isBusy && before is not null && !page.Groups.Select(group => group.Key).SequenceEqual(before.Groups.Select(group => group.Key)))
        {
            _isWaiting = true;
        }
        else
        {
            Take(page);
        }
    }

    /// <inheritdoc/>
    protected override void OnGone() => _subscription?.Dispose();

    private async Task LoadAsync() => Take(await ReadAsync());

    // The next key means the row that is next on the screen: nothing new comes in above it.
    private async Task ShowLeftAsync()
    {
        var before = _page?.Groups.Select(group => group.Key).ToHashSet() ?? [];
        var page = await ReadAsync();
        var left = page.Groups.Where(group => before.Contains(group.Key)).ToList();
        Take(left.Count > 0 ? page with { Groups = left } : page);
        _isWaiting = left.Count > 0 && left.Count < page.Groups.Count;
    }

    private void Take(AlertGroupPage page)
    {
        (_page, _isWaiting) = (page, false);
        _loads++;
    }

    private async Task<AlertGroupPage> ReadAsync()
    {
        (_hasChanged, _loadedAt) = (false, Now);
        var siteScope = await SiteScopes.GetAsync((await AuthenticationState).User, Gone);
        _lists = [.. (await ListStore.ListAsync(Gone)).Where(list => AlertListRules.IsSeen(list, siteScope))];
        _cameras = [.. (await CameraStore.ListAsync(siteScope, Gone)).Select(camera => (camera.Id, camera.Alias))
            .OrderBy(camera => camera.Alias, StringComparer.CurrentCultureIgnoreCase)];
        _filter = _state.ToFilter(Clock);
        return await Store.PageAsync(_filter, _state.Page, PageSize, siteScope, Gone);
    }

    private Task PressAsync(AlertGroup group, MouseEventArgs press) =>
        press.Detail > 1 || (press.Detail == 1 && Now - _acknowledgedAt < Settling)
            ? Task.CompletedTask
            : AcknowledgeAsync([group], IndexOf(group.Newest.Alert));

    private async Task AcknowledgeAsync(IReadOnlyList<AlertGroup> groups, int index)
    {
        var result = await Actions.AcknowledgeAsync((await AuthenticationState).User, _filter, groups);
        (_error, _wasDoneByAnother) = (result.Refusal, result is { IsDone: true, Value.Count: 0 });
        if (result.IsDone && !_wasDoneByAnother)
        {
            _acknowledged.Add(result.Value);
            _acknowledgedAt = Now;
            _acknowledged.RemoveRange(0, Math.Max(0, _acknowledged.Count - MaxSteps));
        }

        _focus = index;
        await ShowLeftAsync();
        StateHasChanged();
    }

    // What was acknowledged before is no longer what it was.
    private Task ReopenAsync(Alert alert)
    {
        _acknowledged.Clear();
        return ChangeAsync(IndexOf(alert), person => Actions.ReopenAsync(person, alert.Id));
    }

    private Task UndoAsync()
    {
        if (_acknowledged is not [.., var last])
        {
            return Task.CompletedTask;
        }

        _acknowledged.RemoveAt(_acknowledged.Count - 1);
        return ChangeAsync(0, person => Actions.UndoAsync(person, last));
    }

    private async Task CommentAsync(Alert alert)
    {
        if (_canOperate && await Dialogs.OpenAsync<AlertCommentDialog>(
            L["Comment on {0}", alert.Plate], AlertCommentDialog.Options, (nameof(AlertCommentDialog.Alert), alert)) is true)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    // Where the row stands: the focus stays there when what was pressed has gone.
    private int IndexOf(Alert alert) =>
        Math.Max(0, _page?.Groups.TakeWhile(group => group.Newest.Alert.Id != alert.Id).Count() ?? 0);

    private async Task ChangeAsync(int index, Func<System.Security.Claims.ClaimsPrincipal, Task<ChangeResult>> change)
    {
        _focus = index;
        (_error, _wasDoneByAnother) = ((await change((await AuthenticationState).User)).Refusal, false);
        await LoadAsync();
        StateHasChanged();
    }
}
