using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Flows.Corrections;
using Dashboard.Flows.Notes;
using Dashboard.Flows.Plates;
using Dashboard.Retention;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Flows.Viewer;

/// <summary>
/// The server's own flows; the stores check with each call what the person may see and do. Queries run away from the page's own thread, for SQLite
/// answers on the thread that asks.
/// </summary>
internal sealed class ViewerSource(
    FlowCorrector corrector,
    PlateHistory plates,
    NoteStore notes,
    EvidenceHolds holds,
    SiteScopeProvider scopes,
    AuthenticationStateProvider authentication) : IViewerSource
{
    private const int EarlierPassages = 5;

    public async Task<ClaimsPrincipal> PersonAsync() => (await authentication.GetAuthenticationStateAsync()).User;

    public async Task<IReadOnlyList<FlowCorrection>> ListCorrectionsAsync(long flow, CancellationToken cancellationToken)
    {
        var scope = await scopes.GetAsync(await PersonAsync(), cancellationToken);
        return await Task.Run(() => corrector.HistoryAsync(flow, scope, cancellationToken), cancellationToken);
    }

    public async Task<ChangeResult> CorrectAsync(long flow, string plate)
    {
        var person = await PersonAsync();
        return await Task.Run(() => corrector.CorrectAsync([flow], plate, person));
    }

    public async Task<ChangeResult> RestoreAsync(long flow, string shown)
    {
        var person = await PersonAsync();
        return await Task.Run(() => corrector.RestoreAsync(flow, shown, person));
    }

    public async Task<FlowAsSent> FindSentAsync(long flow, CancellationToken cancellationToken)
    {
        var scope = await scopes.GetAsync(await PersonAsync(), cancellationToken);
        return await Task.Run(() => plates.SentAsync(flow, scope, cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<FlowWithCamera>> ListEarlierAsync(Flow flow, CancellationToken cancellationToken)
    {
        var scope = await scopes.GetAsync(await PersonAsync(), cancellationToken);
        return await Task.Run(() => plates.BeforeAsync(flow, EarlierPassages, scope, cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<Note>> ListNotesAsync(long flow, CancellationToken cancellationToken)
    {
        var scope = await scopes.GetAsync(await PersonAsync(), cancellationToken);
        return await Task.Run(() => notes.ListAsync(flow, scope, cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<Note>> ListNotesAsync(string plate, CancellationToken cancellationToken)
    {
        var scope = await scopes.GetAsync(await PersonAsync(), cancellationToken);
        return await Task.Run(() => notes.ListAsync(plate, scope, cancellationToken), cancellationToken);
    }

    public async Task<ChangeResult> AddNoteAsync(long flow, string text) => await notes.AddAsync(flow, text, await PersonAsync());

    public async Task<ChangeResult> DeleteNoteAsync(long id) => await notes.DeleteAsync(id, await PersonAsync());

    public Task<EvidenceHold?> FindHoldAsync(Flow flow, CancellationToken cancellationToken) =>
        Task.Run(() => holds.FindAsync(flow.Id, flow.Plate, cancellationToken), cancellationToken);

    public async Task<ChangeResult> HoldAsync(long flow, string reason) => await holds.HoldFlowAsync(flow, reason, await PersonAsync());

    public async Task<ChangeResult> ReleaseAsync(int hold) => await holds.ReleaseAsync(hold, await PersonAsync());
}
