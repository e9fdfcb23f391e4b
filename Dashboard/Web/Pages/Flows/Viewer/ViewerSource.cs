using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Flows.Corrections;
using Dashboard.Security.Accounts;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Flows.Viewer;

/// <summary>The server's own flows; the stores check with each call what the person may see and do.</summary>
internal sealed class ViewerSource(
    FlowCorrector corrector, SiteScopeProvider scopes, AuthenticationStateProvider authentication) : IViewerSource
{
    public async Task<bool> CanChangeAsync() => (await authentication.GetAuthenticationStateAsync()).User.CanOperate();

    public async Task<IReadOnlyList<FlowCorrection>> ListCorrectionsAsync(long flow, CancellationToken cancellationToken)
    {
        var person = (await authentication.GetAuthenticationStateAsync()).User;
        return await corrector.HistoryAsync(flow, await scopes.GetAsync(person, cancellationToken), cancellationToken);
    }

    public async Task<ChangeResult> CorrectAsync(long flow, string plate, CancellationToken cancellationToken) =>
        await corrector.CorrectAsync([flow], plate, (await authentication.GetAuthenticationStateAsync()).User, cancellationToken);

    public async Task<ChangeResult> RestoreAsync(long flow, CancellationToken cancellationToken) =>
        await corrector.RestoreAsync([flow], (await authentication.GetAuthenticationStateAsync()).User, cancellationToken);
}
