using System.Globalization;
using Dashboard.Domain.Cameras;
using Dashboard.Security.Accounts;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Dashboard.Web.Pages.Live;

/// <summary>The cameras as live pictures, with the plates as they are read and the last flows beside them.</summary>
public sealed partial class LivePage : IAsyncDisposable
{
    private const int MaxColumns = 6;
    private static readonly TimeSpan ListAgain = TimeSpan.FromSeconds(10);
    private const string OrderKey = "live.order";
    private const string ColumnsKey = "live.columns";

    private IReadOnlyList<Camera>? _cameras;
    private List<int> _order = [];
    private int _columns;
    private int _fitting;
    private IReadOnlyDictionary<int, string> _agents = new Dictionary<int, string>();
    private DateTimeOffset _listedAt;
    private string? _address;
    private bool _canAdminister;
    private ScriptModule? _script;

    /// <summary>The camera that is shown alone; null: all.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "camera")]
    public string? CameraText { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private Camera? Enlarged => QueryValue.Int(CameraText) is { } id ? _cameras?.FirstOrDefault(camera => camera.Id == id) : null;

    private IEnumerable<Camera> Shown =>
        Enlarged is { } one ? [one] : _cameras!.OrderBy(camera => _order.IndexOf(camera.Id) is var at && at < 0 ? int.MaxValue : at);

    // One below the other: what is first stands above, not to the left.
    private bool IsColumn => _fitting == 1;

    private string? Summary => Enlarged is null && _cameras is { Count: > 0 and var count } ? L.Plural(count, "{0} camera", "{0} cameras") : null;

    /// <summary>Called by the browser: as many columns stand on the wall, which may be fewer than were chosen.</summary>
    [JSInvokable]
    public void TellColumns(int columns)
    {
        _fitting = columns;
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
        _canAdminister = person.CanAdminister();
        _order = [.. (await Preferences.GetAsync(person, OrderKey) ?? "").Split(',')
            .Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)];
        _columns = int.TryParse(await Preferences.GetAsync(person, ColumnsKey), CultureInfo.InvariantCulture, out var columns) ? Math
            .Clamp(columns, 0, MaxColumns) : 0;
        await RefreshAsync();
    }

    /// <summary>What somebody may no longer see goes while they look, as it does from the stream.</summary>
    protected override async Task RefreshAsync()
    {
        if (_cameras is not null && Now - _listedAt < ListAgain)
        {
            return;
        }

        _listedAt = Now;
        var scope = await SiteScopes.GetAsync((await AuthenticationState).User, Gone);
        _agents = (await Agents.GetAsync(Gone)).Agents.Values.ToDictionary(agent => agent.Id, agent => agent.Uid);
        _cameras = [.. (await Store.ListAsync(scope, Gone)).Where(camera => camera.IsEnabled)];
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_cameras is null)
        {
            return;
        }

        // The stream is asked for anew only where other cameras are shown.
        var watched = string.Join(',', Shown.Where(camera => camera.AgentId is null).Select(camera => camera.Id).Order());
        var address = Urls.LiveStreamOf(watched, Enlarged is not null);
        if (address == _address)
        {
            return;
        }

        _address = address;
        _script ??= new ScriptModule(Script, "./Web/Pages/Live/LivePage.razor.js", "stop");
        await _script.RunAsync("watch", address, watched.Length > 0, _script.Expose(this));
    }

    private async Task MoveAsync(int camera, int by)
    {
        var order = Shown.Select(one => one.Id).ToList();
        var at = order.IndexOf(camera);
        var to = Math.Clamp(at + by, 0, order.Count - 1);
        order.RemoveAt(at);
        order.Insert(to, camera);
        _order = order;
        await Preferences.SetAsync((await AuthenticationState).User, OrderKey, string.Join(',', order));
    }

    private async Task ChooseColumnsAsync(ChangeEventArgs change)
    {
        _columns = int.TryParse(change.Value?.ToString(), CultureInfo.InvariantCulture, out var columns) ? Math.Clamp(columns, 0, MaxColumns) : 0;
        await Preferences.SetAsync((await AuthenticationState).User, ColumnsKey, _columns.ToString(CultureInfo.InvariantCulture));
    }

    private async Task FillScreenAsync()
    {
        if (_script is not null)
        {
            await _script.RunAsync("fillScreen");
        }
    }
}
