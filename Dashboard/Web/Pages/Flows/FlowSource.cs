using Dashboard.Agents;
using Dashboard.Alerts.Lists;
using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Security.Accounts;
using Dashboard.Web.Pages.Flows.Filter;
using Dashboard.Web.Pages.Flows.List.Live;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Flows;

/// <summary>
/// Flows and cameras of the server's own database. The site scope is asked for with every query, so that a change of somebody's sites reaches an
/// open page. Queries run away from the page's own thread: SQLite answers on the thread that asks, and the page must stay alive meanwhile.
/// </summary>
internal sealed class FlowSource(
    FlowSearch search,
    FlowMarks marks,
    CameraStore cameras,
    SiteStore sites,
    AlertListStore lists,
    LiveFlows live,
    Preferences preferences,
    SiteScopeProvider scopes,
    AuthenticationStateProvider authentication) : IFlowSource
{
    public Task<FlowPage> SearchAsync(FlowQuery query, CancellationToken cancellationToken) =>
        RunAsync(scope => SearchAsync(query, scope, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<FlowWithCamera>> PeekAsync(FlowQuery query, CancellationToken cancellationToken) =>
        RunAsync(scope => search.PeekAsync(query, scope, cancellationToken), cancellationToken);

    public Task<long> CountAsync(FlowCondition? where, CancellationToken cancellationToken) =>
        RunAsync(scope => search.CountAsync(where, scope, cancellationToken), cancellationToken);

    public async Task<FlowPage> SearchLiveAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        var scope = await ScopeAsync(cancellationToken);
        return await live.AskAsync(
            ("page", scope, FlowQueryText.ToQueryString(query)),
            () => Task.Run(() => SearchAsync(query, scope, CancellationToken.None), CancellationToken.None),
            cancellationToken);
    }

    public async Task<long> CountLiveAsync(FlowCondition? where, CancellationToken cancellationToken)
    {
        var scope = await ScopeAsync(cancellationToken);
        return await live.AskAsync(
            ("count", scope, where is null ? "" : FlowQueryText.Write(where)),
            () => Task.Run(() => search.CountAsync(where, scope, CancellationToken.None), CancellationToken.None),
            cancellationToken);
    }

    public async Task<string?> RecallAsync(string key, CancellationToken cancellationToken) =>
        await preferences.GetAsync((await authentication.GetAuthenticationStateAsync()).User, key, cancellationToken);

    public async Task KeepAsync(string key, string value, CancellationToken cancellationToken) =>
        await preferences.SetAsync((await authentication.GetAuthenticationStateAsync()).User, key, value, cancellationToken);

    public Task<FlowWithCamera?> FindAsync(long id, CancellationToken cancellationToken) =>
        RunAsync(
            async scope => await search.FindAsync(id, scope, cancellationToken) is { } row
                ? (await marks.AddAsync([row], cancellationToken))[0]
                : null,
            cancellationToken);

    public Task<FlowNeighbours> FindNeighboursAsync(FlowQuery query, long id, CancellationToken cancellationToken) =>
        RunAsync(scope => search.NeighboursAsync(query, id, scope, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<FlowWithCamera>> MarkAsync(IReadOnlyList<FlowWithCamera> rows, CancellationToken cancellationToken) =>
        Task.Run(() => marks.AddAsync(rows, cancellationToken), cancellationToken);

    public IDisposable FollowMarks(Action<IReadOnlyList<long>> marked) => marks.Follow(marked);

    public async Task<IReadOnlyList<CameraChoice>> ListCamerasAsync(CancellationToken cancellationToken) =>
        [.. (await RunAsync(scope => cameras.ListAsync(scope, cancellationToken), cancellationToken)).Select(
            camera => new CameraChoice(camera.Id, camera.Alias, camera.Direction?.Name, camera.Direction?.Opposite ?? "", !camera.IsEnabled))];

    public Task<(IReadOnlyList<NamedChoice> Sites, IReadOnlyList<NamedChoice> Lists)> ListNamesAsync(CancellationToken cancellationToken) =>
        RunAsync(
            async scope =>
            {
                var allSites = await sites.ListAsync(cancellationToken);
                var allLists = await lists.ListAsync(cancellationToken);
                return (
                    Named(allSites.Where(site => scope.Includes(site.Id)).Select(site => new NamedChoice(site.Id, site.Name))),
                    Named(allLists.Where(list => AlertListRules.IsSeen(list, scope)).Select(list => new NamedChoice(list.Id, list.Name))));
            },
            cancellationToken);

    private static IReadOnlyList<NamedChoice> Named(IEnumerable<NamedChoice> choices) => [.. choices];

    private async Task<T> RunAsync<T>(Func<SiteScope, Task<T>> query, CancellationToken cancellationToken)
    {
        var scope = await ScopeAsync(cancellationToken);
        return await Task.Run(() => query(scope), cancellationToken);
    }

    private async Task<FlowPage> SearchAsync(FlowQuery query, SiteScope scope, CancellationToken cancellationToken)
    {
        var page = await search.SearchAsync(query, scope, cancellationToken);
        return page with { Rows = await marks.AddAsync(page.Rows, cancellationToken) };
    }

    private async Task<SiteScope> ScopeAsync(CancellationToken cancellationToken) =>
        await scopes.GetAsync((await authentication.GetAuthenticationStateAsync()).User, cancellationToken);
}
