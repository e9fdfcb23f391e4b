using Dashboard.Agents;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Web.Pages.Cameras.Form;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>How one camera does, for everybody who may see it. What can be changed of it is a page of its own.</summary>
public sealed partial class CameraPage
{
    private const int PictureWidth = 960;

    private Camera? _camera;
    private AgentMap? _map;
    private string? _former;
    private int _shown;
    private bool _isMissing;
    private bool _canOperate;
    private bool _canAdminister;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    [Parameter]
    public int Id { get; set; }

    /// <summary><c>30d</c>: health of a month, otherwise of a day.</summary>
    [SupplyParameterFromQuery]
    public string? Health { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Id)
        {
            return;
        }

        (_shown, _camera, _former, _isMissing) = (Id, null, null, false);
        var person = (await AuthenticationState).User;
        (_canOperate, _canAdminister) = (person.CanOperate(), person.CanAdminister());
        await RefreshAsync();
        if (_camera is { AgentId: not null })
        {
            _former = await FindFlowPictureAsync();
        }
    }

    /// <summary>The camera, or the person, may belong to another site since the page was opened: then it is as if there were none.</summary>
    protected override async Task RefreshAsync()
    {
        _map = await Agents.GetAsync(Gone);
        _camera = await Store.FindAsync(Id, await SiteScopeAsync(), Gone);
        _isMissing = _camera is null;
    }

    private async ValueTask<SiteScope> SiteScopeAsync() => await SiteScopes.GetAsync((await AuthenticationState).User, Gone);

    private async Task SwitchAsync(bool on)
    {
        if (_camera is { } camera)
        {
            await Store.SwitchAsync(camera, on, await SiteScopeAsync(), Notices, Gone);
            await RefreshAsync();
        }
    }

    // What an agent watches was seen here when its newest flow was stored.
    private async Task<string?> FindFlowPictureAsync()
    {
        var ofCamera = new FlowComparison(FlowField.CameraId, FlowOperator.Equal, (long)Id);
        return await Flows.PeekAsync(new FlowQuery(ofCamera, FlowOrder.Newest, 1, 1), Gone) is [{ Flow: { HasPicture: true } flow }]
            ? $"{Urls.FlowPicture(flow.Id)}?w={PictureWidth}"
            : null;
    }

    private async Task DeleteAsync()
    {
        if (_camera is { } camera && await Store.DeleteAsync(camera, Dialogs, Notices))
        {
            Navigation.NavigateTo(Urls.Cameras);
        }
    }
}
