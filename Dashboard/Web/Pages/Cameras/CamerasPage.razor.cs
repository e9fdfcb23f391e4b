using Dashboard.Web.Languages;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Health.CameraHealth;
using Dashboard.Storage;
using Dashboard.Web.Pages.Cameras.Form;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>The cameras with their live state.</summary>
public sealed partial class CamerasPage
{
    private static readonly (CameraFilter Filter, string Text)[] Filters =
    [
        (CameraFilter.All, Localizer.Key("All|cameras")), (CameraFilter.Running, Localizer.Key("Running")),
        (CameraFilter.Problem, Localizer.Key("No picture")), (CameraFilter.Off, Localizer.Key("Off|cameras")),
    ];

    private static readonly TimeSpan DaysAge = TimeSpan.FromSeconds(5);

    private IReadOnlyList<Camera>? _cameras;
    private IReadOnlyDictionary<int, AgentRow> _agents = new Dictionary<int, AgentRow>();
    private IReadOnlyDictionary<int, HealthSpan> _days = new Dictionary<int, HealthSpan>();
    private DateTimeOffset _daysAt;
    private CamerasPageState _state = new();
    private HashSet<int> _dark = [];
    private bool _canOperate;
    private bool _canAdminister;
    private readonly Dictionary<int, Snackbar?> _switchedOff = [];
    private volatile bool _hasChanged;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <summary>Part of a name.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    /// <summary>A <see cref="CameraFilter"/>.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>From 1.</summary>
    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    /// <summary>Whether a phone shows all cameras without frames.</summary>
    [SupplyParameterFromQuery]
    public string? Dark { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var person = (await AuthenticationState).User;
        _canOperate = person.CanOperate();
        _canAdminister = person.CanAdminister();
        Store.Changed += OnCamerasChanged;
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _state = CamerasPageState.FromUrl(Q, State, Page, Dark);

        // As it is when the list is opened, or cut anew: cards that moved by themselves would be pressed by mistake.
        _dark = [.. (_cameras ?? []).Where(camera => CameraLabels.NeedsAttention(camera, Statuses.Get(camera.Id))).Select(camera => camera.Id)];
    }

    /// <inheritdoc/>
    protected override async Task RefreshAsync()
    {
        if (_hasChanged)
        {
            _hasChanged = false;
            await LoadAsync();
        }
        else if (Now - _daysAt > DaysAge || Now < _daysAt)
        {
            await LoadDaysAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnGone() => Store.Changed -= OnCamerasChanged;

    private async ValueTask<SiteScope> SiteScopeAsync() => await SiteScopes.GetAsync((await AuthenticationState).User, Gone);

    private void OnCamerasChanged() => _hasChanged = true;

    private async Task LoadAsync()
    {
        _cameras = await Store.ListAsync(await SiteScopeAsync(), Gone);
        _agents = (await Agents.GetAsync(Gone)).Agents;
        await LoadDaysAsync();
    }

    private async Task LoadDaysAsync() => (_days, _daysAt) = (await Health.ReadDaysAsync(Now, Gone), Now);

    private string? AgentOf(Camera camera) => camera.AgentId is { } id ? _agents.GetValueOrDefault(id)?.Name ?? L["another machine"] : null;

    private int CountOf(CameraFilter filter)
    {
        var state = _state with { Filter = filter };
        return _cameras!.Count(camera => state.Shows(camera, Statuses.Get(camera.Id)));
    }

    private void Show(CamerasPageState state)
    {
        _state = state;
        Navigation.NavigateTo(state.ToUrl(), replace: true);
    }

    // Up to where the next page begins.
    private async Task GoAsync(int page)
    {
        Show(_state with { Page = page });
        await Script.InvokeVoidAsync("window.scrollTo", 0, 0);
    }

    private async Task SwitchAsync(Camera camera, bool on)
    {
        var isDone = await Store.SwitchAsync(camera, on, await SiteScopeAsync(), Notices, Gone);
        if (isDone && on && _switchedOff.Remove(camera.Id, out var told) && told is not null)
        {
            Notices.Remove(told);
        }
        else if (isDone && !on)
        {
            // A thumb that scrolls past may have touched it.
            _switchedOff[camera.Id] = Notices.Add(L["Camera “{0}” was switched off: no plates are read there.", camera.Alias], Severity.Normal, notice =>
            {
                notice.Action = L["Switch it on again"];
                notice.OnClick = _ => SwitchOnAgainAsync(camera);
            });
        }

        _cameras = await Store.ListAsync(await SiteScopeAsync(), Gone);
    }

    private Task SwitchOnAgainAsync(Camera camera) => InvokeAsync(async () =>
    {
        if (!Gone.IsCancellationRequested)
        {
            await SwitchAsync(camera, on: true);
            StateHasChanged();
        }
    });

    private Task CaptureAsync(Camera camera) => Dialogs.OpenAsync<CaptureNowDialog>(
        L["Capture from {0}", camera.Alias], CaptureNowDialog.Options, (nameof(CaptureNowDialog.Camera), camera));

    private async Task DeleteAsync(Camera camera)
    {
        if (await Store.DeleteAsync(camera, Dialogs, Notices))
        {
            _cameras = await Store.ListAsync(await SiteScopeAsync(), Gone);
        }
    }
}
