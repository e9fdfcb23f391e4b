using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Flows;

/// <summary>
/// Flows and cameras of the server's own database. The site scope is asked for with every query, so that a change of somebody's sites reaches an
/// open page. Queries run away from the page's own thread: SQLite answers on the thread that asks, and the page must stay alive meanwhile.
/// </summary>
internal sealed class FlowSource(
    FlowSearch search, CameraStore cameras, SiteScopeProvider scopes, AuthenticationStateProvider authentication) : IFlowSource
{
    public Task<FlowPage> SearchAsync(FlowQuery query, CancellationToken cancellationToken) =>
        RunAsync(scope => search.SearchAsync(query, scope, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<FlowWithCamera>> PeekAsync(FlowQuery query, CancellationToken cancellationToken) =>
        RunAsync(scope => search.PeekAsync(query, scope, cancellationToken), cancellationToken);

    public Task<long> CountAsync(FlowCondition? where, CancellationToken cancellationToken) =>
        RunAsync(scope => search.CountAsync(where, scope, cancellationToken), cancellationToken);

    public Task<FlowWithCamera?> FindAsync(long id, CancellationToken cancellationToken) =>
        RunAsync(scope => search.FindAsync(id, scope, cancellationToken), cancellationToken);

    public Task<FlowNeighbours> FindNeighboursAsync(FlowQuery query, long id, CancellationToken cancellationToken) =>
        RunAsync(scope => search.NeighboursAsync(query, id, scope, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<CameraChoice>> ListCamerasAsync(CancellationToken cancellationToken) =>
        [.. (await RunAsync(scope => cameras.ListAsync(scope, cancellationToken), cancellationToken)).Select(
            camera => new CameraChoice(camera.Id, camera.Alias))];

    private async Task<T> RunAsync<T>(Func<SiteScope, Task<T>> query, CancellationToken cancellationToken)
    {
        var person = (await authentication.GetAuthenticationStateAsync()).User;
        var scope = await scopes.GetAsync(person, cancellationToken);
        return await Task.Run(() => query(scope), cancellationToken);
    }
}
