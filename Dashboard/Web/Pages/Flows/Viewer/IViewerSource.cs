using Dashboard.Domain;
using Dashboard.Domain.Flows;

namespace Dashboard.Web.Pages.Flows.Viewer;

/// <summary>What the viewer reads beside a flow, and changes of it, for the person who is signed in. Tests put their own behind it.</summary>
internal interface IViewerSource
{
    /// <summary>Whether the person may change anything; it is asked again with each change.</summary>
    Task<bool> CanChangeAsync();

    /// <summary>The corrections of a flow's plate, the first one first.</summary>
    Task<IReadOnlyList<FlowCorrection>> ListCorrectionsAsync(long flow, CancellationToken cancellationToken);

    /// <summary>Gives a flow the plate that somebody typed or chose.</summary>
    Task<ChangeResult> CorrectAsync(long flow, string plate, CancellationToken cancellationToken);

    /// <summary>Gives a flow the plate back that was read.</summary>
    Task<ChangeResult> RestoreAsync(long flow, CancellationToken cancellationToken);
}
