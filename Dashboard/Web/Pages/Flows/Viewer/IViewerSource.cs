using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Flows.Plates;

namespace Dashboard.Web.Pages.Flows.Viewer;

/// <summary>
/// What the viewer reads beside a flow, and changes of it, for the person who is signed in. A change that was asked for is made, even where the
/// person goes on before it is. Tests put their own behind it.
/// </summary>
internal interface IViewerSource
{
    /// <summary>Who is signed in. Whether they may change something is asked again with each change.</summary>
    Task<ClaimsPrincipal> PersonAsync();

    /// <summary>The corrections of a flow's plate, the first one first.</summary>
    Task<IReadOnlyList<FlowCorrection>> ListCorrectionsAsync(long flow, CancellationToken cancellationToken);

    /// <summary>Gives a flow the plate that somebody typed or chose.</summary>
    Task<ChangeResult> CorrectAsync(long flow, string plate);

    /// <summary>Gives a flow the plate back that was read. Refused where it has no longer the plate that is shown.</summary>
    Task<ChangeResult> RestoreAsync(long flow, string shown);

    /// <summary>What an agent said of a flow beside what its row holds.</summary>
    Task<FlowAsSent> FindSentAsync(long flow, CancellationToken cancellationToken);

    /// <summary>The passages of a flow's plate before it, the newest first.</summary>
    Task<IReadOnlyList<FlowWithCamera>> ListEarlierAsync(Flow flow, CancellationToken cancellationToken);

    /// <summary>The notes of a flow, the newest first.</summary>
    Task<IReadOnlyList<Note>> ListNotesAsync(long flow, CancellationToken cancellationToken);

    /// <summary>The notes of a plate, the newest first.</summary>
    Task<IReadOnlyList<Note>> ListNotesAsync(string plate, CancellationToken cancellationToken);

    /// <summary>Writes a note about a flow.</summary>
    Task<ChangeResult> AddNoteAsync(long flow, string text);

    Task<ChangeResult> DeleteNoteAsync(long id);

    /// <summary>What keeps a flow as evidence; null: nothing.</summary>
    Task<EvidenceHold?> FindHoldAsync(Flow flow, CancellationToken cancellationToken);

    /// <summary>Keeps a flow as evidence.</summary>
    Task<ChangeResult> HoldAsync(long flow, string reason);

    /// <summary>Lets evidence go.</summary>
    Task<ChangeResult> ReleaseAsync(int hold);
}
