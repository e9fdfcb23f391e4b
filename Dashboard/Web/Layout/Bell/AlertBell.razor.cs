using Dashboard.Alerts.Inbox;
using Dashboard.Web.Pages.Flows.Viewer;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Dashboard.Web.Layout.Bell;

/// <summary>Sound and browser notification of alerts.</summary>
public sealed partial class AlertBell
{
    private ElementReference _menu;
    private ScriptModule? _script;
    private bool _hasSound;
    private bool _hasNotification;
    private bool _hasNotices = true;
    private bool _canNotify;
    private string? _permission = "default";
    private string? _error;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private string Label => Watch is { Count: > 0 } ? L["Alert settings, {0} open", Watch.CountText] : L["Alert settings"];

    private string Hint => _permission switch
    {
        "denied" => L["This browser blocks notifications from this site."],
        "granted" or "default" => L["Shown while this page is in the background."],
        _ => L["Browsers allow this only over https."],
    };

    /// <summary>Called by the browser when it was asked whether it may notify.</summary>
    [JSInvokable]
    public async Task SetNotificationAsync(bool isOn, string permission)
    {
        _hasNotification = isOn;
        Describe(permission);
        await KeepAsync(AlertPreferences.Notification, isOn);
        StateHasChanged();
    }

    /// <summary>Called by the browser when somebody chose a notification.</summary>
    [JSInvokable]
    public void OpenFlow(long flow) => Navigation.NavigateTo(ViewerReturn.Flow(Navigation, flow));

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
        if (Watch is not null)
        {
            Watch.Arrived += OnArrived;
        }

        var kept = await Preferences.FindAsync((await AuthenticationState).User, AlertPreferences.Prefix);
        _hasSound = kept.GetValueOrDefault(AlertPreferences.Sound) == AlertPreferences.On;
        _hasNotification = kept.GetValueOrDefault(AlertPreferences.Notification) == AlertPreferences.On;
        _hasNotices = kept.GetValueOrDefault(AlertPreferences.Notices) != AlertPreferences.Off;
        Watch?.ShowNotices(_hasNotices);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Script, "./Web/Layout/Bell/AlertBell.razor.js", "leave");
            var permission = await _script.GetAsync<string>("start", _menu, _script.Expose(this), _hasSound);
            Describe(permission);
            _hasNotification &= permission == "granted";
            StateHasChanged();
        }
    }

    private protected override void OnGone(AlertWatch watch) => watch.Arrived -= OnArrived;

    private void Describe(string? permission)
    {
        _permission = permission;
        _canNotify = permission is "granted" or "default";
    }

    private async Task SetSoundAsync(bool isOn)
    {
        _hasSound = isOn;
        if (_script is not null)
        {
            await _script.RunAsync("setSound", isOn);
        }

        await KeepAsync(AlertPreferences.Sound, isOn);
    }

    private async Task SetNoticesAsync(bool isOn)
    {
        _hasNotices = isOn;
        Watch?.ShowNotices(isOn);
        await KeepAsync(AlertPreferences.Notices, isOn);
    }

    private async Task KeepAsync(string key, bool isOn)
    {
        var kept = await Preferences.SetAsync((await AuthenticationState).User, key, isOn ? AlertPreferences.On : AlertPreferences.Off);
        _error = kept.Refusal;
    }

    private void OnArrived(IReadOnlyList<AlertRow> rows) => _ = InvokeAsync(() => TellAsync(rows[0], rows.Count));

    private async Task TellAsync(AlertRow row, int count)
    {
        if (_script is null || (!_hasSound && !_hasNotification))
        {
            return;
        }

        var title = count == 1
            ? $"{row.Plate}: {row.Alert.ListName}"
            : L["{0}: {1}, and {2} more", row.Plate, row.Alert.ListName, count - 1];
        var possible = row.PossiblePlate is { } plate ? L["Possible reading {0}, {1}", plate, DisplayFormat.Percent(row.Alert.Confidence)] : "";
        var text = string.Join('\n', new[] { row.Camera, possible, row.Alert.Description }.Where(line => line.Length > 0));
        await _script.RunAsync(
            "tell",
            new
            {
                id = row.Alert.Id,
                flow = row.Alert.FlowId,
                title,
                text,
                picture = row.HasPlatePicture ? Urls.FlowPlate(row.Alert.FlowId) : null,
                sound = _hasSound,
                notification = _hasNotification,
            });
    }
}
