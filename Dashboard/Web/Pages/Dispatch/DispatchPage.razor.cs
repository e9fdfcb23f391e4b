using Dashboard.Alerts.Inbox;
using Dashboard.Storage;
using Dashboard.Web.Layout.Bell;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Dashboard.Web.Pages.Dispatch;

/// <summary>The newest open alert for a screen on the wall, that nobody has to touch for days.</summary>
public sealed partial class DispatchPage : IAsyncDisposable
{
    // A key or a press that was meant for the alert before must not hit one that has just taken its place.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private List<AlertGroup> _open = [];
    private int _count;
    private HashSet<long>? _known;
    private IDisposable? _watching;
    private ScriptModule? _script;
    private Acknowledgement? _done;
    private string? _donePlate;
    private string? _error;
    private long? _chosen;
    private long? _last;
    private DateTimeOffset _since;
    private bool _canOperate;
    private bool _isFocusDue;
    private bool _isLoaded;
    private bool _hasSound;
    private volatile bool _hasChanged;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private AlertGroup? Current => _open.Find(group => group.Newest.Alert.Id == _chosen) ?? _open.FirstOrDefault();

    private bool IsSettled => Now - _since >= Settling;

    private string OpenText => _count switch
    {
        0 => "",
        AlertStore.MaxRows => L["The newest {0} open", AlertStore.MaxRows],
        var n => L.Plural(n, "{0} open|one alert", "{0} open"),
    };

    /// <summary>Called by the browser for a key.</summary>
    [JSInvokable]
    public async Task KeyAsync(string key)
    {
        if (key == "u")
        {
            await UndoAsync();
        }
        else if (_canOperate && Current is { } group)
        {
            await PressAsync(group);
        }

        StateHasChanged();
    }

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
    protected override async Task OnInitializedAsync()
    {
        var person = (await AuthenticationState).User;
        _canOperate = person.CanOperate();
        _hasSound = await Preferences.GetAsync(person, AlertPreferences.Sound, Gone) == AlertPreferences.On;
        await LoadAsync();
        if (RendererInfo.IsInteractive && !Gone.IsCancellationRequested)
        {
            _watching = OpenAlerts.Watch(_ => _hasChanged = true);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Script, "./Web/Pages/Dispatch/DispatchPage.razor.js", "leave");
            await _script.RunAsync("start", _script.Expose(this), _hasSound);
        }

        if (_isFocusDue && _script is not null)
        {
            _isFocusDue = false;
            await _script.RunAsync("focusNext");
        }
    }

    /// <inheritdoc/>
    protected override async Task RefreshAsync()
    {
        if (!_hasChanged)
        {
            return;
        }

        _hasChanged = false;
        try
        {
            await LoadAsync();
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            // Nobody is here to press a button: it is tried again with the next second.
            (_hasChanged, _error) = (true, L["The alerts cannot be read: {0}. Trying again.", L.Message(StorageFailure.Describe(exception))]);
        }
    }

    /// <inheritdoc/>
    protected override void OnGone() => _watching?.Dispose();

    private async Task LoadAsync()
    {
        var siteScope = await SiteScopes.GetAsync((await AuthenticationState).User, Gone);
        var rows = await Store.ListOpenAsync(AlertStore.MaxRows, siteScope, cancellationToken: Gone);
        (_isLoaded, _error, _count) = (true, null, rows.Count);
        _open = [.. rows.GroupBy(row => (row.Alert.Plate, row.Alert.ListId)).Select(
            group => new AlertGroup(group.First(), group.Count(), group.Count(), group.Sum(row => row.Alert.RepeatCount))
            {
                Commented = group.FirstOrDefault(row => row.Alert.Comment.Length > 0)?.Alert,
            })];
        var isNew = _known is not null && rows.Any(row => !_known.Contains(row.Alert.Id));
        _known = [.. rows.Select(row => row.Alert.Id)];
        _chosen = isNew ? null : _chosen;
        NoteCurrent();
        if (isNew && _hasSound && _script is not null)
        {
            await _script.RunAsync("chime");
        }
    }

    private void NoteCurrent()
    {
        if (Current?.Newest.Alert.Id != _last)
        {
            (_last, _since) = (Current?.Newest.Alert.Id, Now);
            _ = RenderSettledAsync();
        }
    }

    private async Task RenderSettledAsync()
    {
        await Task.Delay(Settling, Time, Gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Gone.IsCancellationRequested)
        {
            await InvokeAsync(StateHasChanged);
        }
    }

    private void Choose(long id)
    {
        _chosen = id;
        NoteCurrent();

        // Whoever chose it has looked at it.
        _since = DateTimeOffset.MinValue;
    }

    private Task PressAsync(AlertGroup group) => IsSettled ? AcknowledgeAsync(group) : Task.CompletedTask;

    private async Task AcknowledgeAsync(AlertGroup group)
    {
        var result = await Actions.AcknowledgeAsync((await AuthenticationState).User, new AlertFilter(), [group]);
        if (result.IsDone)
        {
            (_done, _donePlate) = (result.Value.Count > 0 ? result.Value : null, group.Newest.Plate);
            await LoadAsync();
            _isFocusDue = true;
        }

        _error = result.Refusal;
    }

    private async Task UndoAsync()
    {
        if (_done is not { } done)
        {
            return;
        }

        _error = (await Actions.UndoAsync((await AuthenticationState).User, done)).Refusal;
        _done = null;
        _known = null;
        await LoadAsync();
        _isFocusDue = true;
    }

    private async Task SwitchSoundAsync()
    {
        _hasSound = !_hasSound;
        if (_script is not null)
        {
            await _script.RunAsync("setSound", _hasSound);
        }

        _error = (await Preferences.SetAsync(
            (await AuthenticationState).User, AlertPreferences.Sound, _hasSound ? AlertPreferences.On : "off")).Refusal;
    }
}
